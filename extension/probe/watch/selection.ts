// What is selected once an action has come to rest: how much, and where. Not what: the half of a secret looks like none,
// and what a page says is not the person's.

import type { FieldText } from '../../../schema/messages';
import { describe } from '../describe/target';
import { fieldInUse, use } from '../fields/fields';
import { stateOf } from '../fields/state';
import { note, records } from '../probe';
import { verdictOn } from '../sensitive';
import { pressed } from './pointer';

let said = '';

/** Writes down a selection that is new. `state` is what stands in the field in use, where that was just read. */
export function writeSelection(state?: FieldText): void {
  if (pressed() || !records('keys') || !records('clicks')) return;
  const field = fieldInUse();
  // The browser also counts what is selected in a field to what is selected in the page.
  if (field && use(field)) return;
  const { start = 0, end = 0, whole } = (field && (state ?? stateOf(field))) ?? {};
  const selection = document.getSelection();
  const page = !field && selection?.rangeCount ? selection.getRangeAt(0) : undefined;
  const length = page ? `${selection}`.length : end - start;
  const within = page?.commonAncestorContainer;
  const element = field?.element ?? (within instanceof Element ? within : within?.parentElement);
  const now = length ? [field?.id, start, page?.startOffset, page?.endOffset, length].join() : '';
  if (now === said) return;
  said = now;
  if (!now || !element || verdictOn(element)) return;
  note({ kind: 'select', length, at: whole ? start : null, target: describe(element) });
}

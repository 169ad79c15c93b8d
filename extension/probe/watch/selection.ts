// What is selected once an action has come to rest. The text of a field is the person's; of all else only its length is
// told.

import { describe } from '../describe/target';
import { fieldInUse, use } from '../fields/fields';
import { stateOf } from '../fields/state';
import { note, records } from '../probe';
import { verdictOn } from '../sensitive';
import { pressed } from './pointer';

/** The most that is told of a selection, in UTF-16 code units. */
const MOST = 2_000;

let said = '';

/** Writes down a selection that is new. */
export function writeSelection(): void {
  if (pressed() || !records('keys') || !records('clicks')) return;
  const field = fieldInUse();
  // The browser also counts what is selected in a field to what is selected in the page.
  if (field && use(field)) return;
  const state = field && stateOf(field);
  const selection = document.getSelection();
  const page = !field && selection?.rangeCount ? selection.getRangeAt(0) : undefined;
  const text = state ? state.text.slice(state.start, state.end) : page ? `${selection}` : '';
  const within = page?.commonAncestorContainer;
  const element = field?.element ?? (within instanceof Element ? within : within?.parentElement);
  const now = text && JSON.stringify([field?.id, state?.start, page?.startOffset, page?.endOffset, text]);
  if (now === said) return;
  said = now;
  if (!now || !element || verdictOn(element)) return;
  note({ kind: 'select', length: text.length, text: state ? text.slice(0, MOST) : null, target: describe(element) });
}

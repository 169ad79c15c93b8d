// What is selected once an action has come to rest: how much, and where. Not what: the half of a secret looks like none,
// and what a page says is not the person's.

import type { FieldText } from '../../../schema/messages';
import { takesText } from '../../page/controls';
import { describe } from '../describe/target';
import { roots } from '../epoch';
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
  const page = field || !selection ? undefined : rangeIn(selection);
  const length = page ? `${selection}`.length : end - start;
  const within = page?.commonAncestorContainer;
  const element = field?.element ?? (within instanceof Element ? within : within?.parentElement);
  const now = length ? [field?.id, start, page?.startOffset, page?.endOffset, length].join() : '';
  if (now === said) return;
  said = now;
  if (!now || !element || verdictOn(element)) return;
  note({ kind: 'select', length, at: whole ? start : null, target: describe(element) });
}

/** The text that is selected in the page. */
export function selectedText(): string {
  return `${document.getSelection() ?? ''}`;
}

/**
 * What is selected in the page, also in a shadow tree. What a field without the focus still has selected is counted to
 * the page as well, with its length, as if it were the field itself.
 */
function rangeIn(selection: Selection): Range | undefined {
  const shadowRoots = roots().filter((root) => root instanceof ShadowRoot);
  const [selected] = selection.getComposedRanges({ shadowRoots });
  if (!selected || selected.collapsed) return undefined;
  const { startContainer, startOffset, endContainer, endOffset } = selected;
  const first = startContainer.childNodes[startOffset];
  const isAlone = startContainer === endContainer && endOffset === startOffset + 1;
  if (isAlone && first instanceof Element && takesText(first)) return undefined;
  const range = document.createRange();
  range.setStart(startContainer, startOffset);
  range.setEnd(endContainer, endOffset);
  return range;
}

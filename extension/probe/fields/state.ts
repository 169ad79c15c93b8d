// What stands in a field, and where the caret is: the whole text of all but the longest, of those a window around the
// caret that stays where it is while one types.

import type { FieldText } from '../../../schema/messages';
import { isShared } from '../../page/controls';
import { VIRTUAL } from '../../page/conventions';
import { closest, own } from '../../page/dom';
import { editContextOf, type Found } from './kinds';
import { linesOf, type Selected, selectionIn } from './lines';
import { withoutTail } from './monaco';

/** Longest text that is read whole, in UTF-16 code units. */
const WHOLE = 20_000;
const BEFORE = 8_192;
const STEP = 4_096;

/** The text of a field; `undefined` when it has none that could be read. */
export function stateOf(found: Found): FieldText | undefined {
  const text = textOf(found);
  return text && { ...text, shared: isShared(closest(found.element, VIRTUAL) ?? found.element) };
}

function textOf({ element, editable }: Found): Omit<FieldText, 'shared'> | undefined {
  if (editable === 'editcontext') {
    const context = editContextOf(element);
    if (!context) return undefined;
    const { text, selectionStart, selectionEnd } = context;
    const end = Math.max(selectionStart, selectionEnd);
    return cut(ordered(withoutTail(element, text, end), selectionStart, selectionEnd), false);
  }
  const whole = closest(element, VIRTUAL) === null;
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    if (editable !== 'input') return undefined;
    // Ace keeps the line of the caret in its field, with two line breaks behind it.
    const value = element.matches('.ace_text-input') ? element.value.replace(/\n\n$/, '') : element.value;
    return cut(ordered(value, element.selectionStart ?? value.length, element.selectionEnd ?? value.length), whole);
  }
  if (editable !== 'contenteditable') return undefined;
  const long = element.textContent.length > WHOLE;
  return cut(linesOf(long ? aroundCaret(element) : element), whole && !long);
}

function ordered(text: string, one: number, other: number): Selected {
  return { text, start: Math.min(one, other), end: Math.max(one, other) };
}

/** The most around the caret of a long editing host that is not long itself. */
function aroundCaret(host: Element): Element {
  let found = host;
  let at = selectionIn(host)?.startContainer as Node;
  while (at !== host && host.contains(at) && (at.textContent as string).length <= WHOLE) {
    if (at instanceof Element) found = at;
    at = own(at, 'parentNode') as Node;
  }
  return found;
}

function cut({ text, start, end }: Selected, whole: boolean): Omit<FieldText, 'shared'> {
  if (text.length <= WHOLE) return { text, start, end, whole };
  const from = Math.max(0, Math.floor((start - BEFORE) / STEP) * STEP);
  const part = text.slice(from, from + WHOLE);
  return { text: part, start: start - from, end: Math.min(end - from, part.length), whole: false };
}

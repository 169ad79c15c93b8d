// Which element an event of the pointer is about.

import { innermost, matches, parentOf, rootOf } from '../../page/dom';
import { masked, verdictOn } from '../sensitive';

/**
 * The innermost element at the pointer. Text that is slotted is said to be in its `<slot>`, which most often has no box:
 * it is in the element that holds it, unless anything that draws it is masked.
 */
export function pointedAt(event: MouseEvent): Element | null {
  const element = innermost(event, event);
  if (!(element instanceof HTMLSlotElement)) return element;
  // Beside the text, it is the slot that was pressed, where it has a box.
  const isBeside = rootOf(element).elementFromPoint(event.clientX, event.clientY) === element;
  if (isBeside && element.getClientRects().length) return element;
  const isMasked = (at: EventTarget) => at instanceof Element && matches(at, masked());
  if (verdictOn(element) || event.composedPath().some(isMasked)) return element;
  let at: Element | null = element;
  while (at instanceof HTMLSlotElement) {
    const root = rootOf(at);
    at = at.assignedNodes().length && root instanceof ShadowRoot ? root.host : parentOf(at);
  }
  return at;
}

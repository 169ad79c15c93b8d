// Which element an event of the pointer is about.

import { innermost, parentOf, rootOf } from '../../page/dom';
import { verdictOn } from '../sensitive';

/**
 * The innermost element at the pointer. Text that is slotted is said to be in its `<slot>`, which most often has no box:
 * it is in the element that holds it, unless anything that draws it is masked.
 */
export function pointedAt(event: MouseEvent): Element | null {
  const element = innermost(event, event);
  if (!(element instanceof HTMLSlotElement)) return element;
  // Beside the text, it is the slot that was pressed, where it has a box.
  const isUnder = () => rootOf(element).elementFromPoint(event.clientX, event.clientY) === element;
  if (verdictOn(element) || (element.getClientRects()[0] && isUnder())) return element;
  let at: Element | null = element;
  while (at instanceof HTMLSlotElement) {
    at = at.assignedNodes().length ? (rootOf(at) as ShadowRoot).host : parentOf(at);
  }
  return at;
}

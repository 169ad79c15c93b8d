// Which element an event of the pointer is about.

import { innermost, parentOf, rootOf } from '../../page/dom';
import { masked, verdictOn } from '../sensitive';

/**
 * The innermost element at the pointer. Text that is slotted is said to be in its `<slot>`: where that has no box, it is
 * the element that holds the text, unless anything that draws it is masked.
 */
export function pointedAt(event: MouseEvent): Element | null {
  const element = innermost(event, event);
  if (!(element instanceof HTMLSlotElement) || element.getClientRects().length) return element;
  const isMasked = (at: EventTarget) => at instanceof Element && at.matches(masked());
  if (verdictOn(element) || event.composedPath().some(isMasked)) return element;
  let at: Element | null = element;
  while (at instanceof HTMLSlotElement) {
    const root = rootOf(at);
    at = at.assignedNodes().length && root instanceof ShadowRoot ? root.host : parentOf(at);
  }
  return at;
}

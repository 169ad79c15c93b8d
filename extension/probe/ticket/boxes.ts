// Boxes to be filled, in CSS pixels of the viewport. When in doubt, a box is larger.

import type { Rect } from '../../../schema/messages';
import { box, visibleArea } from '../dom';

/** The boxes of a part of a text node. */
export function boxesOfText(node: Text, start = 0, end = node.length): Rect[] {
  const range = new Range();
  range.setStart(node, Math.min(start, node.length));
  range.setEnd(node, Math.min(end, node.length));
  return [...range.getClientRects()];
}

/** The boxes of an element and of what stands in it, which may be larger. */
export function boxesOfElement(element: Element): Rect[] {
  const range = new Range();
  range.selectNodeContents(element);
  return [...element.getClientRects(), ...range.getClientRects()];
}

/** The smallest box around some boxes; `undefined` around none. */
export function around(boxes: Rect[]): Rect | undefined {
  if (!boxes.length) return undefined;
  const x = Math.min(...boxes.map((each) => each.x));
  const y = Math.min(...boxes.map((each) => each.y));
  const width = Math.max(...boxes.map((each) => each.x + each.width)) - x;
  const height = Math.max(...boxes.map((each) => each.y + each.height)) - y;
  return { x, y, width, height };
}

/** Whether two boxes are the same to the eye. */
export function alike(one: Rect | undefined, other: Rect | undefined): boolean {
  return JSON.stringify(one && box(one)) === JSON.stringify(other && box(other));
}

/** What of the boxes is in the viewport, a pixel larger on every side, on whole pixels. */
export function outward(boxes: Rect[]): Rect[] {
  return boxes.filter(visibleArea).map((each) => {
    const x = Math.max(0, Math.floor(each.x) - 1);
    const y = Math.max(0, Math.floor(each.y) - 1);
    const right = Math.min(innerWidth, Math.ceil(each.x + each.width) + 1);
    const bottom = Math.min(innerHeight, Math.ceil(each.y + each.height) + 1);
    return { x, y, width: right - x, height: bottom - y };
  });
}

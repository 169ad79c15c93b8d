// Boxes to be filled, in CSS pixels of the viewport. When in doubt, a box is larger.

import type { Rect } from '../../schema/messages';
import { type Pseudo, reachOf } from './generated';

/** A part of what is drawn: of a text node, an element with all that is in it, or what CSS writes beside its content. */
export interface Piece {
  node: Text | Element;
  /** Where it is in its run. */
  at: number;
  length: number;
  /** All that can be seen of it; where not even this is known, it is the viewport. */
  clip: Rect | undefined;
  pseudo?: Pseudo;
}

/** Where a piece is drawn, or as much of it as stands between two places of its run. */
export function boxesOf(piece: Piece, start = piece.at, end = piece.at + piece.length): Rect[] {
  return shownOf(allBoxes(piece, start - piece.at, end - piece.at), piece);
}

/** What can be seen of the boxes of a piece. */
export function shownOf(boxes: Rect[], { clip }: Piece): Rect[] {
  return boxes.flatMap((each) => overlap(each, clip) ?? []);
}

/** The same without regard to what cuts it off. */
export function allBoxes({ node, length, pseudo }: Piece, start = 0, end = length): Rect[] {
  if (pseudo) return reachOf(node as Element, pseudo);
  const range = new Range();
  range.selectNodeContents(node);
  if (!(node instanceof Text)) return [...node.getClientRects(), ...range.getClientRects()];
  range.setStart(node, Math.min(Math.max(start, 0), node.length));
  range.setEnd(node, Math.min(end, node.length));
  return [...range.getClientRects()];
}

/** What two boxes have in common, if anything. */
export function overlap(one: Rect, other = viewport()): Rect | undefined {
  const common = edges([one, other], Math.max, Math.min);
  return common.width > 0 && common.height > 0 ? common : undefined;
}

/** The smallest box around some boxes; `undefined` around none. */
export function around(boxes: Rect[]): Rect | undefined {
  return boxes.length ? edges(boxes, Math.min, Math.max) : undefined;
}

/** All that can be seen. */
export function viewport(): Rect {
  return { x: 0, y: 0, width: innerWidth, height: innerHeight };
}

type Choice = (...edges: number[]) => number;

/** A box of some boxes' edges: one of the left and upper ones, one of the right and lower ones. */
function edges(boxes: Rect[], first: Choice, last: Choice): Rect {
  const x = first(...boxes.map((each) => each.x));
  const y = first(...boxes.map((each) => each.y));
  const width = last(...boxes.map((each) => each.x + each.width)) - x;
  const height = last(...boxes.map((each) => each.y + each.height)) - y;
  return { x, y, width, height };
}

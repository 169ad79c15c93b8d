// What CSS writes beside the content of an element. There is no node of it and no box can be asked for.

import type { Rect } from '../../schema/messages';
import { attribute } from '../page/dom';
import { viewport } from './boxes';

/** Where CSS can write. */
export type Pseudo = '::before' | '::after';

const EDGES = ['left', 'top', 'right', 'bottom', 'marginLeft', 'marginTop', 'marginRight', 'marginBottom'] as const;

/** The text before or after the content of an element. Numbers of lines and signs are no text. */
export function generatedBy(element: Element, pseudo: Pseudo): string {
  const { content } = getComputedStyle(element, pseudo);
  const parts = content.matchAll(/attr\(([^\s,)]+)|"((?:\\.|[^"\\])*)"/g);
  const text = [...parts].map(([, name, said]) => (name ? attribute(element, name) : said)).join('');
  return /[a-z\u00c0-\ud7ff]|\d{6}/i.test(text) ? text : '';
}

/** Boxes that what is written is in for sure. */
export function reachOf(element: Element, pseudo: Pseudo): Rect[] {
  const style = getComputedStyle(element, pseudo);
  const own = getComputedStyle(element).position;
  const within = style.position === 'absolute' && own === 'static' ? (element as HTMLElement).offsetParent : null;
  const boxes: Rect[] = [element, within ?? element].flatMap((each) => [...each.getClientRects()]);
  if (style.position === 'fixed') boxes.push(viewport());
  const { e, f } = new DOMMatrix(style.transform);
  const beyond = EDGES.reduce(
    (sum, edge) => sum + Math.max(0, -Number.parseFloat(style[edge]) || 0),
    Math.abs(e) + Math.abs(f),
  );
  return boxes.map(({ x, y, width, height }) => ({
    x: x - beyond,
    y: y - beyond,
    width: width + 2 * beyond,
    height: height + 2 * beyond,
  }));
}

// Small helpers for a DOM that the page owns: shadow trees of both kinds, and boxes.

import type { Rect } from '../../schema/messages';
import { shadowRootOf } from '../browser';

/** A document or a shadow root: what selectors count in. */
export type Root = Document | ShadowRoot;

/**
 * A property as the browser has it. The fields of a form hide what it has of the same name: `form.parentNode` may be an
 * `<input name=parentNode>` in it.
 */
export function own<K extends keyof Node>(node: Node, name: K): Node[K];
export function own<K extends keyof Element>(node: Element, name: K): Element[K];
export function own(node: Node, name: string): unknown {
  return Reflect.get(Element.prototype, name, node);
}

/** Whether a selector matches an element. */
export function matches(element: Element, selector: string): boolean {
  return own(element, 'matches').call(element, selector);
}

/** The root an element is in. For an element that was taken out of the page, the document. */
export function rootOf(node: Node): Root {
  const root = own(node, 'getRootNode').call(node);
  return root instanceof ShadowRoot ? root : document;
}

/** The parent element, through shadow hosts. */
export function parentOf(node: Node): Element | null {
  const parent = own(node, 'parentNode');
  return parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null;
}

/** `closest`, through all that an element is drawn in: the trees around its slot, and shadow hosts. */
export function closest(element: Element, selector: string): Element | null {
  const found = own(element, 'closest').call(element, selector);
  for (let at: Node | null = element; at && !found; at = own(at, 'parentNode')) {
    const around = at instanceof ShadowRoot ? at.host : slotOf(at);
    if (around) return closest(around, selector);
  }
  return found;
}

/**
 * The slot that a node is drawn in. `assignedSlot` tells of none in a closed tree, and asking the browser for such a tree
 * takes 4 µs: only of a custom element.
 */
export function slotOf(node: Node): Element | undefined {
  const host = own(node, 'parentElement');
  const root = host && /-/.test(host.localName) ? shadowRootOf(host) : host?.shadowRoot;
  return root ? [...root.querySelectorAll('slot')].find((slot) => slot.assignedNodes().includes(node)) : undefined;
}

/** The innermost element of an event's path. With a point, closed shadow roots are opened there; without one, by focus. */
export function innermost(event: Event, point?: { clientX: number; clientY: number }): Element | null {
  const [first] = event.composedPath();
  return inner(first instanceof Element ? first : document.documentElement, point);
}

/** The innermost element that is drawn at a point. */
export function atPoint(x: number, y: number): Element | null {
  const outer = document.elementFromPoint(x, y);
  return outer && inner(outer, { clientX: x, clientY: y });
}

function inner(outer: Element, point?: { clientX: number; clientY: number }): Element {
  let at = outer;
  for (let root = at && shadowRootOf(at); root; root = shadowRootOf(at)) {
    const found = point ? root.elementFromPoint(point.clientX, point.clientY) : root.activeElement;
    if (!found || found === at || rootOf(found) !== root) break;
    at = found;
  }
  return at;
}

/** An attribute, also of a form whose fields shadow its own methods. */
export function attribute(element: Element, name: string): string {
  return own(element, 'getAttribute').call(element, name) ?? '';
}

/** Whether white space in an element is text. */
export function keepsSpace(element: Element): boolean {
  return /^(pre|break-spaces)/.test(getComputedStyle(element).whiteSpace);
}

/** Whether an element begins a line of its own. */
export function isBlock(display: string): boolean {
  return !/^(inline|contents|none|ruby)/.test(display);
}

/** White space folded, no-break space included. */
export function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A box rounded to tenths of a pixel. */
export function box({ x, y, width, height }: Rect): Rect {
  return { x: tenth(x), y: tenth(y), width: tenth(width), height: tenth(height) };
}

/** A number rounded to tenths. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The title, unless an element of the page hides it behind its own name. */
export function titleNow(): string {
  return typeof document.title === 'string' ? document.title : '';
}

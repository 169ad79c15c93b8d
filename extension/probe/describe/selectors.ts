// CSS and XPath of an element, from attributes that last and from positions. Class names are never used.

import type { Root } from '../../page/dom';
import { attribute, own, rootOf } from '../../page/dom';
import { tells } from '../sensitive';
import { generated, TEST_IDS } from './stable';

const QUALIFIERS = ['name', 'for', 'role', 'type'];
const LANDMARKS = /^(main|nav|form|header|body)$/;

/** A CSS selector that matches this element alone in its root, and holds nothing that a sensitive field does. */
export function cssOf(element: Element, root: Root): string {
  let path = '';
  for (let at = element; ; ) {
    const anchor = anchorOf(at, root, at === element);
    if (anchor && !tells(anchor)) return anchor + path;
    const step = stepOf(at);
    const parent = own(at, 'parentElement');
    if (!parent) return (root instanceof Document ? '' : ':host > ') + step + path;
    path = ` > ${step}${path}`;
    at = parent;
  }
}

/** An XPath expression by tag names and positions, from the root. */
export function xpathOf(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at; at = own(at, 'parentElement')) {
    const tag = at instanceof HTMLElement ? at.localName : `*[local-name()='${at.localName}']`;
    const position = positionOf(at);
    steps.unshift(position ? `${tag}[${position}]` : tag);
  }
  return `${rootOf(element) instanceof ShadowRoot ? '' : '/'}${steps.join('/')}`;
}

/** How many elements a selector matches. */
export function countCss(root: Root, css: string): number {
  return root.querySelectorAll(css).length;
}

/** A short selector by attributes that last, if it matches one element. */
function anchorOf(element: Element, root: Root, itself: boolean): string | undefined {
  const tag = CSS.escape(element.localName);
  const id = attribute(element, 'id');
  const tries = generated(id) ? [] : [`#${CSS.escape(id)}`];
  const tests = TEST_IDS.flatMap((name) => qualifier(element, name, !!attribute(element, name)));
  const qualified = QUALIFIERS.flatMap((name) => qualifier(element, name, !generated(attribute(element, name))));
  tries.push(...tests, ...qualified.map((each) => tag + each));
  if (itself && qualified.length > 1) tries.push(tag + qualified.join(''));
  if (LANDMARKS.test(tag)) tries.push(tag);
  return tries.find((css) => countCss(root, css) === 1);
}

function qualifier(element: Element, name: string, lasts: boolean): string[] {
  return lasts ? [`[${name}="${CSS.escape(attribute(element, name))}"]`] : [];
}

function stepOf(element: Element): string {
  const position = positionOf(element);
  const tag = CSS.escape(element.localName);
  return position ? `${tag}:nth-of-type(${position})` : tag;
}

/** Which of its siblings with the same tag an element is, from 1; 0 when there is no other. */
function positionOf(element: Element): number {
  const parent = own(element, 'parentNode');
  const isAlike = (other: Node) => other instanceof Element && other.localName === element.localName;
  const siblings: Node[] = parent ? [...own(parent, 'childNodes')].filter(isAlike) : [];
  return siblings[1] ? siblings.indexOf(element) + 1 : 0;
}

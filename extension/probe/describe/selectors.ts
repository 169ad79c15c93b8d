// CSS and XPath of an element, from attributes that last and from positions. Class names are never used.

import type { Root } from '../dom';
import { attribute } from '../dom';
import { generated, testIdOf } from './stable';

const QUALIFIERS = ['name', 'for', 'role', 'type'];
const LANDMARKS = /^(main|nav|form|header|footer|aside|dialog|body)$/;

/** A CSS selector that matches this element alone in its root. */
export function cssOf(element: Element, root: Root): string {
  let path = '';
  for (let at: Element | null = element; at; at = at.parentElement) {
    const anchor = anchorOf(at, root, at === element);
    if (anchor) return anchor + path;
    const step = stepOf(at);
    if (!at.parentElement) return (root instanceof Document ? '' : ':host > ') + step + path;
    path = ` > ${step}${path}`;
  }
  return path;
}

/** An XPath expression by tag names and positions, from the root. */
export function xpathOf(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) {
    const html = at.namespaceURI === 'http://www.w3.org/1999/xhtml';
    const tag = html ? at.localName : `*[local-name()='${at.localName}']`;
    const { position, alone } = place(at);
    steps.unshift(alone ? tag : `${tag}[${position}]`);
  }
  return `${element.getRootNode() instanceof ShadowRoot ? '' : '/'}${steps.join('/')}`;
}

/** How many elements a selector matches. */
export function countCss(root: Root, css: string): number {
  return root.querySelectorAll(css).length;
}

/** A short selector by attributes that last, if it matches one element. */
function anchorOf(element: Element, root: Root, itself: boolean): string | undefined {
  const tag = CSS.escape(element.localName);
  const tries: string[] = [];
  const id = attribute(element, 'id');
  if (!generated(id)) tries.push(`#${CSS.escape(id)}`);
  const testId = testIdOf(element);
  if (testId) tries.push(`[${testId.name}="${CSS.escape(testId.value)}"]`);
  const qualified = QUALIFIERS.flatMap((name) => {
    const value = attribute(element, name);
    return generated(value) ? [] : [`[${name}="${CSS.escape(value)}"]`];
  });
  for (const qualifier of itself ? qualified : qualified.slice(0, 1)) tries.push(tag + qualifier);
  if (itself && qualified.length > 1) tries.push(tag + qualified.join(''));
  if (LANDMARKS.test(element.localName)) tries.push(tag);
  return tries.find((css) => countCss(root, css) === 1);
}

function stepOf(element: Element): string {
  const { position, alone } = place(element);
  const tag = CSS.escape(element.localName);
  return alone ? tag : `${tag}:nth-of-type(${position})`;
}

function place(element: Element): { position: number; alone: boolean } {
  const siblings = [...(element.parentNode?.children ?? [])].filter(
    (other) => other.localName === element.localName && other.namespaceURI === element.namespaceURI,
  );
  return { position: siblings.indexOf(element) + 1, alone: siblings.length < 2 };
}

// The little that our own pages need of a framework: finding elements, filling in translations, changing only what is
// different, so that a screen reader is not told the same thing every second.

import { findTexts, text } from '../browser';

/** The element with this id, which the page's own HTML is known to have. */
export function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`#${id} is missing`);
  return found;
}

/** Fills in the text for the key of every `data-text` and `data-label`, and says which language it is. */
export async function translate(): Promise<void> {
  await findTexts();
  document.documentElement.lang = text('language');
  for (const node of document.querySelectorAll<HTMLElement>('[data-text]'))
    setText(node, text(node.getAttribute('data-text') ?? ''));
  for (const node of document.querySelectorAll<HTMLElement>('[data-label]')) {
    node.ariaLabel = text(node.getAttribute('data-label') ?? '');
  }
}

/** Changes the text of a node if it is another one. */
export function setText(node: Node, value: string): void {
  if (node.textContent !== value) node.textContent = value;
}

/** Shows or hides elements. */
export function show(visible: boolean, ...nodes: HTMLElement[]): void {
  for (const node of nodes) node.hidden = !visible;
}

/** Fills a list with one item for each value, and leaves it alone when it has them already. */
export function fill<T>(list: HTMLElement, values: readonly T[], item: (value: T) => HTMLElement): void {
  const shown = JSON.stringify(values);
  if (list.getAttribute('data-shown') === shown) return;
  list.setAttribute('data-shown', shown);
  list.replaceChildren(...values.map(item));
}

/** Makes an element with a text in it. */
export function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, content: string): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  node.textContent = content;
  return node;
}

/** Makes a button. `label` is what it is called where its words alone do not say what they are about. */
export function makeButton(words: string, act: () => void, label?: string): HTMLButtonElement {
  const button = make('button', words);
  button.type = 'button';
  if (label) button.ariaLabel = label;
  button.addEventListener('click', act);
  return button;
}

// Form controls: which of them take text, what names them and what they show.

import { OTHERS } from './conventions';
import { attribute, rootOf } from './dom';

const NO_TEXT = /^(button|submit|reset|image|checkbox|radio|file|color|range|hidden)$/;

/** Whether an element is an `<input>` of text or a `<textarea>`. */
export function takesText(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && !NO_TEXT.test(element.type));
}

/** Whether somebody else is writing in an editor, as their cursor shows. */
export function isShared(editor: Element): boolean {
  return editor.querySelector(OTHERS) !== null;
}

/** What a field shows: its value, or else its placeholder. */
export function shownText(field: HTMLInputElement | HTMLTextAreaElement): string {
  return field.value || field.placeholder;
}

/** Everything that names a field, as words in lower case. */
export function hintsOf(field: HTMLInputElement | HTMLTextAreaElement): string {
  const names = ['name', 'id', 'aria-label', 'placeholder', 'title'].map((name) => attribute(field, name));
  const labels = [...labelsOf(field), ...labellersOf(field)].map((label) => label.textContent);
  return [...names, ...labels]
    .join(' | ')
    .slice(0, 1_000)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_.\s]+/g, ' ')
    .toLowerCase();
}

/** The `<label>`s of a form control. */
export function labelsOf(element: Element): Element[] {
  const labels = 'labels' in element && element.labels instanceof NodeList ? [...element.labels] : [];
  return labels.filter((label) => label instanceof Element);
}

/** The elements that `aria-labelledby` names. */
export function labellersOf(element: Element): Element[] {
  const ids = attribute(element, 'aria-labelledby').split(/\s+/);
  return ids.flatMap((id) => (id && rootOf(element).getElementById(id)) || []);
}

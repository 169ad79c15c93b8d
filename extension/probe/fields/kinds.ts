// Which element takes the text that is typed, and how.

import type { Editable } from '../../../schema/messages';
import { takesText } from '../../page/controls';
import { own } from '../../page/dom';

/** The part of `EditContext` that is read. Not every browser has it. */
export interface EditContext extends EventTarget {
  readonly text: string;
  readonly selectionStart: number;
  readonly selectionEnd: number;
}

/** An element that takes text. */
export interface Found {
  element: Element;
  editable: Editable;
}

/** The EditContext of an element. */
export function editContextOf(element: Element): EditContext | undefined {
  return (element as { editContext?: EditContext | null }).editContext ?? undefined;
}

/** Whether an element is a part of a `contenteditable`. */
export function isEditable(element: Element | null): element is HTMLElement {
  return element instanceof HTMLElement && element.isContentEditable;
}

/** The field that an element, usually the one with the focus, is or belongs to. */
export function fieldAt(element: Element): Found | undefined {
  if (takesText(element)) {
    const terminal = element.matches('.xterm-helper-textarea') && element.closest('.xterm');
    return { element, editable: terminal ? 'terminal' : 'input' };
  }
  for (let at: Element | null = element; at; at = own(at, 'parentElement')) {
    if (editContextOf(at)) return { element: at, editable: 'editcontext' };
  }
  if (isEditable(element)) {
    let host: Element = element;
    for (let at: Element | null = host; isEditable(at); at = own(at, 'parentElement')) host = at;
    return { element: host, editable: 'contenteditable' };
  }
  return element instanceof HTMLCanvasElement ? { element, editable: 'canvas' } : undefined;
}

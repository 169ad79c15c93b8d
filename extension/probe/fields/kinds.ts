// Which element takes the text that is typed, and how.

import type { Editable } from '../../../schema/messages';
import { takesText } from '../../page/controls';

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

/** The field that an element, usually the one with the focus, is or belongs to. */
export function fieldAt(element: Element): Found | undefined {
  if (takesText(element)) {
    const terminal = element.matches('.xterm-helper-textarea') && element.closest('.xterm');
    return { element, editable: terminal ? 'terminal' : 'input' };
  }
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (editContextOf(at)) return { element: at, editable: 'editcontext' };
  }
  if (element instanceof HTMLElement && element.isContentEditable) {
    let host = element;
    while (host.parentElement?.isContentEditable) host = host.parentElement;
    return { element: host, editable: 'contenteditable' };
  }
  return element instanceof HTMLCanvasElement ? { element, editable: 'canvas' } : undefined;
}

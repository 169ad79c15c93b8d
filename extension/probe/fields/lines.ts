// The text of a `contenteditable` as its author sees it: lines, and where the caret is in them.
//
// Works from the DOM alone, so also for editors that cancel `beforeinput` and raise no `input` event.

import { OTHERS } from '../../page/conventions';
import { isBlock, keepsSpace, own, type Root, rootOf } from '../../page/dom';
import { hides } from '../sensitive';

/** Text with a selection, in UTF-16 code units. */
export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** Reads the lines of a part of the page. */
export function linesOf(host: Element): Selected {
  const range = selectionIn(host);
  let text = '';
  let start: number | undefined;
  let end: number | undefined;
  /** The current line holds something, if only the `<br>` that keeps an empty one open. */
  let begun = false;
  /** The current line is complete: what comes next starts a new one. */
  let complete = false;

  const breakLine = () => {
    complete ||= begun;
    begun = false;
  };
  const open = () => {
    if (complete) text += '\n';
    complete = false;
  };
  const mark = (node: Node, from: number, upto: number, opens: boolean) => {
    const at = (container: Node | undefined, offset = -1) =>
      container === node && offset >= from && offset <= upto ? offset - from : undefined;
    const [first, last] = [at(range?.startContainer, range?.startOffset), at(range?.endContainer, range?.endOffset)];
    if (opens && (first ?? last) !== undefined) open();
    if (first !== undefined) start ??= text.length + first;
    if (last !== undefined) end ??= text.length + last;
  };
  const write = (node: Text, pre: boolean) => {
    const data = node.data.replaceAll('\u00a0', ' ');
    if (!pre && /^\s*\n\s*$/.test(data)) return;
    if (data) {
      open();
      begun = true;
    }
    mark(node, 0, data.length, false);
    text += pre ? data : data.replace(/[\n\t]/g, ' ');
  };
  const visit = (parent: Element) => {
    const pre = keepsSpace(parent);
    let index = 0;
    const pass = () => mark(parent, index, index, index === 0 && parent !== host);
    for (const child of parent.childNodes) {
      pass();
      index++;
      if (child instanceof Text) write(child, pre);
      else if (child instanceof Element) enter(child);
    }
    pass();
  };
  const enter = (element: Element) => {
    if (element.localName === 'br') {
      open();
      begun = true;
      if (!closesLine(element, host)) text += '\n';
      return;
    }
    const { display } = getComputedStyle(element);
    if (display === 'none' || element.matches(`script,style,${OTHERS}`) || hides(element)) return;
    const block = isBlock(display);
    if (block) breakLine();
    visit(element);
    if (block) breakLine();
  };

  visit(host);
  start ??= end ?? text.length;
  return { text, start, end: Math.max(start, end ?? start) };
}

/** The selection in the root of an element. */
export function selectionIn(element: Element): Range | undefined {
  const root: Root & { getSelection?(): Selection | null } = rootOf(element);
  const selection = root.getSelection?.() ?? document.getSelection();
  return selection?.rangeCount ? selection.getRangeAt(0) : undefined;
}

/** Whether a `<br>` only keeps its line open: nothing comes after it in its block. */
function closesLine(br: Element, host: Element): boolean {
  for (let at: Node = br; at !== host; ) {
    for (let next = at.nextSibling; next; next = next.nextSibling) {
      if (next instanceof Element) return isBlock(getComputedStyle(next).display);
      if (next instanceof Text && next.data) return false;
    }
    const parent: Element | null = own(at, 'parentElement');
    if (!parent || isBlock(getComputedStyle(parent).display)) return true;
    at = parent;
  }
  return true;
}

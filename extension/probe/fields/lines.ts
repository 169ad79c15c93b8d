// The text of a `contenteditable` as its author sees it: lines, and where the caret is in them.
//
// Works from the DOM alone, so also for editors that cancel `beforeinput` and raise no `input` event.

import { type Root, rootOf } from '../dom';
import type { Judge } from '../sensitive';

/** Text with a selection, in UTF-16 code units. */
export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** Reads the lines of a part of the page. */
export function linesOf(host: Element, judge: Judge): Selected {
  return new Reader(host, judge).read();
}

/** The selection in the root of an element. */
export function selectionIn(element: Element): Range | undefined {
  const root: Root & { getSelection?(): Selection | null } = rootOf(element);
  const selection = root.getSelection?.() ?? document.getSelection();
  return selection?.rangeCount ? selection.getRangeAt(0) : undefined;
}

class Reader {
  readonly #host: Element;
  readonly #judge: Judge;
  readonly #range: Range | undefined;
  #text = '';
  #start: number | undefined;
  #end: number | undefined;
  /** The current line holds something, if only the `<br>` that keeps an empty one open. */
  #begun = false;
  /** The current line is complete: what comes next starts a new one. */
  #complete = false;

  constructor(host: Element, judge: Judge) {
    this.#host = host;
    this.#judge = judge;
    this.#range = selectionIn(host);
  }

  read(): Selected {
    this.#children(this.#host, this.#keepsSpace(this.#host));
    const start = this.#start ?? this.#end ?? this.#text.length;
    return { text: this.#text, start, end: Math.max(start, this.#end ?? start) };
  }

  #children(parent: Element, pre: boolean): void {
    let index = 0;
    for (const child of parent.childNodes) {
      this.#mark(parent, index++);
      if (child instanceof Text) this.#write(child, pre);
      else if (child instanceof Element) this.#element(child);
    }
    this.#mark(parent, index);
  }

  #element(element: Element): void {
    if (element.localName === 'br') {
      this.#open();
      this.#begun = true;
      if (!closesLine(element, this.#host)) this.#text += '\n';
      return;
    }
    if (element.matches('script,style') || this.#judge.hides(element)) return;
    const { display } = getComputedStyle(element);
    if (display === 'none') return;
    const block = isBlock(display);
    if (block) this.#breakLine();
    this.#children(element, this.#keepsSpace(element));
    if (block) this.#breakLine();
  }

  #write(node: Text, pre: boolean): void {
    const data = node.data.replace(/\u00a0/g, ' ');
    if (!pre && /^\s*\n\s*$/.test(data)) return;
    if (data) {
      this.#open();
      this.#begun = true;
    }
    const range = this.#range;
    if (range?.startContainer === node) this.#start ??= this.#text.length + range.startOffset;
    if (range?.endContainer === node) this.#end ??= this.#text.length + range.endOffset;
    this.#text += pre ? data : data.replace(/[\n\t]/g, ' ');
  }

  #mark(container: Node, index: number): void {
    const range = this.#range;
    const starts = range?.startContainer === container && range.startOffset === index;
    const ends = range?.endContainer === container && range.endOffset === index;
    if (!starts && !ends) return;
    if (index === 0 && container !== this.#host) this.#open();
    if (starts) this.#start ??= this.#text.length;
    if (ends) this.#end ??= this.#text.length;
  }

  #breakLine(): void {
    this.#complete ||= this.#begun;
    this.#begun = false;
  }

  #open(): void {
    if (this.#complete) this.#text += '\n';
    this.#complete = false;
  }

  #keepsSpace(element: Element): boolean {
    return /^(pre|break-spaces)/.test(getComputedStyle(element).whiteSpace);
  }
}

/** Whether a `<br>` only keeps its line open: nothing comes after it in its block. */
function closesLine(br: Element, host: Element): boolean {
  for (let at: Node = br; at !== host; ) {
    for (let next = at.nextSibling; next; next = next.nextSibling) {
      if (next instanceof Element) return isBlock(getComputedStyle(next).display);
      if (next instanceof Text && next.data) return false;
    }
    const parent: Element | null = at.parentElement;
    if (!parent || isBlock(getComputedStyle(parent).display)) return true;
    at = parent;
  }
  return true;
}

function isBlock(display: string): boolean {
  return !/^(inline|contents|none|ruby)/.test(display);
}

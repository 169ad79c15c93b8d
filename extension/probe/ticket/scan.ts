// What can be seen of a document: its text as runs, and the elements that must be covered.
//
// Text that reads as one is one run: a block's, over all its inline elements, and all blocks with preserved white space
// of one tree together, because there a secret may take many lines. Text is taken where any of its block is in sight.

import type { Rect } from '../../../schema/messages';
import { type Root, visibleArea } from '../dom';
import type { Probe } from '../probe';
import { concealed, takesText } from '../sensitive';
import { around, boxesOfText } from './boxes';

/** Longest run; a longer one is covered instead of judged. */
const LONGEST = 200_000;
const UNSEEN = 'script,style,noscript,template,head,option,iframe,frame';
const SHOWS_VALUE = 'input:is([type=submit],[type=button],[type=reset])';
const UNREADABLE = 'video,object,embed';

/** A part of a run that is one text node. */
export interface Piece {
  node: Text;
  at: number;
}

/** Text that is judged as one, and where it stands: in text nodes, or in a field that shows it. */
export interface Run {
  text: string;
  from: Piece[] | Element;
}

/** What a scan has found. */
export class Scene {
  readonly runs: Run[] = [];
  readonly covered = new Set<Element>();
  /** The text nodes in sight, as they were. */
  readonly texts = new Map<Text, { data: string; rect: Rect }>();
  /** The page changed under the scan, and parts of it were not seen. */
  incomplete = false;
}

/** Looks at the whole document, a node a step. */
export function* scan(probe: Probe, scene: Scene): Generator<void> {
  const roots = probe.epoch.roots;
  for (const root of roots) {
    yield* new Walk(probe, scene, root, (found) => roots.includes(found) || roots.push(found)).steps();
  }
}

interface Block {
  text: string;
  pieces: Piece[];
  visible: boolean;
  top: number;
  /** Whether white space is preserved. */
  pre: boolean;
  /** The lines of a Monaco editor are not in the order of the page. */
  lines: Element | null;
}

/** The way through one tree. */
class Walk {
  readonly #probe: Probe;
  readonly #scene: Scene;
  readonly #root: Root;
  readonly #found: (root: Root) => void;
  readonly #masked: Set<Element>;
  readonly #pre: Block[] = [];
  #block: Block | undefined;

  constructor(probe: Probe, scene: Scene, root: Root, found: (root: Root) => void) {
    this.#probe = probe;
    this.#scene = scene;
    this.#root = root;
    this.#found = found;
    this.#masked = new Set(root.querySelectorAll(probe.judge.masked));
  }

  *steps(): Generator<void> {
    let node: Node | null = this.#root.firstChild;
    while (node) {
      yield;
      const inward: boolean = node instanceof Text ? this.#text(node) : node instanceof Element && this.#enter(node);
      let next: Node | null = inward ? node.firstChild : null;
      while (!next && node && node !== this.#root) {
        next = node.nextSibling;
        if (next) break;
        node = node.parentNode;
        if (node instanceof Element) this.#leave(node);
      }
      if (!next && node !== this.#root) this.#scene.incomplete = true;
      node = next;
    }
    this.#finish();
    this.#joinPre();
  }

  /** Whether to look into an element. */
  #enter(element: Element): boolean {
    if (element.matches(UNSEEN)) return false;
    const style = getComputedStyle(element);
    if (style.display === 'none') return false;
    const inSight = visibleArea(element.getBoundingClientRect()) > 0;
    const { judge, settings, epoch } = this.#probe;
    if (this.#masked.has(element) || concealed(element)) return this.#cover(element);
    if (takesText(element)) {
      if (judge.verdict(element)) return this.#cover(element);
      return inSight && this.#show(element, element.value || element.placeholder);
    }
    if (element instanceof HTMLSelectElement) {
      return inSight && this.#show(element, [...element.selectedOptions].map((option) => option.label).join('\n'));
    }
    if (element instanceof HTMLInputElement) {
      return inSight && element.matches(SHOWS_VALUE) && this.#show(element, element.value);
    }
    if (element instanceof HTMLCanvasElement) return !settings?.trustCanvas && this.#cover(element);
    if (element.matches(UNREADABLE)) return this.#cover(element);
    if (element.localName === 'br') this.#write('\n');
    const shadow = epoch.meet(element);
    if (shadow) this.#found(shadow);
    if (!style.display.startsWith('inline') && style.display !== 'contents') this.#finish();
    return inSight || style.overflow === 'visible' || style.display === 'contents';
  }

  #leave(element: Element): void {
    const { display } = getComputedStyle(element);
    if (!display.startsWith('inline') && display !== 'contents') this.#finish();
  }

  #cover(element: Element): false {
    this.#scene.covered.add(element);
    return false;
  }

  #show(element: Element, text: string): false {
    if (text.length > LONGEST) this.#cover(element);
    else if (text.trim()) this.#scene.runs.push({ text, from: element });
    return false;
  }

  #text(node: Text): false {
    if (!node.data) return false;
    const block = this.#begin(node);
    block.pieces.push({ node, at: block.text.length });
    block.text += node.data;
    const rect = node.data.trim() ? around(boxesOfText(node)) : undefined;
    if (!rect || !visibleArea(rect)) return false;
    if (!block.visible) block.top = rect.y;
    block.visible = true;
    this.#scene.texts.set(node, { data: node.data, rect });
    return false;
  }

  #write(text: string): void {
    if (this.#block) this.#block.text += text;
  }

  #begin(node: Text): Block {
    const parent = node.parentElement;
    this.#block ??= {
      text: '',
      pieces: [],
      visible: false,
      top: 0,
      pre: parent !== null && /^(pre|break-spaces)/.test(getComputedStyle(parent).whiteSpace),
      lines: parent?.closest('.view-lines') ?? null,
    };
    return this.#block;
  }

  #finish(): void {
    const block = this.#block;
    this.#block = undefined;
    if (!block?.visible) return;
    if (block.pre) this.#pre.push(block);
    else this.#add([block]);
  }

  #joinPre(): void {
    const order = new Map<Element | null, number>();
    for (const { lines } of this.#pre) if (!order.has(lines)) order.set(lines, order.size);
    const key = ({ lines }: Block) => order.get(lines) ?? 0;
    this.#pre.sort((one, other) => key(one) - key(other) || (one.lines ? one.top - other.top : 0));
    if (this.#pre.length) this.#add(this.#pre);
  }

  #add(blocks: Block[]): void {
    let text = '';
    const from: Piece[] = [];
    for (const block of blocks) {
      for (const { node, at } of block.pieces) from.push({ node, at: text.length + at });
      text += `${block.text}\n`;
    }
    if (text.length <= LONGEST) this.#scene.runs.push({ text, from });
    else for (const { node } of from) if (node.parentElement) this.#cover(node.parentElement);
  }
}

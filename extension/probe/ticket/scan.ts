// What can be seen of a document: its text as runs, and the elements that must be covered.
//
// Text that reads as one is one run: a block's, over all its inline elements, and all blocks with preserved white space
// of one tree together, because there a secret may take many lines. Text is taken where any of its block is in sight.

import type { Rect } from '../../../schema/messages';
import { SURFACE } from '../conventions';
import { attribute, type Root, visibleArea } from '../dom';
import { meet, roots } from '../epoch';
import { keepsSpace } from '../fields/lines';
import { settings } from '../probe';
import { concealed, masked, shownText, takesText, verdictOn } from '../sensitive';
import { around, boxesOfText } from './boxes';

/** Longest run; a longer one is covered instead of judged. */
const LONGEST = 200_000;
const UNSEEN = 'script,style,noscript,template,head,option,iframe,frame';
const SHOWS_VALUE = 'input:is([type=submit],[type=button],[type=reset])';
const UNREADABLE = 'video,object,embed,input[type=file]';

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
export interface Scene {
  readonly runs: Run[];
  readonly covered: Set<Element>;
  /** The text nodes in sight, as they were. */
  readonly texts: Map<Text, { data: string; rect: Rect }>;
  /** The page changed under the scan, and parts of it were not seen. */
  incomplete: boolean;
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

/** Looks at the whole document, a node a step. */
export function* scan(scene: Scene): Generator<void> {
  const trees = roots();
  for (const root of trees) yield* walk(scene, root, (found) => trees.includes(found) || trees.push(found));
}

/** The way through one tree. */
function* walk(scene: Scene, root: Root, found: (root: Root) => void): Generator<void> {
  const mask = new Set(root.querySelectorAll(masked()));
  const preserved: Block[] = [];
  let block: Block | undefined;

  const cover = (element: Element) => {
    scene.covered.add(element);
  };
  const show = (element: Element, text: string) => {
    if (text.length > LONGEST) cover(element);
    else if (text.trim()) scene.runs.push({ text, from: element });
  };
  const add = (blocks: Block[]) => {
    let text = '';
    const from: Piece[] = [];
    for (const each of blocks) {
      for (const { node, at } of each.pieces) from.push({ node, at: text.length + at });
      text += `${each.text}\n`;
    }
    if (text.length <= LONGEST) scene.runs.push({ text: text.replaceAll('\u00a0', ' '), from });
    else for (const { node } of from) if (node.parentElement) cover(node.parentElement);
  };
  const finish = () => {
    if (block?.visible) {
      if (block.pre) preserved.push(block);
      else add([block]);
    }
    block = undefined;
  };
  const read = (node: Text, parent: Element | null) => {
    if (!node.data) return;
    block ??= {
      text: '',
      pieces: [],
      visible: false,
      top: 0,
      pre: parent !== null && (parent.closest(SURFACE) !== null || keepsSpace(parent)),
      lines: parent?.closest('.view-lines') ?? null,
    };
    block.pieces.push({ node, at: block.text.length });
    block.text += node.data;
    const rect = node.data.trim() ? around(boxesOfText(node)) : undefined;
    if (!rect || !visibleArea(rect)) return;
    if (!block.visible) block.top = rect.y;
    block.visible = true;
    scene.texts.set(node, { data: node.data, rect });
  };
  /** Whether to look into an element. */
  const enter = (element: Element): boolean => {
    const { display, overflow } = getComputedStyle(element);
    if (element.matches(UNSEEN) || display === 'none') return false;
    const inSight = visibleArea(element.getBoundingClientRect()) > 0;
    if (mask.has(element) || mustCover(element)) {
      cover(element);
      return false;
    }
    if (takesText(element)) {
      if (inSight) show(element, shownText(element));
      return false;
    }
    if (element instanceof HTMLSelectElement) {
      if (inSight) show(element, [...element.selectedOptions].map((option) => option.label).join('\n'));
      return false;
    }
    if (inSight && element.matches(SHOWS_VALUE)) show(element, attribute(element, 'value'));
    if (block && element.localName === 'br') block.text += '\n';
    const shadow = meet(element);
    if (shadow) found(shadow);
    if (standsApart(display)) finish();
    return inSight || overflow === 'visible' || display === 'contents';
  };

  let node = root.firstChild as Node | null;
  while (node) {
    yield;
    if (node instanceof Text) read(node, node.parentElement);
    let next: Node | null = node instanceof Element && enter(node) ? node.firstChild : null;
    while (!next && node && node !== root) {
      next = node.nextSibling;
      if (next) break;
      node = node.parentNode;
      if (node instanceof Element && standsApart(getComputedStyle(node).display)) finish();
    }
    if (!next && node !== root) scene.incomplete = true;
    node = next;
  }
  finish();
  if (preserved.length) add(inOrder(preserved));
}

/** Whether an element is covered whatever it shows; masks and their insides are known before. */
export function mustCover(element: Element): boolean {
  if (takesText(element)) return verdictOn(element) !== undefined;
  if (element instanceof HTMLCanvasElement) return !settings()?.trustCanvas;
  return element.matches(UNREADABLE) || concealed(element);
}

function standsApart(display: string): boolean {
  return !display.startsWith('inline') && display !== 'contents';
}

/** The lines of each Monaco editor as they are drawn, everything else as it is in the page. */
function inOrder(blocks: Block[]): Block[] {
  const groups = Map.groupBy(blocks, ({ lines }) => lines);
  return [...groups].flatMap(([lines, group]) => (lines ? group.sort((one, other) => one.top - other.top) : group));
}

// What can be seen of a document: its text, and the elements that must be covered.
//
// The page is gone through as it is drawn: shadow trees in the place of what their hosts hold, and what is slotted where
// it is slotted.

import type { ChildFrame, Rect } from '../../schema/messages';
import { hintsOf, shownText, takesText } from '../page/controls';
import { SHOWS_VALUE } from '../page/conventions';
import { attribute, isBlock, matches, own } from '../page/dom';
import { inSlices } from '../page/slices';
import { type Block, blocksOfPage } from './blocks';
import { around, boxesOf, overlap, type Piece } from './boxes';
import { childIn } from './children';
import { generatedBy, type Pseudo } from './generated';
import { mustCover } from './holders';
import { meet, settings, tells } from './probe';

const PAINTED = 'img,svg,canvas,video,object,embed,input,textarea,select';
/** Pixels from the upper edge from where on what is out of sight is hardly looked at: a private key is shorter. */
const FAR = 3_000;
const FRAMELESS = ':not(iframe,:has(iframe))';
const MOVED_ONLY = /^(none|matrix\(1, 0, 0, 1, [^)]*\)),none,none$/;
const POSITIONED = /^(absolute|fixed)/;
/** Not `clip`, which may have a margin. */
const CUTS = /^(auto|scroll|hidden)/;
const NOWHERE = { x: 0, y: 0, width: 0, height: 0 };

/** What was seen of a node: its box, and how it would be told from another look at it. */
export interface Sight {
  rect: Rect;
  said: string;
}

/** What a scan has found. */
export interface Scene {
  readonly blocks: Block[];
  readonly covered: Piece[];
  readonly children: ChildFrame[];
  /** All that may be seen; `null` when everything may. */
  readonly surfaces: Rect[] | null;
  readonly seen: Map<Node, Sight>;
}

/** What holds for everything in an element. */
interface Scope {
  readonly element?: Element;
  readonly up?: Scope;
  /** What can be seen of what stands in it. */
  readonly clip: Rect | undefined;
  /** It is covered with all that it holds. */
  readonly covered: boolean;
  /** It is in sight, where only surfaces are. */
  readonly shown: boolean;
  /** It is rotated or scaled. */
  readonly turned: boolean;
}

/** Looks at the whole document; it fails when `goOn` says no. */
export async function scan(goOn: () => boolean): Promise<Scene> {
  const selectors = settings()?.surfaceSelectors;
  const surface = selectors && [':not(*)', ...selectors].join();
  const scene: Scene = {
    blocks: [],
    covered: [],
    children: [],
    surfaces: surface ? [] : null,
    seen: new Map(),
  };
  const blocks = blocksOfPage();
  const beside: Piece[] = [];
  const places: Rect[] = [];
  const behind = new Set<Node | undefined>();
  let scope: Scope = { clip: undefined, covered: false, shown: !surface, turned: false };

  const pieceOf = (node: Text | Element, length = 0): Piece => ({ node, at: 0, length, clip: scope.clip });
  const note = (node: Node, data: string, boxes: Rect[]) => {
    const rect = around(boxes);
    if (rect) scene.seen.set(node, { rect, said: JSON.stringify([data, rect]) });
  };
  const cover = (piece: Piece) => {
    scene.covered.push(piece);
    note(piece.node, '', boxesOf(piece));
  };
  const behindAll = () => {
    for (let at: Scope | undefined = scope; at; at = at.up) behind.add(at.element);
  };
  const read = (node: Text) => {
    const piece = pieceOf(node, node.length);
    if (scope.covered) {
      if (node.parentNode !== scope.element) cover(piece);
    } else if (scope.shown) note(node, node.data, blocks.add(piece, node.data));
    else if (node.data.trim()) beside.push(piece);
  };
  const enter = (element: Element) => {
    const style = getComputedStyle(element);
    const { display, position } = style;
    if (display === 'none') return;
    const outer = scope;
    const apart = isBlock(display);
    if (apart) blocks.close();
    steps.push(() => {
      scope = outer;
      if (apart) blocks.close();
    });

    const rect = element.getBoundingClientRect();
    const far = Math.abs(rect.top) > FAR && matches(element, FRAMELESS);
    if (far && !meet(element) && !boxesOf(pieceOf(element)).length) return pass(element);
    // What is positioned may leave the box that it stands in; the overflow of the page's own boxes is the viewport's.
    const within = POSITIONED.test(position) ? undefined : outer.clip;
    const cuts = CUTS.test(style.overflow) && /block|flex|grid/.test(display);
    const clip = cuts && outer.up?.up ? (overlap(rect, within) ?? NOWHERE) : within;
    const { transform, rotate, scale } = style;
    const turned = outer.turned || !MOVED_ONLY.test([transform, rotate, scale].join());
    scope = { ...outer, element, up: outer, clip, turned };

    if (!scope.shown && matches(element, surface as string)) {
      behindAll();
      scope = { ...scope, shown: true };
      const place = overlap(rect, clip) ?? NOWHERE;
      scene.surfaces?.push(place);
      places.push(place);
    }
    if (matches(element, 'iframe,frame')) {
      if (!scope.shown) behindAll();
      places.push(rect);
      scene.children.push(childIn(element as HTMLIFrameElement, rect, turned, !!surface && scope.shown));
    } else if (!scope.shown) {
      const { backgroundColor, backgroundImage } = style;
      const painted = backgroundColor !== 'rgba(0, 0, 0, 0)' || backgroundImage !== 'none' || matches(element, PAINTED);
      if (painted) beside.push(pieceOf(element));
    } else if (outer.covered) {
      if (own(element, 'parentNode') !== outer.element) cover(pieceOf(element));
    } else if (mustCover(element, style, rect)) {
      scope = { ...scope, covered: true };
      cover(pieceOf(element));
    } else {
      const text = writtenOn(element);
      if (text) {
        blocks.all.push({ text, pieces: [pieceOf(element, text.length)], seen: true, ...naming(element) });
        note(element, text, [rect]);
      }
    }
    if (element.localName === 'br') blocks.breakLine();
    if (!scope.covered) {
      steps.push(() => write(element, '::after'));
      write(element, '::before');
    }

    const inner = element instanceof HTMLSlotElement ? element.assignedNodes() : [];
    for (const node of (inner.length ? inner : [...own(meet(element) ?? element, 'childNodes')]).reverse()) visit(node);
  };
  /** Nothing in an element is in sight, unless a shadow tree draws it there. */
  const pass = (element: Element) => {
    for (const child of own(element, 'children')) steps.push(() => (meet(child) ? enter : pass)(child));
  };
  const write = (element: Element, pseudo: Pseudo) => {
    const text = generatedBy(element, pseudo);
    const piece = { ...pieceOf(element, text.length), clip: undefined, pseudo };
    if (text && scope.shown) blocks.add(piece, text);
    else if (text) beside.push(piece);
  };
  const visit = (node: Node) => {
    if (node instanceof Text) steps.push(() => read(node));
    else if (node instanceof Element) steps.push(() => enter(node));
  };

  const steps: (() => void)[] = [];
  visit(document.documentElement);
  await inSlices(steps, goOn);
  // What tells a sensitive field's value is covered, not sent to be judged.
  for (const block of blocks.inSight()) {
    if (tells(block.text)) scene.covered.push(...block.pieces);
    else scene.blocks.push(block);
  }
  for (const piece of beside) {
    const over = boxesOf(piece).some((box) => places.some((place) => overlap(box, place)));
    if (over && (piece.pseudo || !behind.has(piece.node))) cover(piece);
  }
  return scene;
}

/** What the worker is to know of a field. */
function naming(element: Element): Partial<Block> {
  if (!takesText(element)) return {};
  return { place: 'field', label: hintsOf(element), autocomplete: attribute(element, 'autocomplete') };
}

/** What an element shows that is in no text node of the page. */
function writtenOn(element: Element): string | undefined {
  if (takesText(element)) return shownText(element);
  if (element instanceof HTMLSelectElement) return [...element.options].map(({ label }) => label).join('\n');
  return matches(element, SHOWS_VALUE) ? (element as HTMLInputElement).value : undefined;
}

// What is in sight of a document, as a tree of roles.
//
// The page is gone through as it is drawn: shadow trees, closed ones too, in the place of what their hosts hold, and what
// is slotted where it is slotted. No value of a field and nothing that an editor holds is read. What is masked is told by
// its role alone, with nothing that is in it. Where pictures show surfaces only, nothing beside them is told.

import type { Rect } from '../../schema/messages';
import { labellersOf, labelsOf, takesText } from '../page/controls';
import { SURFACE, VIRTUAL } from '../page/conventions';
import { closest, fold, isBlock, matches, own } from '../page/dom';
import { inSlices } from '../page/slices';
import { overlap } from '../scan/boxes';
import { foreignIn } from '../scan/foreign';
import { hides, meet, nameOf, settings, tells, verdictOn } from './probe';
import { isActedOn, toldRole } from './roles';
import { statesOf } from './states';

/** Most elements, levels, and UTF-16 code units of names and texts, as much as is told of each. */
const MOST_ELEMENTS = 800;
const MOST_LEVELS = 24;
const MOST_UNITS = 20_000;
/** Longest name or text that is told, and longest that is read: it is scrubbed before it is cut. */
const LONGEST_TOLD = 200;
const LONGEST = 1_000;
/** Pixels beyond the upper edge from where on nothing is looked for. */
const FAR = 3_000;

const SKIPPED = 'head,script,style,noscript,template,[aria-hidden=true]';
const CLOSED =
  'img,svg,canvas,video,audio,iframe,frame,object,embed,select:not([multiple],[size]),progress,meter,datalist';
/** Roles of what shows a value. */
const VALUED = /^(textbox|searchbox|combobox|spinbutton|slider|scrollbar)$/;
/** What of a part that may show what is written in it is told. */
const TOOL = /^(button|checkbox|radio|switch|textbox|searchbox|combobox|tab|menuitem|link)$/;
/** What takes the keys of such an editor. */
const KEYS = '[role=textbox],textarea,[contenteditable=true]';
const POSITIONED = /^(absolute|fixed)/;
const CUTS = /^(auto|scroll|hidden|clip)/;
const NOWHERE = { x: -1, y: -1, width: 0, height: 0 };

/** An element that is told; the first is the whole document. */
export interface Told {
  element: Element;
  role: string;
  name: string;
  states: string;
  /** It is worth a line, though it has neither a name nor anything in it. */
  stands: boolean;
  within: (Told | string)[];
  /** What comes next does not go on in the line of what came last. */
  broken: boolean;
}

/** All of a document that is told. */
export interface Page {
  root: Told;
  cut: boolean;
}

/** What holds for everything in an element. */
interface Scope {
  into: Told;
  level: number;
  /** What can be seen of what stands in it. */
  clip: Rect | undefined;
  /** It is told, where only surfaces are. */
  shown: boolean;
  /** It is a part of an editor that draws its text itself, or of what shows a value: no text of it is told. */
  mute: boolean;
  /** It is pointed at with a hand, as what can be clicked is. */
  hand: boolean;
  /** What takes the keys of the editor that it is in, and is told as that. */
  keys: Element | null;
}

/** Goes through the document; it fails when `goOn` says no, or a selector of the policy can't be read. */
export async function treeOf(goOn: () => boolean): Promise<Page> {
  const selectors = settings()?.surfaceSelectors;
  const surface = selectors && [':not(*)', ...selectors].join();
  const root = nodeOf(document.documentElement, '', '', '', true);
  const page: Page = { root, cut: false };
  const steps: (() => void)[] = [];
  const nodes = [root];
  let scope: Scope = { into: root, level: 0, clip: undefined, shown: !surface, mute: false, hand: false, keys: null };
  let units = 0;

  /** Whether there is no room for so much more; then it is the end. */
  const isFull = (more: number) => {
    units += Math.min(more, LONGEST_TOLD);
    const full = nodes.length > MOST_ELEMENTS || units > MOST_UNITS;
    if (full) {
      page.cut = true;
      steps.length = 0;
    }
    return full;
  };
  const read = (node: Text) => {
    const { into, clip, shown, mute } = scope;
    if (!shown || mute) return;
    const last = into.within.at(-1);
    const before = typeof last === 'string' && !into.broken ? last : '';
    if (node.data.trim()) {
      const range = new Range();
      range.selectNodeContents(node);
      if (!overlap(range.getBoundingClientRect(), clip) || isFull(node.length)) return;
    } else if (!before) return;
    if (before) into.within.pop();
    into.within.push((before + node.data).slice(0, LONGEST));
    into.broken = false;
  };
  const enter = (element: Element) => {
    if (matches(element, SKIPPED)) return;
    const style = getComputedStyle(element);
    const { display, visibility, cursor, position, overflow } = style;
    if (display === 'none') return;
    const outer = scope;
    const apart = isBlock(display) || element.localName === 'br';
    if (apart) outer.into.broken = true;
    steps.push(() => {
      scope = outer;
      if (apart) outer.into.broken = true;
    });
    const rect = element.getBoundingClientRect();
    if (Math.abs(rect.top) > FAR && Math.abs(rect.bottom) > FAR && rect.top * rect.bottom > 0) return;
    const within = POSITIONED.test(position) ? undefined : outer.clip;
    // The overflow of the page's own boxes is the viewport's.
    const cuts = CUTS.test(overflow) && /block|flex|grid/.test(display) && !matches(element, 'html,body');
    const clip = cuts ? (overlap(rect, within) ?? NOWHERE) : within;
    const shown = outer.shown || matches(element, surface as string);
    const draws = !outer.mute && matches(element, VIRTUAL);
    const mute = outer.mute || draws;
    const keys = draws ? element.querySelector(KEYS) : outer.keys;
    const hand = cursor === 'pointer';
    scope = { ...outer, clip, shown, mute, hand, keys };

    const masked = takesText(element) ? verdictOn(element) !== undefined : hides(element);
    const isEdited = edits(element);
    const isSeen = shown && visibility === 'visible' && (display === 'contents' || !!overlap(rect, within));
    if (isSeen && (draws || (element !== keys && !matches(element, SURFACE)))) {
      const role = draws ? 'textbox' : toldRole(element, isEdited);
      const acts = isActedOn(role) || (element as HTMLElement).tabIndex >= 0 || (hand && !outer.hand);
      if ((role || (acts && !masked)) && (!mute || TOOL.test(role))) {
        const named = draws && keys && !verdictOn(keys) ? keys : element;
        const name = masked || !role ? '' : nameIn(named, role, surface);
        if (isFull(name.length)) return;
        if (scope.level === MOST_LEVELS) {
          page.cut = true;
          return;
        }
        const states = masked ? ' [private]' : statesOf(element);
        const node = nodeOf(element, role || 'generic', name, states, acts || masked);
        nodes.push(node);
        scope.into.within.push(node);
        scope = { ...scope, into: node, level: scope.level + 1, mute: mute || VALUED.test(role) };
      }
    }
    if (masked || isEdited || takesText(element) || matches(element, `${CLOSED},${SURFACE}`)) return;
    const slotted = element instanceof HTMLSlotElement ? element.assignedNodes() : [];
    const inner = slotted.length ? slotted : [...own(meet(element) ?? element, 'childNodes')];
    for (const node of inner.reverse()) {
      if (node instanceof Text) steps.push(() => visibility === 'visible' && read(node));
      else if (node instanceof Element) steps.push(() => enter(node));
    }
  };
  steps.push(() => enter(document.documentElement));
  await inSlices(steps, goOn);
  // The last first: what an element holds comes behind it.
  await inSlices(
    nodes.map((node) => () => settle(node)),
    goOn,
  );
  return page;
}

/** Leaves of a name and of texts what may be told, and of what is in an element what is worth a line. */
function settle(node: Told): void {
  const name = safe(node.name);
  node.name = name;
  node.within = node.within.flatMap((each): Told['within'] => {
    if (typeof each !== 'string') return each.stands ? [each] : [];
    const text = safe(each);
    return text && !name.includes(text) ? [text] : [];
  });
  node.stands ||= name !== '' || node.within.length > 0;
}

function nodeOf(element: Element, role: string, name: string, states: string, stands: boolean): Told {
  return { element, role, name, states, stands, within: [], broken: false };
}

/** The name of an element; none when it is given by what stands beside the surfaces, which may be somebody else's words. */
function nameIn(element: Element, role: string, surface: string | null | undefined): string {
  const names = [...labellersOf(element), ...labelsOf(element)];
  if (surface && names.some((other) => !closest(other, surface))) return '';
  // A row's content is told in its cells.
  return nameOf(element, role === 'row' ? '' : role);
}

/**
 * A text as it may be told, once the whole page was gone through: nothing when it tells a sensitive field's value, or holds
 * what was pasted from elsewhere.
 */
function safe(text: string): string {
  const folded = fold(text.slice(0, LONGEST));
  return tells(text) || foreignIn(folded).length ? '' : folded;
}

/** Whether an element holds what is written in it. */
function edits(element: Element): boolean {
  const edited = element as HTMLElement & { editContext?: unknown };
  return edited.isContentEditable || !!edited.editContext;
}

// Counts what changes the picture of a document, and tells when the document has become still.
//
// Scrolling, resizing, input and visibility always count. Mutations count only while the observer is armed: after an
// action or a stir, until the page has been still, and while a ticket is open. A change of attributes on something as
// small as a caret or a spinner does not count, or nothing would ever be still; nor does something new that does not
// show, such as a tooltip being prepared.

import { shadowRootOf } from '../browser';
import { own, type Root, rootOf } from '../page/dom';
import { later, listen, on } from './lifetime';

const STILL_AFTER = 150;
const AT_MOST = 2_000;
const SMALL = 32 * 32;
const MOST_PENDING = 200;
const LOOK_AFTER = 30;

const WATCHED: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: ['class', 'style', 'hidden', 'src'],
};

const observer = new MutationObserver(mutated);
const known = new Set<Root>([document]);
/** Elements to be looked at, and whether they are new. */
const pending = new Map<Element, boolean>();
let count = 0;
let shifted = 0;
let armed = false;
let deadline = 0;
let whenStill: (() => void) | undefined;
let takeBack: (() => void) | undefined;
let looking = false;
let collector: ((records: MutationRecord[]) => void) | undefined;
let whenMet: ((root: ShadowRoot) => void) | undefined;

/** Starts counting. */
export function watchEpoch(): void {
  const shift = () => {
    shifted++;
    bump();
  };
  for (const type of ['scroll', 'resize', 'visibilitychange'] as ('scroll' | 'resize')[]) {
    on(type, shift);
    listen(visualViewport as VisualViewport, type, shift);
  }
  on('input', bump);
}

/** Stops watching. */
export function endEpoch(): void {
  observer.disconnect();
}

/** The epoch now. */
export function epochNow(): number {
  take();
  look();
  return count;
}

/** How often the whole picture has moved: scrolled, resized, hidden or shown. */
export function shifts(): number {
  return shifted;
}

/** Every root known to hold a part of the page. */
export function roots(): Root[] {
  for (const root of known) if (root instanceof ShadowRoot && !root.isConnected) known.delete(root);
  return [...known];
}

/** Something changed. */
export function bump(): void {
  count++;
  if (deadline) wait();
}

/** Opens the shadow root of an element, if it has one, and remembers it, so that it is watched too. */
export function meet(element: Element): ShadowRoot | null {
  const root = shadowRootOf(element);
  if (root) know(root);
  return root;
}

/** Meets an element that is used, and remembers the shadow roots that it is in. */
export function meetAround(element: Element): void {
  meet(element);
  for (let root = rootOf(element); root instanceof ShadowRoot; root = rootOf(root.host)) know(root);
}

/** Calls `task` with each shadow root that is remembered from now on. */
export function onRoots(task: (root: ShadowRoot) => void): void {
  whenMet = task;
}

function know(root: ShadowRoot): void {
  if (known.has(root)) return;
  known.add(root);
  whenMet?.(root);
  if (armed) observer.observe(root, WATCHED);
}

/** Watches until the page is still, at most two seconds, then calls `done`; a later call takes the place of it. */
export function settle(done?: () => void): void {
  whenStill = done ?? whenStill;
  deadline = performance.now() + AT_MOST;
  arm();
  wait();
}

/** Hands every mutation to `taker` until it is called with none. */
export function collect(taker?: (records: MutationRecord[]) => void): void {
  take();
  collector = taker;
  if (taker) arm();
  else relax();
}

function arm(): void {
  if (armed) return;
  armed = true;
  for (const root of roots()) observer.observe(root, WATCHED);
}

function relax(): void {
  if (deadline || collector) return;
  armed = false;
  observer.disconnect();
}

function wait(): void {
  takeBack?.();
  const left = Math.max(0, deadline - performance.now());
  takeBack = later(Math.min(STILL_AFTER, left), still);
}

function still(): void {
  const before = count;
  if (epochNow() !== before && performance.now() < deadline) return;
  deadline = 0;
  const done = whenStill;
  whenStill = undefined;
  relax();
  done?.();
}

function take(): void {
  if (armed) mutated(observer.takeRecords());
}

function mutated(records: MutationRecord[]): void {
  if (!records.length) return;
  collector?.(records);
  let counts = false;
  for (const { type, target, addedNodes, removedNodes } of records) {
    const isNew = type === 'childList';
    const touched = isNew ? addedNodes : [target];
    if (removedNodes.length || pending.size > MOST_PENDING) counts = true;
    for (const node of touched) {
      if (node instanceof Element) pending.set(node, isNew);
      else counts = true;
    }
  }
  if (counts) {
    pending.clear();
    bump();
  } else if (!looking) {
    looking = true;
    later(LOOK_AFTER, look);
  }
}

/** Whether one of the elements that changed is more than a caret or a spinner. */
function look(): void {
  const changed = [...pending];
  looking = false;
  pending.clear();
  const counts = changed.some(([element, isNew]) => {
    const { width, height } = own(element, 'getBoundingClientRect').call(element);
    const area = width * height;
    return area ? area > SMALL : !isNew;
  });
  if (counts) bump();
}

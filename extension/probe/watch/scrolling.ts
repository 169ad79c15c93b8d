// Scrolling by the wheel, and by a scroll bar: one record for all that goes one way without a pause. What was scrolled
// has said so, or has another offset afterwards: the browser may scroll before it tells of the wheel, and what is in a
// shadow tree says nothing out here. A page that scrolls by itself has neither.

import type { Point, Seen, Target } from '../../../schema/messages';
import { parentOf, tenth } from '../../page/dom';
import { describe } from '../describe/target';
import { epochNow } from '../epoch';
import { later, on } from '../lifetime';
import { note, records } from '../probe';
import { pointedAt } from './pointed';
import { distance, pointOf, pressed } from './pointer';

/** Milliseconds without a turn after which scrolling is over. */
const PAUSE = 200;

interface Scrolling {
  /** What was under the pointer, as it was before. */
  target: Target;
  /** The element and all around it, with their offsets before. */
  before: Map<Element, Point>;
  way: string;
  /** `Event.timeStamp`. */
  since: number;
  seen: Omit<Extract<Seen, { kind: 'scroll' }>, 'to' | 'target'>;
  epoch: number;
  takeBack?: () => void;
}

let current: Scrolling | undefined;
/** When an element last said that it scrolls. */
const told = new WeakMap<Element, number>();

/** Watches the wheel and the scroll bars. */
export function watchScrolling(): void {
  on('wheel', (event) => {
    // With Ctrl it zooms.
    const element = records('clicks') && !event.ctrlKey && pointedAt(event);
    if (!element) return;
    const { deltaX, deltaY } = event;
    const far = Math.hypot(deltaX, deltaY);
    const way = [Math.round(deltaX / far), Math.round(deltaY / far), event.deltaMode].join();
    if (current?.way !== way || !(current.before.has(element) || rests(current, event))) {
      writeScroll();
      current = begin(element, way, event);
    }
    const { seen } = current;
    seen.deltaX += deltaX;
    seen.deltaY += deltaY;
    wait(current);
  });

  /** The scroll bar that was pressed last. */
  let bar: { element: Element; point: Point; from: Point; epoch: number } | undefined;
  on('keydown', writeScroll);
  on('pointerdown', (event) => {
    writeScroll();
    const element = pressed();
    const isBar = element && isBeside(element, event);
    bar = isBar ? { element, point: pointOf(event), from: offsetOf(element), epoch: epochNow() } : undefined;
  });
  on('scroll', ({ target, timeStamp }) => {
    const scroller = target instanceof Element ? target : document.scrollingElement;
    if (scroller) told.set(scroller, timeStamp);
  });
  // Comes after the button was released, which nothing else tells.
  on('scrollend', () => {
    if (!bar) return;
    const { element, point, from, epoch } = bar;
    const to = offsetOf(element);
    const [deltaX, deltaY] = [to.x - from.x, to.y - from.y];
    // Something else may have scrolled.
    if (!deltaX && !deltaY) return;
    bar = undefined;
    note({ kind: 'scroll', deltaX, deltaY, deltaMode: 0, point, to, target: describe(element) }, epoch);
  });
}

/** Whether the pointer is where it was: what is under it now has come by scrolling. */
function rests({ seen }: Scrolling, event: MouseEvent): boolean {
  return !distance(seen.point, pointOf(event));
}

/** Whether a press on an element is beside what it holds, where its scroll bars are. */
function isBeside(element: Element, { clientX, clientY }: MouseEvent): boolean {
  const { clientLeft, clientTop, clientWidth, clientHeight } = element;
  const { left, top } = element === document.documentElement ? { left: 0, top: 0 } : element.getBoundingClientRect();
  return clientX >= left + clientLeft + clientWidth || clientY >= top + clientTop + clientHeight;
}

/** Writes down the scrolling that is still to be written down. */
export function writeScroll(): void {
  const it = current;
  current = undefined;
  if (!it) return;
  it.takeBack?.();
  const moved = [...it.before].find(([element, { x, y }]) => {
    const now = offsetOf(element);
    return now.x !== x || now.y !== y || (told.get(element) ?? 0) >= it.since;
  });
  const scroller = moved?.[0];
  const to = scroller ? offsetOf(scroller) : null;
  note({ ...it.seen, to, target: scroller ? describe(scroller) : it.target }, it.epoch);
}

function begin(element: Element, way: string, event: WheelEvent): Scrolling {
  const { timeStamp: since, deltaMode } = event;
  const before = new Map<Element, Point>();
  for (let at: Element | null = element; at; at = parentOf(at)) before.set(at, offsetOf(at));
  const seen = { kind: 'scroll' as const, deltaX: 0, deltaY: 0, deltaMode, point: pointOf(event) };
  return { target: describe(element), before, way, since, seen, epoch: epochNow() };
}

function wait(it: Scrolling): void {
  it.takeBack?.();
  it.takeBack = later(PAUSE, writeScroll);
}

function offsetOf({ scrollLeft, scrollTop }: Element): Point {
  return { x: tenth(scrollLeft), y: tenth(scrollTop) };
}

// Scrolling by the wheel, and by a scroll bar: one record for all that goes one way without a pause. What was scrolled
// has said so, or has another offset afterwards: the browser may scroll before it tells of the wheel, and what is in a
// shadow tree says nothing out here. A page that scrolls by itself has neither.

import type { Point, Seen } from '../../../schema/messages';
import { innermost, parentOf, tenth } from '../../page/dom';
import { describe } from '../describe/target';
import { epochNow } from '../epoch';
import { later, on } from '../lifetime';
import { note, records } from '../probe';
import { pressed } from './pointer';

/** Milliseconds without a turn after which scrolling is over. */
const PAUSE = 200;

interface Scrolling {
  element: Element;
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
    const element = records('clicks') && !event.ctrlKey && innermost(event, event);
    if (!element) return;
    const { deltaX, deltaY, deltaMode } = event;
    const way = [Math.sign(deltaX), Math.sign(deltaY), deltaMode].join();
    if (current?.way !== way || !current.before.has(element)) {
      writeScroll();
      current = begin(element, way, event, deltaMode);
    }
    const { seen } = current;
    seen.deltaX += deltaX;
    seen.deltaY += deltaY;
    wait(current);
  });

  let bar: Scrolling | undefined;
  on('keydown', writeScroll);
  on('pointerdown', (event) => {
    writeScroll();
    const element = pressed();
    bar = element && begin(element, '', event, 0);
  });
  on('scroll', ({ target, timeStamp }) => {
    const scroller = target instanceof Element ? target : document.scrollingElement;
    if (scroller) told.set(scroller, timeStamp);
  });
  on('scrollend', () => {
    if (!bar || bar.element !== pressed() || current) return;
    const from = bar.before.get(bar.element) as Point;
    const to = offsetOf(bar.element);
    bar.seen.deltaX = to.x - from.x;
    bar.seen.deltaY = to.y - from.y;
    // What is in it may have scrolled, or come to the end of scrolling before it was pressed.
    if (!bar.seen.deltaX && !bar.seen.deltaY) return;
    current = bar;
    bar = undefined;
    writeScroll();
  });
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
  note({ ...it.seen, to, target: describe(scroller ?? it.element) }, it.epoch);
}

function begin(element: Element, way: string, event: MouseEvent, deltaMode: number): Scrolling {
  const { timeStamp: since, clientX, clientY } = event;
  const point = { x: tenth(clientX), y: tenth(clientY) };
  const before = new Map<Element, Point>();
  for (let at: Element | null = element; at; at = parentOf(at)) before.set(at, offsetOf(at));
  const seen = { kind: 'scroll' as const, deltaX: 0, deltaY: 0, deltaMode, point };
  return { element, before, way, since, seen, epoch: epochNow() };
}

function wait(it: Scrolling): void {
  it.takeBack?.();
  it.takeBack = later(PAUSE, writeScroll);
}

function offsetOf({ scrollLeft, scrollTop }: Element): Point {
  return { x: tenth(scrollLeft), y: tenth(scrollTop) };
}

// Scrolling by the wheel, and by a scroll bar: one record for all that goes one way without a pause. What was scrolled
// is what has another offset afterwards; a page that scrolls by itself has none that does.

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
  seen: Omit<Extract<Seen, { kind: 'scroll' }>, 'to' | 'target'>;
  epoch: number;
  takeBack?: () => void;
}

let current: Scrolling | undefined;

/** Watches the wheel and the scroll bars. */
export function watchScrolling(): void {
  on('wheel', (event) => {
    // With Ctrl it zooms.
    const element = records('clicks') && !event.ctrlKey && innermost(event, event);
    if (!element) return;
    const { deltaX, deltaY, deltaMode, clientX, clientY } = event;
    const way = [Math.sign(deltaX), Math.sign(deltaY), deltaMode].join();
    if (current?.way !== way || !current.before.has(element)) {
      writeScroll();
      current = begin(element, way, { x: tenth(clientX), y: tenth(clientY) }, deltaMode);
    }
    const { seen } = current;
    seen.deltaX += deltaX;
    seen.deltaY += deltaY;
    wait(current);
  });

  let bar: Scrolling | undefined;
  on('keydown', writeScroll);
  on('pointerdown', ({ clientX: x, clientY: y }) => {
    writeScroll();
    const element = pressed();
    bar = element && begin(element, '', { x: tenth(x), y: tenth(y) }, 0);
  });
  on('scrollend', () => {
    if (!bar || bar.element !== pressed() || current) return;
    const from = bar.before.get(bar.element) as Point;
    const to = offsetOf(bar.element);
    bar.seen.deltaX = to.x - from.x;
    bar.seen.deltaY = to.y - from.y;
    current = bar;
    bar = begin(bar.element, '', bar.seen.point, 0);
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
    return now.x !== x || now.y !== y;
  });
  const scroller = moved?.[0];
  const to = scroller ? offsetOf(scroller) : null;
  note({ ...it.seen, to, target: describe(scroller ?? it.element) }, it.epoch);
}

function begin(element: Element, way: string, point: Point, deltaMode: number): Scrolling {
  const before = new Map<Element, Point>();
  for (let at: Element | null = element; at; at = parentOf(at)) before.set(at, offsetOf(at));
  return { element, before, way, seen: { kind: 'scroll', deltaX: 0, deltaY: 0, deltaMode, point }, epoch: epochNow() };
}

function wait(it: Scrolling): void {
  it.takeBack?.();
  it.takeBack = later(PAUSE, writeScroll);
}

function offsetOf({ scrollLeft, scrollTop }: Element): Point {
  return { x: tenth(scrollLeft), y: tenth(scrollTop) };
}

// Clicks and drags. The element is described when the button goes down, before the page reacts, and what came of it is
// written down once when it is complete, also when the page has taken the element away in between.

import type { Point, Target } from '../../../schema/messages';
import { atPoint, tenth } from '../../page/dom';
import { describe } from '../describe/target';
import { epochNow, meetAround, roots } from '../epoch';
import { fieldOf, writeField } from '../fields/fields';
import { later, on } from '../lifetime';
import { note, records } from '../probe';
import { rememberPasswords } from '../sensitive';
import { modifiersOf } from './modifiers';
import { pointedAt } from './pointed';
import { selectedText, writeSelection } from './selection';

/** CSS pixels that a hand which clicks may move. */
const SHAKE = 5;
/** CSS pixels between two points of a way, and how many points it may have before every other one goes. */
const STEP = 4;
const MOST_POINTS = 62;

interface Press {
  element: Element;
  target: Target;
  epoch: number;
  path: [Point, ...Point[]];
  /** Further away than a click is. */
  far?: boolean;
  /** The browser has begun to select, or to drag and drop. */
  selects?: boolean;
  drops?: boolean;
  /** The page has taken the pointer for one of its elements. */
  captured?: boolean;
  modifiers: ReturnType<typeof modifiersOf>;
  done?: boolean;
}

let press: Press | undefined;

/** The element that a button is held down on. */
export function pressed(): Element | undefined {
  return press?.element;
}

/** Whether a press is under way of which nothing has come yet. */
export function isPressing(): boolean {
  return press !== undefined && !press.done;
}

/** Watches the pointer. */
export function watchPointer(): void {
  const begin = (event: MouseEvent): Press | undefined => {
    const element = pointedAt(event);
    if (!element) return undefined;
    meetAround(element);
    const [target, epoch] = [describe(element), epochNow()];
    return { element, target, epoch, path: [pointOf(event)], modifiers: modifiersOf(event) };
  };

  const complete = (event: MouseEvent, it: Press | undefined) => {
    if (!it || it.done) return;
    it.done = true;
    const { target, path, epoch } = it;
    const [point] = path;
    const inTarget = { x: tenth(point.x - target.rect.x), y: tenth(point.y - target.rect.y) };
    const count = event.detail || 1;
    note({ kind: 'click', button: event.button, count, modifiers: modifiersOf(event), point, inTarget, target }, epoch);
  };

  const clicked = (event: PointerEvent) => {
    if (!records('clicks') || !event.pointerType || press?.done) return;
    const same = press && (isUnder(press, event) || !press.element.isConnected || press.element === pointedAt(event));
    if (press && !same) press.done = true;
    complete(event, same ? press : begin(event));
  };

  const move = (event: MouseEvent) => {
    if (!press || press.done) return;
    const { path } = press;
    const [first, point, last] = [path[0], pointOf(event), path.at(-1) as Point];
    press.far ||= distance(first, point) > SHAKE;
    if (distance(last, point) < STEP) return;
    path.push(point);
    if (path.length > MOST_POINTS) press.path = path.filter((_, index) => index % 2 === 0) as Press['path'];
  };

  const release = (event: MouseEvent) => {
    const it = press;
    if (!it) return;
    // A click comes right after this.
    later(0, () => {
      if (press === it) press = undefined;
    });
    if (it.far) return dragged(it, event);
    const gone = () => it.element.isConnected || complete(event, it);
    gone();
    later(0, gone);
  };

  const dragged = (it: Press, event: MouseEvent) => {
    if (it.done) return;
    it.done = true;
    const { element, target, epoch, path, modifiers } = it;
    if (tells(event)) path.push(pointOf(event));
    const last = path.at(-1) as Point;
    const over = atPoint(last.x, last.y);
    const onto = over && over !== element ? describe(over) : null;
    const inField = (fieldOf(element)?.editable ?? 'canvas') !== 'canvas';
    const selects = inField || (it.selects && selectedText());
    const how = it.drops ? 'drop' : selects ? 'selection' : 'pointer';
    note({ kind: 'drag', button: event.button, modifiers, how, path, target, onto }, epoch);
  };

  on('pointerdown', (event) => {
    writeSelection(writeField());
    rememberPasswords(roots());
    press = records('clicks') ? begin(event) : undefined;
  });
  on('pointermove', (event) => {
    if (event.buttons) move(event);
    else press = undefined;
  });
  on('click', clicked);
  on('auxclick', clicked);
  on('contextmenu', clicked);
  on('pointerup', release);
  on('gotpointercapture', () => {
    if (press) press.captured = true;
  });
  on('selectstart', () => {
    if (press) press.selects = true;
  });
  on('dragstart', () => {
    if (press) press.drops = true;
  });
  on('drag', (event) => tells(event) && move(event));
  on('dragend', release);
  on('pointercancel', () => {
    if (!press?.drops) press = undefined;
  });
}

/** The last of the browser's drag events says nothing of where it was. */
function tells({ clientX, clientY }: MouseEvent): boolean {
  return clientX !== 0 || clientY !== 0;
}

/**
 * Whether an event is where the pressed element was, or the page has taken the pointer for itself: then the element that
 * the event names has come under the hand, and is not what was pressed.
 */
function isUnder({ captured, target }: Press, { clientX, clientY }: MouseEvent): boolean {
  const { x, y, width, height } = target.rect;
  return !!captured || (clientX >= x && clientY >= y && clientX <= x + width && clientY <= y + height);
}

/** Where an event is, in the frame's viewport. */
export function pointOf({ clientX, clientY }: MouseEvent): Point {
  return { x: tenth(clientX), y: tenth(clientY) };
}

/** How far two points are from each other. */
export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

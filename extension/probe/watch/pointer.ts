// Clicks. The element is described when the button goes down, before the page reacts, and the click is written down
// once when it is complete, also when the page has taken the element away in between.

import type { Point, Target } from '../../../schema/messages';
import { innermost, tenth } from '../../page/dom';
import { describe } from '../describe/target';
import { epochNow, meet, roots } from '../epoch';
import { writeField } from '../fields/fields';
import { later, on } from '../lifetime';
import { note, records } from '../probe';
import { rememberPasswords } from '../sensitive';
import { modifiersOf } from './modifiers';

interface Press {
  element: Element;
  target: Target;
  epoch: number;
  point: Point;
  done: boolean;
}

/** Watches the pointer. */
export function watchPointer(): void {
  let press: Press | undefined;

  const begin = (event: MouseEvent): Press | undefined => {
    const element = innermost(event, event);
    if (!element) return undefined;
    meet(element);
    const point = { x: tenth(event.clientX), y: tenth(event.clientY) };
    return { element, target: describe(element), epoch: epochNow(), point, done: false };
  };

  const complete = (event: MouseEvent, pressed: Press | undefined) => {
    if (!pressed || pressed.done) return;
    pressed.done = true;
    const { target, point } = pressed;
    const inTarget = { x: tenth(point.x - target.rect.x), y: tenth(point.y - target.rect.y) };
    const count = Math.max(1, event.detail);
    const modifiers = modifiersOf(event);
    note({ kind: 'click', button: event.button, count, modifiers, point, inTarget, target }, pressed.epoch);
  };

  const clicked = (event: PointerEvent) => {
    if (!records('clicks') || !event.pointerType || press?.done) return;
    const same = press && (!press.element.isConnected || press.element === innermost(event, event));
    if (press && !same) press.done = true;
    complete(event, same ? press : begin(event));
  };

  on('pointerdown', (event) => {
    writeField();
    rememberPasswords(roots());
    press = records('clicks') ? begin(event) : undefined;
  });
  on('click', clicked);
  on('auxclick', clicked);
  on('contextmenu', clicked);
  on('pointerup', (event) => {
    const pressed = press;
    if (!pressed) return;
    const gone = () => pressed.element.isConnected || complete(event, pressed);
    gone();
    later(0, gone);
  });
  on('pointercancel', () => {
    press = undefined;
  });
}

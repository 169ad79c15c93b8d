// Clicks. The element is described when the button goes down, before the page reacts, and the click is written down
// once when it is complete, also when the page has taken the element away in between.

import type { Point, Target } from '../../../schema/messages';
import { innermost, tenth } from '../dom';
import type { Probe } from '../probe';
import { modifiersOf } from './modifiers';

interface Press {
  element: Element;
  target: Target;
  epoch: number;
  point: Point;
  count: number;
  done: boolean;
}

/** Watches the pointer. */
export function watchPointer(probe: Probe): void {
  const { life, judge, epoch, describer, fields } = probe;
  let press: Press | undefined;

  const begin = (event: MouseEvent): Press | undefined => {
    const element = innermost(event, event);
    if (!element) return undefined;
    epoch.meet(element);
    const point = { x: tenth(event.clientX), y: tenth(event.clientY) };
    return { element, target: describer.describe(element), epoch: epoch.now, point, count: 1, done: false };
  };

  const complete = (event: MouseEvent, pressed: Press | undefined) => {
    if (!pressed || pressed.done) return;
    pressed.done = true;
    const { target, point } = pressed;
    const inTarget = { x: tenth(point.x - target.rect.x), y: tenth(point.y - target.rect.y) };
    const count = Math.max(pressed.count, event.detail);
    const modifiers = modifiersOf(event);
    probe.note({ kind: 'click', button: event.button, count, modifiers, point, inTarget, target }, pressed.epoch);
  };

  const clicked = (event: PointerEvent) => {
    if (!probe.records('clicks') || !event.pointerType || press?.done) return;
    const same = press && (!press.element.isConnected || press.element === innermost(event, event));
    if (press && !same) press.done = true;
    complete(event, same ? press : begin(event));
  };

  life.on('pointerdown', (event) => {
    fields.flush();
    judge.rememberPasswords(epoch.roots);
    press = probe.records('clicks') ? begin(event) : undefined;
  });
  life.on('mousedown', (event) => {
    if (press) press.count = Math.max(1, event.detail);
  });
  life.on('click', clicked);
  life.on('auxclick', clicked);
  life.on('contextmenu', clicked);
  life.on('pointerup', (event) => {
    const pressed = press;
    if (!pressed) return;
    const gone = () => pressed.element.isConnected || complete(event, pressed);
    gone();
    life.later(0, gone);
  });
  life.on('pointercancel', () => {
    press = undefined;
  });
}

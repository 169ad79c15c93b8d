// Notices that somebody comes back to the page. The very first movement opens the line, and so wakes the worker: a
// click that navigates would otherwise die with the page before the worker is up.

import { on } from '../lifetime';
import { stir } from '../probe';

const IDLE = 1_000;

/** Watches for the first input after a second without any. */
export function watchStirring(): void {
  let last = -IDLE;
  const moved = () => {
    const before = last;
    last = performance.now();
    if (last - before >= IDLE) stir();
  };
  for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin', 'wheel'] as const) on(type, moved);
}

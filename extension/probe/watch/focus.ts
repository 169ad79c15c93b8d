// Where the focus goes when no press takes it there.

import { innermost } from '../../page/dom';
import { describe } from '../describe/target';
import { on } from '../lifetime';
import { note, records } from '../probe';
import { pressed } from './pointer';

/** Milliseconds within which a key has moved the focus. */
const AT_ONCE = 100;

/** Watches the focus. */
export function watchFocus(): void {
  let key = -AT_ONCE;
  let last: Element | undefined;
  on('keydown', () => {
    key = performance.now();
  });
  on('focusin', (event) => {
    const element = innermost(event);
    // A window that is chosen again gives it back to what had it.
    if (!element || element === last) return;
    last = element;
    if (pressed() || !records('clicks')) return;
    note({ kind: 'focus', byKey: performance.now() - key < AT_ONCE, target: describe(element) });
  });
}

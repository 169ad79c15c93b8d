// Where the focus goes when no press takes it there.

import { innermost } from '../../page/dom';
import { describe } from '../describe/target';
import { later, on } from '../lifetime';
import { note, records } from '../probe';
import { isPressing } from './pointer';

/** Watches the focus. */
export function watchFocus(): void {
  let key = false;
  let last: Element | undefined;
  on('keydown', () => {
    key = true;
    // The browser, and the page's listeners, do what a key is for before any other task.
    later(0, () => {
      key = false;
    });
  });
  on('focusin', (event) => {
    const element = innermost(event);
    // A window that is chosen again gives it back to what had it.
    if (!element || element === last) return;
    last = element;
    // What a page does long after anybody did something is not about them.
    const caused = key || navigator.userActivation.isActive;
    if (!caused || (isPressing() && !key) || !records('clicks')) return;
    note({ kind: 'focus', byKey: key, target: describe(element) });
  });
}

// The window: how large it is, and whether the browser asks before its page is left.

import { later, on } from '../lifetime';
import { note, records } from '../probe';

/** Milliseconds without another size after which resizing is over. */
const PAUSE = 300;

/** Watches the window. */
export function watchWindow(): void {
  let takeBack: (() => void) | undefined;
  on('resize', () => {
    if (window !== window.parent) return;
    takeBack?.();
    takeBack = later(PAUSE, () => {
      const size = { width: innerWidth, height: innerHeight, dpr: devicePixelRatio };
      if (records('clicks')) note({ kind: 'resize', ...size });
    });
  });

  let asked: BeforeUnloadEvent | undefined;
  const answered = (accepted: boolean) => {
    const isAsked = asked && (asked.defaultPrevented || asked.returnValue) && navigator.userActivation.hasBeenActive;
    asked = undefined;
    if (isAsked && records('clicks')) note({ kind: 'dialog', accepted });
  };
  on('beforeunload', (event) => {
    asked = event;
    // No task runs while the browser asks: this one comes when the page was not left.
    later(0, () => answered(false));
  });
  on('pagehide', () => answered(true));
}

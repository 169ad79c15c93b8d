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
  // A page that is being left lives on until the next one is there: who stays is known by what is done next.
  const stayed = () => answered(false);
  on('beforeunload', (event) => {
    stayed();
    asked = event;
  });
  on('pointerdown', stayed);
  on('keydown', stayed);
  on('pagehide', () => answered(true));
}

// The window: how large it is, and the dialogs of the browser over it: whether a page may be left, and those that a page
// opens.

import { later, measure, on } from '../lifetime';
import { note, records } from '../probe';

/** Milliseconds without another size after which resizing is over. */
const PAUSE = 300;
/** Milliseconds that a dialog is there at least. */
const SEEN = 200;
/** Milliseconds after which the browser has told all of its measures of one time. */
const TOLD = 50;

interface LongFrame extends PerformanceEntry {
  scripts: { invokerType: string; startTime: number; duration: number }[];
}

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

  // `alert` and its like raise no event. But Event Timing ends an event where one opens in it, and Long Animation Frames
  // count the script until it is closed.
  let busy = 0;
  measure('event', ({ startTime, duration }) => {
    busy = startTime + duration;
  });
  measure<LongFrame>('long-animation-frame', ({ scripts }) => {
    for (const { invokerType, startTime, duration } of scripts) {
      if (invokerType !== 'event-listener' || duration < SEEN) continue;
      later(TOLD, () => {
        if (busy + TOLD < startTime + duration && records('clicks')) note({ kind: 'dialog' });
      });
    }
  });
}

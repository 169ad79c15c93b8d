// The window: how large it is, and the dialogs of the browser over it: whether a page may be left, and those that a page
// opens.

import { later, on, onTask } from '../lifetime';
import { note, records } from '../probe';

/** Milliseconds without another size after which resizing is over. */
const PAUSE = 300;
/** Milliseconds that a dialog is there at least, and in which nobody leaves a window and comes back. */
const SEEN = 200;
/** Milliseconds after which the browser has told what it measured: 26 at most on a busy machine. */
const TOLD = 50;

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

  // `alert` and its like raise no event. But they take the focus, and hold up the task that opened one: only when it is
  // over is the page told that the window lost the focus, and then that it has it again. A task that is only busy takes no
  // focus, and while a frame has it, the document has it still.
  let left = 0;
  let over = -SEEN;
  onTask(({ startTime, duration }) => {
    if (duration >= SEEN) over = startTime + duration;
  });
  on('blur', ({ target, timeStamp }) => {
    if (target === window && !document.hasFocus()) left = timeStamp;
  });
  on('focus', ({ target, timeStamp }) => {
    if (target !== window) return;
    const gone = left;
    later(TOLD, () => {
      if (gone >= over && timeStamp < over + SEEN && records('clicks')) note({ kind: 'dialog' });
    });
  });
}

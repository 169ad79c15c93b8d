// Work on the whole page, in slices, so that nobody feels it.

/** Milliseconds a slice may take. */
const SLICE = 4;

/**
 * Takes steps from the end of a list, to which a step may add more. The page goes first now and then. Fails once `goOn`
 * says no.
 */
export async function inSlices(steps: (() => void)[], goOn: () => boolean): Promise<void> {
  let until = 0;
  for (let step = steps.pop(); step; step = steps.pop()) {
    if (performance.now() >= until) {
      await scheduler.yield();
      if (!goOn()) throw 0;
      until = performance.now() + SLICE;
    }
    step();
  }
}

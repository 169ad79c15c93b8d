// The content script. One probe a document: a second injection finds the first one alive and leaves it alone.

import { MARK } from '../page/mark';
import { collect, epochNow, meet, shifts } from './epoch';
import { say } from './journal';
import { isOver } from './lifetime';
import { serve, settings, start } from './probe';
import { hides, tells, verdictOn } from './sensitive';
import { strangers } from './watch/clipboard';

/** What the scanner needs of the probe. */
const shared = { collect, epochNow, hides, isOver, meet, say, serve, settings, shifts, strangers, tells, verdictOn };

export type Shared = typeof shared;

const world = globalThis as { [MARK]?: Shared };

if (world[MARK]?.isOver() ?? true) {
  world[MARK] = shared;
  start();
}

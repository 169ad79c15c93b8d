// The content script. One probe a document: a second injection finds the first one alive and leaves it alone.

import { MARK } from '../page/mark';
import { nameOf } from './describe/names';
import { roleOf } from './describe/roles';
import { collect, epochNow, meet, shifts } from './epoch';
import { say } from './journal';
import { isOver } from './lifetime';
import { memory } from './memory';
import { serve, serveLook, settings, start } from './probe';
import { hides, tells, verdictOn } from './sensitive';

/** What the scanner and the snapshots need of the probe. */
const shared = {
  collect,
  epochNow,
  hides,
  isOver,
  meet,
  memory,
  nameOf,
  roleOf,
  say,
  serve,
  serveLook,
  settings,
  shifts,
  tells,
  verdictOn,
};

export type Shared = typeof shared;

const world = globalThis as { [MARK]?: Shared };

if (world[MARK]?.isOver() ?? true) {
  world[MARK] = shared;
  start();
}

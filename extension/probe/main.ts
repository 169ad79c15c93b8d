// The content script. One probe a document: a second injection finds the first one alive and leaves it alone.

import { isOver } from './lifetime';
import { start } from './probe';

const MARK = Symbol.for('probe');
const world = globalThis as { [MARK]?: typeof isOver };

if (world[MARK]?.() ?? true) {
  world[MARK] = isOver;
  start();
}

// The content script. One probe a document: a second injection finds the first one alive and leaves it alone.

import { Probe } from './probe';

const MARK = Symbol.for('probe');
const world = globalThis as { [MARK]?: Probe };

if (!world[MARK] || world[MARK].life.over) world[MARK] = new Probe();

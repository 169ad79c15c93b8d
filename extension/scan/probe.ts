// The probe of this document, which came before. What it knows is known once: an instance of its modules in here would
// have verdicts and epochs of its own.

import { MARK, type Shared } from '../page/mark';

export const { collect, epochNow, hides, meet, memory, say, serve, settings, shifts, tells, verdictOn } = (
  globalThis as unknown as { [MARK]: Shared }
)[MARK];

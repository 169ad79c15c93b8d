// The probe of this document, which came before: roles, names and verdicts are its own, so that a snapshot says the same
// of an element as an action on it does.

import { MARK, type Shared } from '../page/mark';

export const { epochNow, hides, meet, nameOf, roleOf, say, serveLook, settings, tells, verdictOn } = (
  globalThis as unknown as { [MARK]: Shared }
)[MARK];

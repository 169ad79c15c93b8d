// Where the content scripts of one document find each other, in a world that the page can't see.

import type { ToProbe } from '../../schema/messages';
import type { Shared } from '../probe/main';

/** What is about a picture. */
export type Message = Extract<ToProbe, { ticket: number }>;

export type { Shared };

export const MARK = Symbol.for('probe');

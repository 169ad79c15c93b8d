// What was learnt of a document, as long as it lives: a probe that was told to go leaves it to the one after it, which
// comes with a later injection. Nothing is learnt in between.

import type { Sensitive } from '../../schema/messages';
import { MARK } from '../page/mark';

/** What one probe leaves to the next. */
export interface Memory {
  /** Positive verdicts, by the element and by what stays the same when it is replaced. */
  verdicts: WeakMap<Element, Sensitive>;
  sticky: Map<string, Sensitive>;
  /** The fields whose verdict was positive. */
  holders: WeakRef<HTMLInputElement | HTMLTextAreaElement>[];
  /** Texts that came into the document from elsewhere. */
  strangers: string[];
  /** What was copied in here last. */
  copied: string;
}

const world = globalThis as { [MARK]?: { memory: Memory } };

export const memory: Memory = world[MARK]?.memory ?? {
  verdicts: new WeakMap(),
  sticky: new Map(),
  holders: [],
  strangers: [],
  copied: '',
};

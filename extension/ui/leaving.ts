// When what is held leaves, in words. Whether it does at all is the core's to say.

import type { HeldPart, Status } from '../../schema/messages';
import { text } from '../browser';
import { lengthOf } from './words';

/** When the first of it leaves, or why nothing does; nothing when nothing is held, or only batches on their way. */
export function leaving({ stays }: Status, parts: readonly HeldPart[]): string {
  if (parts.length > 0 && stays != null) return text(`leaves_${stays}`);
  const waiting = parts.filter(({ sealed }) => !sealed);
  if (waiting.length === 0) return '';
  const leavesIn = Math.min(...waiting.map(({ leavesIn }) => leavesIn ?? Infinity));
  if (leavesIn === Infinity) return text('leaves_by_hand');
  return leavesIn > 0 ? text('leaves_in', lengthOf(leavesIn)) : text('leaves_now');
}

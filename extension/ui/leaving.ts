// When what is held leaves, in words.

import type { HeldPart, Status } from '../../schema/messages';
import { text } from '../browser';
import { lengthOf } from './words';

/** When the first of it leaves, in words; nothing when nothing is held but batches on their way. */
export function leaving({ tab, on, pausedFor, consent }: Status, parts: readonly HeldPart[]): string {
  const waiting = parts.filter(({ sealed }) => !sealed);
  if (waiting.length === 0) return '';
  const reason = tab.state === 'not' ? tab.reason : undefined;
  if (reason === 'exemptPlace' || reason === 'exemptZone') return text('leaves_exempt');
  if (consent !== true || reason === 'widened') return text('leaves_no_consent');
  if (!on) return text('leaves_off');
  if (pausedFor > 0) return text('leaves_paused');
  const leavesIn = Math.min(...waiting.map(({ leavesIn }) => leavesIn ?? Infinity));
  if (leavesIn === Infinity) return text('leaves_by_hand');
  return leavesIn > 0 ? text('leaves_in', lengthOf(leavesIn)) : text('leaves_now');
}

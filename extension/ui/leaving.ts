// When what is held leaves, in words.

import type { HeldPart, Status } from '../../schema/messages';
import { text } from '../browser';
import { lengthOf } from './words';

/** When the first of it leaves, in milliseconds from now; none when nothing is held but batches on their way. */
export function firstLeaving(parts: readonly HeldPart[]): number | undefined {
  const times = parts.filter(({ sealed }) => !sealed).map(({ leavesIn }) => leavesIn);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** The same in words; nothing when nothing is held that could leave. */
export function leaving({ tab, on, pausedFor, consent }: Status, parts: readonly HeldPart[]): string {
  const leavesIn = firstLeaving(parts);
  if (leavesIn === undefined) return '';
  if (consent !== true || (tab.state === 'not' && tab.reason === 'widened')) return text('leaves_no_consent');
  if (!on) return text('leaves_off');
  if (pausedFor > 0) return text('leaves_paused');
  return leavesIn > 0 ? text('leaves_in', lengthOf(leavesIn)) : text('leaves_now');
}

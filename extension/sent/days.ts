// What was sent, by the day on which its receipt came, and how much of it became what.

import type { Ledger, SentBatch, SentState } from '../../schema/messages';

/** The batches of a day, in the order in which they are listed. */
export interface Day {
  /** The same for all of a day, and only for those. */
  key: string;
  batches: readonly SentBatch[];
}

/** How much it is. */
export interface Amount {
  batches: number;
  records: number;
  frames: number;
  bytes: number;
}

/** The days of this machine's calendar, in the order in which each has its first batch. */
export function daysOf(batches: readonly SentBatch[]): Day[] {
  const days = new Map<string, SentBatch[]>();
  for (const batch of batches) {
    const key = new Date(batch.sent).toDateString();
    const day = days.get(key);
    if (day) day.push(batch);
    else days.set(key, [batch]);
  }
  return [...days].map(([key, batches]) => ({ key, batches }));
}

/** All of it together. */
export function amount(batches: readonly SentBatch[]): Amount {
  const sum = { batches: batches.length, records: 0, frames: 0, bytes: 0 };
  for (const { records, frames, bytes } of batches) {
    sum.records += records;
    sum.frames += frames;
    sum.bytes += bytes;
  }
  return sum;
}

/** Those of which this became. */
export function inState(batches: readonly SentBatch[], ...states: SentState[]): SentBatch[] {
  return batches.filter(({ state }) => states.includes(state));
}

/** Whether the server is still to erase something. */
export function isErasing({ batches, erasingAll }: Ledger): boolean {
  return erasingAll || inState(batches, 'erasing').length > 0;
}

// A batch that was sent, in words.

import type { SentBatch, SentState } from '../../schema/messages';
import { text } from '../browser';
import { count, size } from '../ui/words';
import { type Amount, inState } from './days';

/** `Actions: 120 · Pictures: 3 · 1.2 MB` */
export function figures({ records, frames, bytes }: Omit<Amount, 'batches'>): string {
  const pictures = frames > 0 ? [`${text('held_frames')}: ${count(frames)}`] : [];
  return [`${text('held_records')}: ${count(records)}`, ...pictures, size(bytes)].join(' · ');
}

/** What became of a batch. */
export function stateWords(state: SentState): string {
  switch (state) {
    case 'stored':
      return text('sent_stored');
    case 'erasing':
      return text('sent_erasing');
    case 'erased':
      return text('sent_erased');
    case 'missing':
      return text('sent_missing');
  }
}

/** What became of those that the server has not just kept; nothing when it has kept all. */
export function changes(batches: readonly SentBatch[]): string {
  const words = (['erasing', 'erased', 'missing'] as const).map((state) => {
    const { length } = inState(batches, state);
    return length > 0 ? [`${stateWords(state)}:\u00a0${count(length)}`] : [];
  });
  return words.flat().join(' · ');
}

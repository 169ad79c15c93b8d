// One batch: when it was sent, how much it is, where it went, what became of it, and the way to have it erased.

import type { SentBatch } from '../../schema/messages';
import { text } from '../browser';
import { make, makeButton, setText } from '../ui/page';
import { destination } from '../ui/places';
import { timeOfDay } from '../ui/words';
import { figures, stateWords } from './words';

/** What can be done with a batch. */
export interface Acts {
  select(batch: string, selected: boolean): void;
  erase(batch: string, row: HTMLElement, button: HTMLButtonElement): void;
}

/** Makes the row. Everything in it but the state stays as it is. */
export function rowOf(batch: SentBatch, acts: Acts): HTMLElement {
  const time = timeOfDay(batch.sent);
  const about = figures(batch);
  const row = make('li', '');
  row.className = 'batch';
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.value = batch.id;
  box.ariaLabel = text('review_select', `${time}, ${about}`);
  box.addEventListener('change', () => acts.select(batch.id, box.checked));
  const parts = [
    ['time', time],
    ['about', about],
    ['where', destination(batch.endpoint)],
    ['state', ''],
  ] as const;
  const words = parts.map(([name, content]) => {
    const part = make('span', content);
    part.className = name;
    return part;
  });
  const erase = makeButton(
    text('sent_erase'),
    () => acts.erase(batch.id, row, erase),
    text('sent_erase_batch', `${time}, ${about}`),
  );
  erase.className = 'link erase';
  row.append(box, ...words, erase);
  return row;
}

/** Shows what became of it, and whether it is selected. */
export function updateRow(row: HTMLElement, { state }: SentBatch, selected: boolean): void {
  row.setAttribute('data-state', state);
  const words = row.querySelector('.state');
  if (words) setText(words, stateWords(state));
  const box = row.querySelector('input');
  if (box) box.checked = selected;
}

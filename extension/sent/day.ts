// A day: in one line how much was sent, and its batches as long as it is open.

import type { SentBatch } from '../../schema/messages';
import { text } from '../browser';
import { arrange } from '../ui/arrange';
import { make, makeButton, setText } from '../ui/page';
import { count, day } from '../ui/words';
import { amount, type Day, inState } from './days';
import { type Acts, rowOf, updateRow } from './row';
import { changes, figures } from './words';

/** What can be done with a day. */
export interface DayActs extends Acts {
  eraseDay(batches: readonly SentBatch[], root: HTMLElement, button: HTMLButtonElement): void;
}

export class DayView {
  readonly root = make('details', '');
  #about = make('span', '');
  #changes = make('span', '');
  #list = make('ul', '');
  #rows = new Map<string, HTMLElement>();
  #acts: DayActs;
  #selected: ReadonlySet<string>;
  #batches: readonly SentBatch[] = [];

  /** `first` is one of its batches; `selected` the ids of all that are selected, which may change. */
  constructor(first: SentBatch, acts: DayActs, selected: ReadonlySet<string>) {
    this.#acts = acts;
    this.#selected = selected;
    const name = day(first.sent);
    this.root.className = 'day';
    this.#about.className = 'soft';
    this.#changes.className = 'changes';
    const summary = make('summary', '');
    summary.append(make('h2', name), this.#about, this.#changes);
    const words = text('sent_erase_day');
    const erase = makeButton(words, () => this.#eraseAll(erase), `${words}: ${name}`);
    erase.className = 'link erase-day';
    this.root.append(summary, erase, this.#list);
    this.root.addEventListener('toggle', () => this.#draw());
  }

  /** Shows it anew where something is different. */
  update({ batches }: Day): void {
    this.#batches = batches;
    const all = amount(batches);
    setText(this.#about, `${text('sent_batches')}: ${count(all.batches)} · ${figures(all)}`);
    setText(this.#changes, changes(batches));
    this.root.setAttribute('data-stored', String(inState(batches, 'stored').length));
    this.#draw();
  }

  /** Shows what is selected. */
  showSelection(): void {
    if (this.root.open) this.#update();
  }

  #eraseAll(button: HTMLButtonElement): void {
    this.#acts.eraseDay(inState(this.#batches, 'stored'), this.root, button);
  }

  #draw(): void {
    const shown = this.root.open ? this.#batches : [];
    arrange(
      this.#list,
      this.#rows,
      shown.map((batch) => [batch.id, () => rowOf(batch, this.#acts)] as const),
    );
    this.#update();
  }

  #update(): void {
    for (const batch of this.#batches) {
      const row = this.#rows.get(batch.id);
      if (row) updateRow(row, batch, this.#selected.has(batch.id));
    }
  }
}

// One part of what is held: a minute of a session with its records, or a batch that is sealed.

import type { HeldPart } from '../../schema/messages';
import { text } from '../browser';
import { arrange } from '../ui/arrange';
import { make, makeButton, setText, show } from '../ui/page';
import { count, lengthOf, size, timeOfDay } from '../ui/words';
import type { Entry } from './record';
import { rowsOf } from './record';
import { type Acts, rowOf } from './row';

/** Height of a row that is not drawn yet, so that the scroll bar does not jump much. */
const ROW = 48;

/** What a part can have done with it. */
export interface PartActs {
  /** What its rows can have done. */
  rows: Acts;
  /** It has come into view. */
  seen(): void;
  /** Asks first, in the place of the button. */
  erase(button: HTMLButtonElement): void;
}

/** How a part is to be shown. */
export interface Shown {
  part: HeldPart;
  /** Its records, as far as they were read; only those that are looked for. */
  entries: readonly Entry[];
  /** Whether all of them were read. */
  isRead: boolean;
  /** Whether anything is looked for. */
  isFiltering: boolean;
  /** Whether nothing is sent at present, however long it was held. */
  stays: boolean;
}

const views = new WeakMap<Element, PartView>();
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) views.get(target)?.see();
  },
  { rootMargin: '400px' },
);

export class PartView {
  readonly root = make('section', '');
  /** Whether it has been in view. */
  isSeen = false;
  #title = make('h3', '');
  #about = make('p', '');
  #list = make('ul', '');
  #rows = new Map<string, HTMLElement>();
  #drawn: readonly Entry[] | undefined;
  #acts: PartActs;
  #shown: Shown | undefined;

  constructor(part: HeldPart, acts: PartActs) {
    this.#acts = acts;
    this.root.className = 'part';
    const time = part.began == null ? text('review_sealed') : timeOfDay(part.began);
    setText(this.#title, time);
    this.#title.tabIndex = -1;
    this.#about.className = 'soft';
    const words = text(part.sealed ? 'review_delete_batch' : 'review_delete_minute');
    const button = makeButton(words, () => acts.erase(button), `${words}: ${time}`);
    button.className = 'link';
    const heading = make('div', '');
    heading.className = 'heading';
    heading.append(this.#title, this.#about, button);
    this.root.append(heading);
    if (part.sealed) this.root.append(make('p', text('review_sealed_text')));
    else this.root.append(this.#list);
    views.set(this.root, this);
    watcher.observe(this.root);
  }

  see(): void {
    if (this.isSeen) return;
    this.isSeen = true;
    this.#draw();
    this.#acts.seen();
  }

  /** Shows it anew where something is different. */
  update(shown: Shown): void {
    const { part, entries, isRead, isFiltering, stays } = shown;
    this.#shown = shown;
    const figures = [
      `${text('held_records')}: ${count(part.records)}`,
      ...(part.frames > 0 ? [`${text('held_frames')}: ${count(part.frames)}`] : []),
      size(part.bytes),
      ...(part.sealed || stays ? [] : [leavingOf(part)]),
    ];
    setText(this.#about, figures.join(' · '));
    show(!isFiltering || entries.length > 0, this.root);
    const left = isRead || isFiltering ? entries.length : part.records;
    this.#list.style.minHeight = this.isSeen && isRead ? '' : `${left * ROW}px`;
    this.#draw();
  }

  #draw(): void {
    if (!this.isSeen || !this.#shown || this.#drawn === this.#shown.entries) return;
    const { entries } = this.#shown;
    this.#drawn = entries;
    const rows = rowsOf(entries).map((row) => {
      const key = row.map(({ line }) => line).join('\n');
      return [key, () => rowOf(row, this.#acts.rows)] as const;
    });
    arrange(this.#list, this.#rows, rows);
  }
}

function leavingOf({ leavesIn }: HeldPart): string {
  if (typeof leavesIn !== 'number') return text('review_by_hand');
  return leavesIn > 0 ? text('review_leaves', lengthOf(leavesIn)) : text('review_due');
}

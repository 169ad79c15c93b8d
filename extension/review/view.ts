// The timeline: sessions, in them their minutes, in them the records.

import type { HeldPart } from '../../schema/messages';
import { text } from '../browser';
import { arrange } from '../ui/arrange';
import { make, makeButton, show } from '../ui/page';
import { dayAndTime } from '../ui/words';
import { PartView } from './part';
import type { Entry } from './record';
import type { Acts } from './row';
import { type Filter, isFiltering, keyOf, markOf, matching, type Timeline } from './timeline';

/** What can be done with what is shown. */
export interface TimelineActs {
  seen(key: string): void;
  image(key: string, image: string): ReturnType<Acts['image']>;
  eraseRecord(key: string, entry: Entry, row: HTMLElement, button: HTMLButtonElement): void;
  erasePart(key: string, part: HTMLElement, button: HTMLButtonElement): void;
  eraseSession(session: string, section: HTMLElement, button: HTMLButtonElement): void;
}

interface Matches {
  entries: readonly Entry[];
  of: readonly Entry[];
  version: string;
}

export class TimelineView {
  /** Marks of the records that are selected. */
  readonly selected = new Set<string>();
  /** Whether nothing is sent at present. */
  stays = false;
  #root: HTMLElement;
  #timeline: Timeline;
  #acts: TimelineActs;
  #changed: () => void;
  #sessions = new Map<string, HTMLElement>();
  #lists = new Map<string, Map<string, HTMLElement>>();
  #parts = new Map<string, PartView>();
  #matches = new Map<string, Matches>();

  /** `changed` is called when the selection is another one. */
  constructor(root: HTMLElement, timeline: Timeline, acts: TimelineActs, changed: () => void) {
    this.#root = root;
    this.#timeline = timeline;
    this.#acts = acts;
    this.#changed = changed;
  }

  /** Parts that have been in view and have something to be read. */
  toRead(): string[] {
    return this.#timeline
      .unread()
      .map(keyOf)
      .filter((key) => this.#parts.get(key)?.isSeen);
  }

  /** Shows what is held and fits the filter. Returns how many records do, of those that were read. */
  show(filter: Filter): number {
    const sessions = this.#timeline.sessions();
    this.#forgetAllBut(new Set(this.#timeline.parts.map(keyOf)));
    for (const session of this.#lists.keys()) if (!sessions.has(session)) this.#lists.delete(session);
    arrange(
      this.#root,
      this.#sessions,
      [...sessions].map(([session, parts]) => [session, () => this.#section(session, parts)] as const),
    );
    let found = 0;
    for (const [session, parts] of sessions) {
      const section = this.#sessions.get(session);
      const list = section?.querySelector<HTMLElement>('.parts');
      if (!section || !list) continue;
      const made = this.#lists.get(session) ?? new Map();
      this.#lists.set(session, made);
      arrange(
        list,
        made,
        parts.map((part) => [keyOf(part), () => this.#part(part).root] as const),
      );
      let here = 0;
      for (const part of parts) here += this.#update(part, filter);
      show(here > 0 || !isFiltering(filter), section);
      found += here;
    }
    return found;
  }

  /** Selects everything that fits the filter, drawn or not; or nothing. */
  selectAll(filter: Filter | undefined): void {
    this.selected.clear();
    if (filter) {
      const matches = matching(filter);
      for (const [key, records] of this.#timeline.deletable(matches)) {
        for (const seq of records) this.selected.add(`${key}#${seq}`);
      }
    }
    for (const box of this.#root.querySelectorAll<HTMLInputElement>('.record input')) {
      box.checked = this.selected.has(box.value);
    }
    this.#changed();
  }

  #update(part: HeldPart, filter: Filter): number {
    const key = keyOf(part);
    const entries = this.#matching(key, this.#timeline.entries(part), filter);
    const isRead = part.sealed || this.#timeline.isOpened(part);
    this.#parts.get(key)?.update({ part, entries, isRead, isFiltering: isFiltering(filter), stays: this.stays });
    return entries.length;
  }

  /** The records that fit, and the very same list as long as nothing is different. */
  #matching(key: string, of: readonly Entry[], filter: Filter): readonly Entry[] {
    if (!isFiltering(filter)) return of;
    // A record's site may be known better when an earlier part was read.
    const version = JSON.stringify([filter, filter.site ? this.#timeline.version : 0]);
    const before = this.#matches.get(key);
    if (before?.of === of && before.version === version) return before.entries;
    const entries = of.filter(matching(filter));
    this.#matches.set(key, { entries, of, version });
    return entries;
  }

  #forgetAllBut(keys: ReadonlySet<string>): void {
    for (const key of this.#parts.keys()) if (!keys.has(key)) this.#parts.delete(key);
    for (const key of this.#matches.keys()) if (!keys.has(key)) this.#matches.delete(key);
    const isThere = (mark: string) => keys.has(mark.slice(0, mark.lastIndexOf('#')));
    const gone = [...this.selected].filter((mark) => !isThere(mark));
    for (const mark of gone) this.selected.delete(mark);
    if (gone.length > 0) this.#changed();
  }

  #section(session: string, parts: readonly HeldPart[]): HTMLElement {
    const section = make('section', '');
    section.className = 'session';
    const began = parts.find((part) => part.began != null)?.began;
    const words = began == null ? text('review_session_sealed') : text('review_session', dayAndTime(began));
    const title = make('h2', words);
    title.tabIndex = -1;
    const button = makeButton(
      text('review_delete_session'),
      () => this.#acts.eraseSession(session, section, button),
      `${text('review_delete_session')}: ${words}`,
    );
    button.className = 'link';
    const heading = make('div', '');
    heading.className = 'heading';
    heading.append(title, button);
    const list = make('div', '');
    list.className = 'parts';
    section.append(heading, list);
    return section;
  }

  #part(part: HeldPart): PartView {
    const key = keyOf(part);
    const rows: Acts = {
      image: (image) => this.#acts.image(key, image),
      mark: (entry) => markOf(key, entry),
      isSelected: (entry) => this.selected.has(markOf(key, entry)),
      select: (entry, isSelected) => {
        if (isSelected) this.selected.add(markOf(key, entry));
        else this.selected.delete(markOf(key, entry));
        this.#changed();
      },
      erase: (entry, row, button) => this.#acts.eraseRecord(key, entry, row, button),
    };
    const view = new PartView(part, {
      rows,
      seen: () => this.#acts.seen(key),
      erase: (button) => this.#acts.erasePart(key, view.root, button),
    });
    this.#parts.set(key, view);
    return view;
  }
}

// What is held, as it was last heard of: parts in their sessions, and the records of those that were opened.
//
// A part of which something was deleted has another name afterwards, so what was read under the old one is never shown
// again. The same part under both names is known by its session, its place and when it began.

import type { HeldPart } from '../../schema/messages';
import { type Entry, entryOf, findSites, isDeletable } from './record';

/** What is looked for; empty for everything. */
export interface Filter {
  words: string;
  site: string;
  kind: string;
}

/** The name of a part that it keeps when something of it is deleted. */
export function keyOf({ session, order, began, id }: HeldPart): string {
  return `${session}/${order}/${began ?? id}`;
}

/** A record among all: the key of its part, and what it is deleted by. */
export function markOf(part: string, { number }: Entry): string {
  return `${part}#${number}`;
}

export class Timeline {
  parts: readonly HeldPart[] = [];
  /** Another one whenever records were read or forgotten. */
  version = 0;
  /** By the parts' names of the moment. */
  #opened = new Map<string, readonly Entry[]>();

  /** Takes a new list; what was read of parts that are not on it is forgotten. */
  take(parts: readonly HeldPart[]): void {
    this.parts = parts;
    const names = new Set(parts.map(({ id }) => id));
    for (const name of this.#opened.keys()) {
      if (names.has(name)) continue;
      this.#opened.delete(name);
      this.version += 1;
    }
  }

  /** Forgets everything: what is held now is not known. */
  forget(): void {
    this.take([]);
  }

  /** Takes the records of a part. */
  put(name: string, lines: readonly string[], numbers: readonly (number | null)[]): void {
    const part = this.parts.find(({ id }) => id === name);
    if (!part) return;
    this.version += 1;
    this.#opened.set(
      name,
      lines.map((line, index) => entryOf(line, numbers[index] ?? undefined)),
    );
    const parts = this.parts.filter(({ session }) => session === part.session);
    findSites(parts.flatMap((each) => [...this.entries(each), ...(this.isOpened(each) ? [] : [undefined])]));
  }

  /** The part that has this key now. */
  find(key: string): HeldPart | undefined {
    return this.parts.find((part) => keyOf(part) === key);
  }

  /** Whether a part's records are here, all of them: it may be filled still, or not all of it could be read. */
  isOpened({ id, records }: HeldPart): boolean {
    return this.#opened.get(id)?.length === records;
  }

  /** The records of a part as far as they were read. */
  entries({ id }: HeldPart): readonly Entry[] {
    return this.#opened.get(id) ?? [];
  }

  /** The parts that can be opened and were not, or have more records since. */
  unread(): HeldPart[] {
    return this.parts.filter((part) => !part.sealed && !this.isOpened(part));
  }

  /** The parts of each session, sessions in the order in which they began; batches come before what is not sealed. */
  sessions(): Map<string, HeldPart[]> {
    const sessions = new Map<string, HeldPart[]>();
    for (const part of this.parts.toSorted((a, b) => Number(b.sealed) - Number(a.sealed))) {
      sessions.set(part.session, [...(sessions.get(part.session) ?? []), part]);
    }
    return sessions;
  }

  /** What can be deleted of the parts that were read, by the parts' keys: all of it, or what `belongs`. */
  deletable(belongs: (entry: Entry, part: string) => boolean): Map<string, number[]> {
    const found = new Map<string, number[]>();
    for (const part of this.parts) {
      const key = keyOf(part);
      const entries = this.entries(part).filter((entry) => isDeletable(entry) && belongs(entry, key));
      if (entries.length > 0)
        found.set(
          key,
          entries.flatMap(({ number }) => number ?? []),
        );
    }
    return found;
  }

  /** Every value of a member in the records that were read, in alphabetical order. */
  values(member: (entry: Entry) => string | readonly string[]): string[] {
    const values = this.parts.flatMap((part) => this.entries(part).flatMap(member));
    return [...new Set(values)].sort();
  }
}

/** Whether anything is looked for. */
export function isFiltering({ words, site, kind }: Filter): boolean {
  return words !== '' || site !== '' || kind !== '';
}

/** Makes the test for a filter. Words are looked for as they are typed and as they are written in JSON. */
export function matching({ words, site, kind }: Filter): (entry: Entry) => boolean {
  const plain = words.toLowerCase();
  const escaped = JSON.stringify(plain).slice(1, -1);
  return (entry) => {
    if ((site && !entry.sites.includes(site)) || (kind && entry.told.kind !== kind)) return false;
    if (!plain) return true;
    const line = entry.line.toLowerCase();
    return line.includes(plain) || line.includes(escaped);
  };
}

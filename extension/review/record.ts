// What the page looks at in a record. Everything else it shows as it stands in the line.

export interface Modifiers {
  ctrl?: boolean;
  alt?: boolean;
  altGraph?: boolean;
  shift?: boolean;
  meta?: boolean;
}

export interface Target {
  tag: string;
  role?: string;
  selectors: { name?: string; label?: string; text?: string; placeholder?: string; testId?: string; css: string };
  sensitive?: string;
}

/** Members of the kinds of record; which of them are there depends on the kind. */
export interface Told {
  seq: number;
  t: number;
  tab: number;
  frame?: number[];
  kind: string;
  actor?: string;
  date?: string;
  version?: string;
  url?: string;
  title?: string;
  target?: Target;
  text?: string;
  value?: string;
  keys?: unknown[];
  key?: string;
  code?: string;
  modifiers?: Modifiers;
  what?: string;
  length?: number | string;
  image?: string;
  snapshot?: string;
  phase?: string;
  goal?: string;
  outcome?: string;
  redacted?: number;
  reason?: string;
}

/** A record with its very line. */
export interface Entry {
  readonly line: string;
  readonly told: Told;
  /** What it is deleted by; none of what there is nothing to be deleted of. */
  readonly number: number | undefined;
  /** Origins of its page, and of the frame in it; with `UNPLACED` when nobody can say here what its page is. */
  sites: readonly string[];
}

/** Stands for the site of what may be of any: where its page went to is not among what is held. */
export const UNPLACED = '?';

/** Reads a line. Its sites are not known by itself. */
export function entryOf(line: string, number: number | undefined): Entry {
  return { line, told: JSON.parse(line), number, sites: [] };
}

/** Whether it says that nothing was recorded for a while, or that it was deleted, and nothing else. */
export function isPrivate({ told }: Entry): boolean {
  return told.kind === 'gap' && told.reason === 'private';
}

/** Whether there is anything to be deleted of it. How a session began stays as long as anything of it does. */
export function isDeletable(entry: Entry): boolean {
  return entry.number !== undefined && entry.told.kind !== 'session' && !isPrivate(entry);
}

/**
 * Says of each record of a session, in their order, which sites it belongs to; `undefined` stands for records that are
 * not known. Behind those, and behind what was deleted, any page may be another: only its next navigation says which.
 */
export function findSites(entries: Iterable<Entry | undefined>): void {
  /** By tab, and then by path of the frame; empty for an address that is of no site. */
  const pages = new Map<number, Map<string, string>>();
  for (const entry of entries) {
    if (!entry || (entry.number === undefined && isPrivate(entry)) || entry.told.reason === 'fault') pages.clear();
    if (!entry) continue;
    const { tab, frame = [], kind, what, url } = entry.told;
    const path = frame.map((index) => `${index}/`).join('');
    const page = pages.get(tab) ?? new Map<string, string>();
    if (kind === 'navigate' && url) {
      for (const inside of page.keys()) if (inside.startsWith(path)) page.delete(inside);
      pages.set(tab, page.set(path, originOf(url) ?? ''));
    }
    // It has not gone anywhere yet.
    if (kind === 'tab' && what === 'open') pages.set(tab, page.set('', ''));
    const known = [page.get('') ?? '', page.get(path) ?? ''].filter((site) => site !== '');
    const isPlaced = tab === 0 || page.has('');
    entry.sites = [...new Set(isPlaced ? known : [...known, UNPLACED])];
  }
}

/** The origin of an address as it is recorded: with tokens in the place of what was taken out, also of the host. */
export function originOf(url: string): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(url)?.[0];
}

/** Records as they are shown: what is kept private side by side is one row. */
export function rowsOf(entries: readonly Entry[]): Entry[][] {
  const rows: Entry[][] = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    if (last?.[0] && isPrivate(entry) && isPrivate(last[0])) last.push(entry);
    else rows.push([entry]);
  }
  return rows;
}

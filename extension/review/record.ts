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
  /** Origin of the tab's latest navigation; none before the first that is known. */
  site: string | undefined;
}

/** Reads a line. Its site is not known by itself. */
export function entryOf(line: string, number: number | undefined): Entry {
  return { line, told: JSON.parse(line), number, site: undefined };
}

/** Whether it says that nothing was recorded for a while, or that it was deleted, and nothing else. */
export function isPrivate({ told }: Entry): boolean {
  return told.kind === 'gap' && told.reason === 'private';
}

/** Whether there is anything to be deleted of it. How a session began stays as long as anything of it does. */
export function isDeletable(entry: Entry): boolean {
  return entry.number !== undefined && entry.told.kind !== 'session' && !isPrivate(entry);
}

/** Says of each record, in the order of its session, which site it belongs to. */
export function findSites(entries: Iterable<Entry>): void {
  const sites = new Map<number, string | undefined>();
  for (const entry of entries) {
    const { tab, kind, url } = entry.told;
    if (kind === 'navigate' && url) sites.set(tab, originOf(url));
    entry.site = sites.get(tab);
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

// The machine's time zone: how far its clock is ahead, and in which countries people have it, which the browser knows.

/** As the core takes it. */
export interface Zone {
  /** Minutes ahead of UTC. */
  offset: number;
  /** ISO 3166-1 alpha-2. */
  regions: string[];
}

/** `Intl.Locale.getTimeZones` has no type yet. */
type Locale = Intl.Locale & { getTimeZones(): string[] | undefined };

const KNOWN = 'zone';
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

let known: { name: string; regions: string[] } | undefined;

/** Takes up what an earlier start of the worker has found out: asking the browser takes a third of a second. */
export async function rememberZone(): Promise<void> {
  known ??= (await chrome.storage.session.get(KNOWN))[KNOWN] as typeof known;
}

/** The time zone as it is now: the machine may have been taken elsewhere since it was asked last. */
export function zone(): Zone {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (known?.name !== name) {
    known = { name, regions: regionsOf(name) };
    void chrome.storage.session.set({ [KNOWN]: known });
  }
  return { offset: 0 - new Date().getTimezoneOffset(), regions: known.regions };
}

/** The countries whose people have a time zone; none of one that is no country's, such as UTC. */
export function regionsOf(name: string): string[] {
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  return codes.filter((code) => (new Intl.Locale(`und-${code}`) as Locale).getTimeZones()?.includes(name));
}

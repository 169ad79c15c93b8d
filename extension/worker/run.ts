// What is known of this run of the browser, across stops of the worker: nothing that a person did.

/** Observations on which the core panicked. */
export interface Crash {
  nonce: string;
  first: number;
  last: number;
  times: number;
}

/** Panics in a row that nothing heard can be blamed for, and the time before which the core is not started again. */
interface Falls {
  count: number;
  until: number;
}

const RUN = 'run';
const CRASHES = 'crashes';
const FALLS = 'falls';

/** The first wait, and what follows sooner than that on another is in a row with it; each wait is twice the one before. */
const SOON_MS = 60_000;
const LONGEST_MS = 16 * SOON_MS;

/** What is known under a name. */
async function known<T>(name: string): Promise<T | undefined> {
  return (await chrome.storage.session.get<Record<string, T | undefined>>(name))[name];
}

/** Whether this is the first start since the browser or the extension started. Asked once a start. */
export async function isFresh(): Promise<boolean> {
  const before = await known<boolean>(RUN);
  await chrome.storage.session.set({ [RUN]: true });
  return before !== true;
}

/** Nothing was started after all: the next start is the first. */
export async function forget(): Promise<void> {
  await chrome.storage.session.remove(RUN);
}

/** The crashes of this run. */
export async function crashes(): Promise<Crash[]> {
  return (await known<Crash[]>(CRASHES)) ?? [];
}

/** Milliseconds until the core may be started again. */
export async function rest(now: number): Promise<number> {
  const falls = await known<Falls>(FALLS);
  return falls ? Math.min(Math.max(falls.until - now, 0), LONGEST_MS) : 0;
}

/**
 * The falls after another one. The first is got over at once: a core that panics in what it does by itself, such as in its
 * start, would otherwise be started over and over, and is left alone for longer and longer.
 */
function fallen(now: number, before?: Falls): Falls {
  const count = before && now - before.until < SOON_MS ? before.count + 1 : 1;
  const wait = count === 1 ? 0 : Math.min(SOON_MS * 2 ** (count - 2), LONGEST_MS);
  return { count, until: now + wait };
}

/** Notes a crash: what it can be blamed on, or that there is nothing. */
export async function remember(crash: Crash | undefined): Promise<void> {
  if (!crash) {
    return chrome.storage.session.set({ [FALLS]: fallen(Date.now(), await known<Falls>(FALLS)) });
  }
  const all = await crashes();
  const before = all.find((other) => other.nonce === crash.nonce && other.first === crash.first);
  if (before) {
    before.times += 1;
    before.last = Math.min(before.last, crash.last);
  } else {
    all.push(crash);
  }
  await chrome.storage.session.set({ [CRASHES]: all });
}

// What is known of this run of the browser, across stops of the worker: nothing that a person did.

/** Observations on which the core panicked. */
export interface Crash {
  nonce: string;
  first: number;
  last: number;
  times: number;
}

const RUN = 'run';
const CRASHES = 'crashes';

/** Whether this is the first start since the browser or the extension started. Asked once a start. */
export async function isFresh(): Promise<boolean> {
  const { [RUN]: known } = await chrome.storage.session.get(RUN);
  await chrome.storage.session.set({ [RUN]: true });
  return known !== true;
}

/** Nothing was started after all: the next start is the first. */
export async function forget(): Promise<void> {
  await chrome.storage.session.remove(RUN);
}

/** The crashes of this run. */
export async function crashes(): Promise<Crash[]> {
  const { [CRASHES]: known } = await chrome.storage.session.get(CRASHES);
  return Array.isArray(known) ? known : [];
}

/** Notes a crash, if it can be blamed on something. */
export async function remember(crash: Crash | undefined): Promise<void> {
  if (!crash) return;
  const known = await crashes();
  const before = known.find((other) => other.nonce === crash.nonce && other.first === crash.first);
  if (before) {
    before.times += 1;
    before.last = Math.min(before.last, crash.last);
  } else {
    known.push(crash);
  }
  await chrome.storage.session.set({ [CRASHES]: known });
}

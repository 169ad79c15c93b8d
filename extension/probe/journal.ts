// The line to the worker, and the journal of what it has not stored yet.
//
// Observations are numbered from 1 without holes when they are first sent, and kept until they are acknowledged. A
// port that drops (the worker was stopped) is opened again when there is something to say; then everything that is
// not acknowledged is sent again under its old numbers. What does not fit into the bounded buffer is counted, and the
// count is an observation of its own as soon as there is room.

import type { FromProbe, Observation, Seen, ToProbe } from '../../schema/messages';
import { connect, type Line } from '../browser';
import { titleNow } from '../page/dom';
import { framePath } from '../page/frames';
import { descriptions } from './fields/fields';
import { heard, leave, wanted } from './probe';

const MOST_OBSERVATIONS = 2_000;
const MOST_UNITS = 4_000_000;
const LEAST_DELAY = 100;
const MOST_DELAY = 10_000;

/** An observation on its way. It has its number once it was sent. */
export type Entry = Omit<Observation, 'n'> & { n?: number };

const nonce = randomName();
let line: Line | undefined;
let kept: Entry[] = [];
let size = 0;
let overflow = 0;
let lastEpoch = 0;
let last = 0;
let acked = 0;
let sent = 0;
let observing = false;
let delay = 0;
let closed = false;

/** Whether the worker has said that this document is recorded. */
export function isObserving(): boolean {
  return observing;
}

/** Number of the last observation sent. */
export function lastNumber(): number {
  return last;
}

/** Opens the line if it is not open. */
export function openLine(): void {
  if (line || closed) return;
  try {
    const opened = connect(
      (message) => line === opened && hear(message),
      () => line === opened && lost(),
    );
    line = opened;
  } catch {
    leave();
    return;
  }
  sent = acked;
  const visible = document.visibilityState === 'visible';
  const [url, title] = [location.href, titleNow()];
  say({ kind: 'hello', nonce, frame: framePath(), visible, fields: descriptions(), url, title });
  flush();
}

/** Opens a new line: the one before did not outlive a stay in the browser's cache of pages. */
export function reopenLine(): void {
  line = undefined;
  openLine();
}

/** Writes down what was seen. It is sent at the end of the current task at the latest. */
export function write(seen: Seen, epoch: number): Entry {
  // By the clock that the worker goes by: the page's own stands still while the machine is asleep.
  const entry = { t: Date.now(), epoch, seen };
  lastEpoch = epoch;
  if (overflow || kept.length >= MOST_OBSERVATIONS || size >= MOST_UNITS) {
    overflow++;
    return entry;
  }
  kept.push(entry);
  size += units(entry);
  queueMicrotask(flush);
  return entry;
}

/** Whether the worker has stored the observation. */
export function isAcknowledged(entry: Entry): boolean {
  return entry.n !== undefined && entry.n <= acked;
}

/** Sends everything that was not sent on this line yet. Nothing has a number before the worker has said what it wants. */
export function flush(): void {
  if (closed || !observing) return;
  openLine();
  const observations: Observation[] = [];
  for (const entry of kept) {
    entry.n ??= ++last;
    if (entry.n > sent) observations.push({ ...entry, n: entry.n });
  }
  if (!observations.length || !line) return;
  sent = last;
  say({ kind: 'observed', observations });
}

/** Sends anything else. Opens no line: what is said to nobody is of no use later. */
export function say(message: FromProbe): void {
  try {
    line?.send(message);
  } catch {
    lost();
  }
}

/** The last words of a document that is put away. */
export function bye(): void {
  if (!line) return;
  flush();
  say({ kind: 'bye' });
}

/** Forgets everything and stays silent. */
export function closeLine(): void {
  closed = true;
  kept = [];
  line = undefined;
}

function hear(message: ToProbe): void {
  delay = 0;
  if ('upto' in message) drop(message.upto);
  if (message.kind === 'ack') return;
  heard(message);
  if (message.kind !== 'observe') return;
  if (!observing) kept = kept.filter((entry) => entry.n || wanted(entry.seen));
  observing = true;
  flush();
}

function drop(upto: number): void {
  acked = Math.max(acked, Math.min(upto, last));
  kept = kept.filter((entry) => !isAcknowledged(entry));
  size = kept.reduce((sum, entry) => sum + units(entry), 0);
  const count = overflow;
  if (count && kept.length < MOST_OBSERVATIONS && size < MOST_UNITS) {
    overflow = 0;
    write({ kind: 'lost', count }, lastEpoch);
  }
}

function lost(): void {
  line = undefined;
  if (closed || !kept.length) return;
  setTimeout(openLine, delay);
  delay = Math.min(Math.max(delay * 2, LEAST_DELAY), MOST_DELAY);
}

function units({ seen }: Entry): number {
  return seen.kind === 'text' ? 100 + seen.text.text.length : 500;
}

/** 24 digits of base32 (RFC 4648, in lower case), drawn from the first 16: 96 random bits. */
function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return String.fromCharCode(...bytes.map((byte) => 97 + (byte % 16)));
}

// The line to the worker, and the journal of what it has not stored yet.
//
// Observations are numbered from 1 without holes when they are first sent, and kept until they are acknowledged. A
// port that drops (the worker was stopped) is opened again when there is something to say; then everything that is
// not acknowledged is sent again under its old numbers. What does not fit into the bounded buffer is counted, and the
// count is an observation of its own as soon as there is room.

import type { FieldDescription, FromProbe, Observation, Seen, ToProbe } from '../../schema/messages';
import { connect, type Line } from '../browser';

const MOST_OBSERVATIONS = 2_000;
const MOST_UNITS = 1_000_000;
const LEAST_DELAY = 100;
const MOST_DELAY = 10_000;

/** An observation on its way. It has its number once it was sent. */
export type Entry = Omit<Observation, 'n'> & { n?: number };

/** What the journal needs to know from the probe around it. */
export interface Surroundings {
  /** The fields that observations may refer to. */
  descriptions(): FieldDescription[];
  /** A message of the worker, other than an acknowledgement. */
  heard(message: Exclude<ToProbe, { kind: 'ack' }>): void;
  /** Whether what was seen before the first answer of the worker is wanted by it. */
  wanted(seen: Seen): boolean;
  /** The extension was updated or removed: nobody will ever listen again. */
  orphaned(): void;
}

/** Numbers, keeps and sends observations. */
export class Journal {
  readonly #nonce = nonce();
  readonly #frame = framePath();
  readonly #around: Surroundings;
  #line: Line | undefined;
  #kept: Entry[] = [];
  #units = 0;
  #overflow = 0;
  #epoch = 0;
  #last = 0;
  #acked = 0;
  #sent = 0;
  #observing = false;
  #planned = false;
  #delay = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Whether the worker has said that this document is recorded. */
  get observing(): boolean {
    return this.#observing;
  }

  /** Number of the last observation sent. */
  get last(): number {
    return this.#last;
  }

  /** Opens the line if it is not open. */
  open(): void {
    if (this.#line || this.#closed) return;
    clearTimeout(this.#retry);
    try {
      const line = connect(
        (message) => this.#line === line && this.#hear(message),
        () => this.#line === line && this.#lost(),
      );
      this.#line = line;
    } catch {
      this.#around.orphaned();
      return;
    }
    this.#sent = this.#acked;
    const visible = document.visibilityState === 'visible';
    this.say({ kind: 'hello', nonce: this.#nonce, frame: this.#frame, visible, fields: this.#around.descriptions() });
    if (this.#observing) this.flush();
  }

  /** Writes down what was seen. It is sent at the end of the current task at the latest. */
  note(seen: Seen, epoch: number): Entry {
    const entry = { t: now(), epoch, seen };
    this.#epoch = epoch;
    if (this.#overflow || this.#kept.length >= MOST_OBSERVATIONS || this.#units >= MOST_UNITS) {
      this.#overflow++;
      return entry;
    }
    this.#kept.push(entry);
    this.#units += units(entry);
    if (!this.#planned) {
      this.#planned = true;
      queueMicrotask(() => {
        this.#planned = false;
        if (this.#observing) this.flush();
      });
    }
    return entry;
  }

  /** Whether the worker has stored the observation. */
  acknowledged(entry: Entry): boolean {
    return (entry.n ?? Number.POSITIVE_INFINITY) <= this.#acked;
  }

  /** Sends everything that was not sent on this line yet. */
  flush(): void {
    if (this.#closed) return;
    this.open();
    const observations: Observation[] = [];
    for (const entry of this.#kept) {
      entry.n ??= ++this.#last;
      if (entry.n > this.#sent) observations.push({ ...entry, n: entry.n });
    }
    if (!observations.length || !this.#line) return;
    this.#sent = this.#last;
    this.say({ kind: 'observed', observations });
  }

  /** Sends anything else. Opens no line: what is said to nobody is of no use later. */
  say(message: FromProbe): void {
    const line = this.#line;
    try {
      line?.send(message);
    } catch {
      this.#lost();
    }
  }

  /** The last words of a document that is put away. */
  bye(): void {
    if (!this.#line) return;
    this.flush();
    this.say({ kind: 'bye' });
  }

  /** Forgets everything and stays silent. */
  close(): void {
    this.#closed = true;
    this.#kept = [];
    this.#line = undefined;
    clearTimeout(this.#retry);
  }

  #hear(message: ToProbe): void {
    this.#delay = 0;
    if (message.kind === 'ack') {
      this.#drop(message.upto);
      return;
    }
    if (message.kind === 'observe') {
      this.#drop(message.upto);
      this.#around.heard(message);
      if (!this.#observing) this.#kept = this.#kept.filter((entry) => entry.n || this.#around.wanted(entry.seen));
      this.#observing = true;
      this.#sent = this.#acked;
      this.flush();
      return;
    }
    this.#around.heard(message);
  }

  #drop(upto: number): void {
    this.#acked = Math.max(this.#acked, Math.min(upto, this.#last));
    this.#kept = this.#kept.filter((entry) => !this.acknowledged(entry));
    this.#units = this.#kept.reduce((sum, entry) => sum + units(entry), 0);
    const count = this.#overflow;
    if (count && this.#kept.length < MOST_OBSERVATIONS && this.#units < MOST_UNITS) {
      this.#overflow = 0;
      this.note({ kind: 'lost', count }, this.#epoch);
    }
  }

  #lost(): void {
    this.#line = undefined;
    if (this.#closed || !this.#kept.length) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.open(), this.#delay);
    this.#delay = Math.min(Math.max(this.#delay * 2, LEAST_DELAY), MOST_DELAY);
  }
}

/** Now, in whole milliseconds of the browser's clock. */
function now(): number {
  return Math.floor(performance.timeOrigin + performance.now());
}

function units({ seen }: Entry): number {
  return seen.kind === 'text' ? 100 + seen.text.text.length : 500;
}

/** 15 random bytes in lower-case base32 (RFC 4648). */
function nonce(): string {
  let bits = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(15))) bits += byte.toString(2).padStart(8, '0');
  return bits.replace(/.{5}/g, (five) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(Number.parseInt(five, 2)));
}

/** A frame's own index in `parent[i]`. A frame inside a shadow tree is not listed there and is given this index. */
const UNLISTED = 65_535;

/** Indices of the frames from the top one to this one. Comparing windows works across origins. */
function framePath(): number[] {
  const path: number[] = [];
  for (let at: Window = window; at !== at.parent; at = at.parent) {
    const { parent } = at;
    let index = 0;
    while (index < parent.length && parent[index] !== at) index++;
    path.unshift(index < parent.length ? index : UNLISTED);
  }
  return path;
}

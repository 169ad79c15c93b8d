// The probe of one document: what its parts share, and what they do with what the worker says.
//
// It sets nothing on the page's DOM and reads nothing of a sensitive element. It is quiet as long as nobody does
// anything, and leaves nothing behind when it is told to go.

import type { FieldDescription, Seen, ToProbe } from '../../schema/messages';
import { Describer } from './describe/target';
import { Epoch } from './epoch';
import { Fields } from './fields/fields';
import { Lifetime } from './lifetime';
import { type Entry, Journal, type Surroundings } from './line';
import { Judge } from './sensitive';
import { Desk } from './ticket/desk';
import { watchClipboard } from './watch/clipboard';
import { watchKeys } from './watch/keys';
import { type Address, watchNavigation } from './watch/navigation';
import { watchPointer } from './watch/pointer';
import { watchStirring } from './watch/stirring';

/** What the worker wants of this document. */
export type Settings = Extract<ToProbe, { kind: 'observe' }>;

type Kind = Seen['kind'];

/** What a site's policy can switch off. */
const SWITCHED: Partial<Record<Kind, 'clicks' | 'keys'>> = {
  click: 'clicks',
  field: 'keys',
  key: 'keys',
  text: 'keys',
  secret: 'keys',
  clipboard: 'keys',
  blur: 'keys',
};

/** What the page may answer with a change that is worth a picture. */
const ACTIONS: Kind[] = ['navigate', 'click', 'key', 'secret', 'clipboard'];

/** Everything that the parts of a probe share. */
export class Probe implements Surroundings {
  readonly life = new Lifetime(() => this.journal.note({ kind: 'lost', count: 1 }, 0));
  readonly epoch = new Epoch(this.life);
  readonly judge = new Judge();
  readonly describer = new Describer(this.judge);
  readonly fields = new Fields(this);
  readonly journal = new Journal(this);
  readonly #desk = new Desk(this);
  readonly #address: Address;
  #settings: Settings | undefined;

  constructor() {
    this.#address = watchNavigation(this);
    watchStirring(this);
    watchPointer(this);
    watchKeys(this);
    watchClipboard(this);
    this.journal.open();
  }

  /** What the worker wants; nothing before it has answered for the first time. */
  get settings(): Settings | undefined {
    return this.#settings;
  }

  /** Whether clicks or keys are recorded here. Before the worker has answered, they are kept in case. */
  records(what: 'clicks' | 'keys'): boolean {
    return this.#settings?.[what] ?? true;
  }

  /** Writes down what was seen, after the address of the page it was seen on. */
  note(seen: Seen, epoch = this.epoch.now): Entry {
    if (seen.kind !== 'navigate') this.#address.settle();
    const entry = this.journal.note(seen, epoch);
    if (ACTIONS.includes(seen.kind)) this.epoch.settle(() => this.#settled());
    return entry;
  }

  /** The page is about to be used after a time of stillness. */
  stir(): void {
    this.journal.open();
    if (!this.journal.observing) return;
    const epoch = this.epoch.now;
    this.epoch.settle();
    this.journal.say({ kind: 'stirred', epoch });
  }

  /** Ends everything, without a trace. */
  end(): void {
    this.journal.close();
    this.life.end();
  }

  descriptions(): FieldDescription[] {
    return this.fields.descriptions;
  }

  heard(message: Exclude<ToProbe, { kind: 'ack' }>): void {
    if (message.kind === 'detach') this.end();
    else if (message.kind === 'observe') this.#observe(message);
    else this.#desk.handle(message);
  }

  /** What was seen before the policy was known is not wanted where the policy has something to mask. */
  wanted(seen: Seen): boolean {
    const off = SWITCHED[seen.kind];
    return seen.kind === 'navigate' || (!this.#settings?.maskSelectors.length && (!off || this.records(off)));
  }

  orphaned(): void {
    this.end();
  }

  #observe(settings: Settings): void {
    const first = !this.#settings;
    this.#settings = settings;
    this.judge.setMaskSelectors(settings.maskSelectors);
    if (first) {
      if (settings.maskSelectors.length) this.fields.forget();
      this.epoch.settle(() => this.#settled());
    }
  }

  #settled(): void {
    this.fields.flush();
    this.journal.flush();
    this.journal.say({ kind: 'settled', epoch: this.epoch.now, n: this.journal.last });
  }
}

// The fields of a document: each is described before its first use, keeps its number, and has its text written down
// before a key and once it has been still.

import type { FieldDescription, FieldText, Sensitive } from '../../../schema/messages';
import type { Entry } from '../line';
import type { Probe } from '../probe';
import { editContextOf, type Found, fieldAt } from './kinds';
import { stateOf } from './state';
import { screenAt } from './terminal';

const STILL_AFTER = 100;
const BURST = 5_000;
const MOST_DESCRIBED = 200;

/** A field that was met. */
export interface Field extends Found {
  readonly id: number;
  composing: boolean;
  written: { state: FieldText; composing: boolean; entry: Entry } | undefined;
  burst: number;
  takeBack: (() => void) | undefined;
}

/** All fields of a document. */
export class Fields {
  readonly #probe: Probe;
  readonly #known = new WeakMap<Element, Field>();
  readonly #contexts = new WeakSet<EventTarget>();
  #described = new Map<number, FieldDescription>();
  #current: Field | undefined;
  #last = 0;

  constructor(probe: Probe) {
    this.#probe = probe;
  }

  /** The descriptions of the fields that were used. */
  get descriptions(): FieldDescription[] {
    return [...this.#described.values()];
  }

  /** The field an element belongs to, met now if it was not before. */
  at(element: Element): Field | undefined {
    const found = fieldAt(element);
    if (!found) return undefined;
    let field = this.#known.get(found.element);
    if (!field) {
      field = { ...found, id: ++this.#last, composing: false, written: undefined, burst: 0, takeBack: undefined };
      this.#known.set(found.element, field);
    }
    this.#listen(field);
    return field;
  }

  /** The focus is in this field, or in none. The one that had it before is left. */
  focus(field: Field | undefined): void {
    if (field === this.#current) return;
    this.leave();
    this.#current = field;
  }

  /** The focus goes away. */
  leave(): void {
    const field = this.#current;
    this.#current = undefined;
    if (!field || !this.#described.has(field.id)) return;
    this.#write(field);
    field.burst = 0;
    this.#probe.note({ kind: 'blur', field: field.id });
  }

  /** About to use a field: describes it when that was not done yet or has changed. Answers whether it is sensitive. */
  use(field: Field): Sensitive | undefined {
    const sensitive = this.#verdict(field);
    const known = this.#described.get(field.id);
    if (known && (known.sensitive ?? undefined) === sensitive) return sensitive;
    const { element, editable, id } = field;
    const description: FieldDescription = {
      id,
      editable,
      singleLine: element instanceof HTMLInputElement,
      target: this.#probe.describer.describe(element),
    };
    if (sensitive) {
      description.sensitive = sensitive;
      description.target.sensitive = sensitive;
    }
    this.#described.set(id, description);
    const [oldest] = this.#described.keys();
    if (oldest && this.#described.size > MOST_DESCRIBED) this.#described.delete(oldest);
    this.#probe.note({ kind: 'field', field: description });
    return sensitive;
  }

  /** Something is written in a sensitive field. */
  secret(field: Field): void {
    const now = performance.now();
    if (!field.burst || now - field.burst > BURST) this.#probe.note({ kind: 'secret', field: field.id });
    field.burst = now;
  }

  /** Writes down how a field stands before the next thing happens to it. */
  before(field: Field): void {
    field.burst = 0;
    const { written } = field;
    this.#write(field, !written || this.#probe.journal.acknowledged(written.entry));
  }

  /** A field is being edited: it is written down as soon as it has been still. */
  touch(field: Field): void {
    field.takeBack?.();
    field.takeBack = this.#probe.life.later(STILL_AFTER, () => this.#write(field));
  }

  /** Something was written in a field, and no key told it. */
  edited(field: Field): void {
    if (this.use(field)) this.secret(field);
    else this.touch(field);
  }

  /** Writes down the field that has the focus if it has changed. */
  flush(): void {
    const field = this.#current;
    if (field && this.#described.has(field.id)) this.#write(field);
  }

  /** Forgets which fields were described. */
  forget(): void {
    this.#described = new Map();
  }

  #write(field: Field, anyway = false): void {
    field.takeBack?.();
    field.takeBack = undefined;
    if (!this.#probe.records('keys') || this.use(field)) return;
    const state = stateOf(field, this.#probe.judge);
    const { written, composing } = field;
    if (!state || (!anyway && written && written.composing === composing && same(written.state, state))) return;
    const entry = this.#probe.note({ kind: 'text', field: field.id, text: state, composing });
    field.written = { state, composing, entry };
  }

  #verdict({ element, editable }: Field): Sensitive | undefined {
    const { judge, settings } = this.#probe;
    const verdict = judge.verdict(element);
    if (verdict) return verdict;
    if (editable === 'canvas') return settings?.trustCanvas ? undefined : 'private';
    const blind = editable === 'terminal' && !settings?.trustTerminal && screenAt(element) === 'unreadable';
    return blind ? 'private' : undefined;
  }

  /** An EditContext raises its events on itself alone. */
  #listen(field: Field): void {
    const context = editContextOf(field.element);
    if (!context || this.#contexts.has(context)) return;
    this.#contexts.add(context);
    const { life, epoch } = this.#probe;
    life.listen(context, 'textupdate', () => {
      epoch.bump();
      if (this.#probe.records('keys')) this.edited(field);
    });
    life.listen(context, 'compositionstart', () => this.compose(field, true));
    life.listen(context, 'compositionend', () => this.compose(field, false));
  }

  /** An input method starts or ends composing. */
  compose(field: Field, composing: boolean): void {
    field.composing = composing;
    this.touch(field);
  }
}

function same(one: FieldText, other: FieldText): boolean {
  return one.text === other.text && one.start === other.start && one.end === other.end && one.whole === other.whole;
}

// The fields of a document: each is described before its first use, keeps its number, and has its text written down
// before a key and once it has been still.

import type { FieldDescription, FieldText, Seen, Sensitive } from '../../../schema/messages';
import { attribute } from '../../page/dom';
import { describe, describeRenamed } from '../describe/target';
import { bump } from '../epoch';
import { type Entry, isAcknowledged } from '../journal';
import { later, listen } from '../lifetime';
import { note, records, refOf, settings } from '../probe';
import { verdictOn } from '../sensitive';
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
  written?: { said: string; entry: Entry };
  burst?: number;
  takeBack?: (() => void) | undefined;
}

const known = new WeakMap<Element, Field>();
const contexts = new WeakSet<EventTarget>();
/** How a field is described, what told the worker so, and how it had been described before. */
interface Told {
  stands: FieldDescription;
  entry: Entry;
  before: FieldDescription;
}

/** The fields that were used, as they are described. */
const described = new Map<number, Told>();
/** Fields that were described as not sensitive, as long as they are there. */
const open = new Map<number, WeakRef<Field>>();
let current: Field | undefined;
let last = 0;

/**
 * The descriptions of the fields that were used, as the worker has stored them: one that has come to be sensitive is so with
 * the observation that says it, or what was recorded of it before would stay.
 */
export function descriptions(): FieldDescription[] {
  return [...described.values()].map(stored);
}

/** As the worker has stored it. */
const stored = ({ stands, entry, before }: Told) => (isAcknowledged(entry) ? stands : before);

/** The field an element belongs to, met now if it was not before. */
export function fieldOf(element: Element): Field | undefined {
  const found = fieldAt(element);
  if (!found) return undefined;
  let field = known.get(found.element);
  if (!field) {
    field = { ...found, id: ++last, composing: false };
    known.set(found.element, field);
  }
  listenTo(field);
  return field;
}

/** The focus is in this field, or in none. The one that had it before is left. */
export function focusOn(field: Field | undefined): void {
  if (field === current) return;
  leaveField();
  current = field;
}

/** The field that has the focus. */
export function fieldInUse(): Field | undefined {
  return current;
}

/** The focus goes away. */
export function leaveField(): void {
  const field = current;
  current = undefined;
  if (!field || !described.has(field.id)) return;
  writeText(field);
  field.burst = 0;
  note({ kind: 'blur', field: field.id });
}

/** About to use a field: describes it when that was not done yet or has changed. Answers whether it is sensitive. */
export function use(field: Field): Sensitive | undefined {
  const sensitive = verdictOnField(field);
  const known = described.get(field.id)?.stands;
  const told = known && (known.target.ref || !refOf(field.element));
  if (told && (known.sensitive ?? undefined) === sensitive) return sensitive;
  const { element, editable, id } = field;
  const description: FieldDescription = {
    id,
    editable,
    singleLine: element instanceof HTMLInputElement,
    autocomplete: attribute(element, 'autocomplete'),
    target: describe(element),
  };
  if (sensitive) {
    description.sensitive = sensitive;
    description.target.sensitive = sensitive;
  }
  tell(description);
  if (sensitive) open.delete(id);
  else open.set(id, new WeakRef(field));
  const [oldest] = described.keys();
  if (oldest && described.size > MOST_DESCRIBED) described.delete(oldest);
  return sensitive;
}

function tell(stands: FieldDescription): void {
  const known = described.get(stands.id);
  const before = known ? stored(known) : stands;
  described.set(stands.id, { stands, before, entry: note({ kind: 'field', field: stands }) });
}

/** Something is written in a sensitive field. */
export function secret(field: Field): void {
  const now = performance.now();
  if (!field.burst || now - field.burst > BURST) note({ kind: 'secret', field: field.id });
  field.burst = now;
}

/** Writes down how a field stands before the next thing happens to it, and gives that back. */
export function writeBefore(field: Field): FieldText | undefined {
  field.burst = 0;
  const { written, id } = field;
  const description = described.get(id)?.stands;
  const target = description && describeRenamed(field.element, description.target);
  if (target) tell({ ...description, target });
  return writeText(field, !written || isAcknowledged(written.entry));
}

/** A field is being edited: it is written down as soon as it has been still. */
export function touch(field: Field): void {
  field.takeBack?.();
  field.takeBack = later(STILL_AFTER, () => writeText(field));
}

/** Something was written in a field, and no key told it. */
export function edited(field: Field): void {
  if (use(field)) secret(field);
  else touch(field);
}

/** Writes down the field that has the focus if it has changed. */
export function writeField(): FieldText | undefined {
  const field = current;
  return field && described.has(field.id) ? writeText(field) : undefined;
}

/** Takes the verdict on every field anew: a page may mask one after something was written in it. */
export function judgeFields(): void {
  for (const [id, ref] of open) {
    const field = ref.deref();
    if (field && described.has(id)) use(field);
    else open.delete(id);
  }
}

/** Forgets which fields were described. */
export function forgetFields(): void {
  described.clear();
}

/** Writes down what stands in a field, and gives it back. */
function writeText(field: Field, anyway = false): FieldText | undefined {
  field.takeBack?.();
  field.takeBack = undefined;
  if (!records('keys') || use(field)) return undefined;
  const state = stateOf(field);
  if (!state) return undefined;
  const { written, composing } = field;
  const seen: Seen = { kind: 'text', field: field.id, text: state, composing };
  const said = JSON.stringify(seen);
  if (anyway || written?.said !== said) field.written = { said, entry: note(seen) };
  return state;
}

function verdictOnField({ element, editable }: Field): Sensitive | undefined {
  const verdict = verdictOn(element);
  if (verdict) return verdict;
  if (editable === 'canvas') return settings()?.trustCanvas ? undefined : 'private';
  const blind = editable === 'terminal' && !settings()?.trustTerminal && screenAt(element) === 'unreadable';
  return blind ? 'private' : undefined;
}

/** An EditContext raises its events on itself alone. */
function listenTo(field: Field): void {
  const context = editContextOf(field.element);
  if (!context || contexts.has(context)) return;
  contexts.add(context);
  listen(context, 'textupdate', () => {
    bump();
    if (records('keys')) edited(field);
  });
  listen(context, 'compositionstart', () => compose(field, true));
  listen(context, 'compositionend', () => compose(field, false));
}

/** An input method starts or ends composing. */
export function compose(field: Field, composing: boolean): void {
  field.composing = composing;
  touch(field);
}

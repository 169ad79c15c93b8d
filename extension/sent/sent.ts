// The page about what was sent: what the server has signed for, by days, the ways to have it erased there, and the files
// that a person should keep.

import type { FromPage, Ledger, SentBatch, Status } from '../../schema/messages';
import { text } from '../browser';
import { arrange } from '../ui/arrange';
import { answerTo } from '../ui/ask';
import { faultWords } from '../ui/faults';
import { element, setText, show, translate } from '../ui/page';
import { question } from '../ui/question';
import { save } from '../ui/save';
import { count, size } from '../ui/words';
import { DayView } from './day';
import { amount, daysOf, inState, isErasing } from './days';
import { receipts, recoveryFile } from './files';
import { changes } from './words';

/** How soon it asks again while something is to change, and while nothing is. */
const SOON_MS = 2000;
const LATER_MS = 20_000;

const byId = (id: string): HTMLElement => element(id, HTMLElement);
const button = (id: string): HTMLButtonElement => element(id, HTMLButtonElement);

/** What was sent, the latest first. */
let ledger: Ledger | undefined;
/** Origin of the server to which the next batch goes. */
let endpoint: string | undefined;
/** Number of the latest exchange: the answer to an earlier one is out of date. */
let latest = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

const selected = new Set<string>();
const days = new Map<string, DayView>();
const roots = new Map<string, HTMLElement>();

const acts = {
  select(batch: string, isSelected: boolean): void {
    if (isSelected) selected.add(batch);
    else selected.delete(batch);
    showSelection();
  },
  erase(batch: string, row: HTMLElement, asker: HTMLButtonElement): void {
    const next = beside(row);
    askToErase(asker, text('sent_erase_question'), () => erase([batch], next));
  },
  eraseDay(batches: readonly SentBatch[], root: HTMLElement, asker: HTMLButtonElement): void {
    const ids = batches.map(({ id }) => id);
    askToErase(asker, text('sent_erase_day_question', count(ids.length)), () => erase(ids, () => summaryOf(root)));
  },
};

/** Asks, and shows the answer; the ledger, unless the worker does not answer. */
async function exchange(message: FromPage): Promise<Ledger | undefined> {
  const turn = ++latest;
  clearTimeout(timer);
  const status = await answerTo(message);
  if (turn === latest) {
    take(status);
    askAgain();
  }
  return status?.ledger ?? undefined;
}

function askAgain(): void {
  clearTimeout(timer);
  const isSettled = ledger && !isErasing(ledger) && byId('unreachable').hidden;
  timer = setTimeout(
    () => (document.hidden ? askAgain() : void exchange({ kind: 'ledger' })),
    isSettled ? LATER_MS : SOON_MS,
  );
}

function take(status: Status | undefined): void {
  show(!status?.ledger, byId('unreachable'));
  if (!status?.ledger) return;
  const isDone = ledger && isErasing(ledger) && !isErasing(status.ledger);
  ledger = { ...status.ledger, batches: status.ledger.batches.toSorted((a, b) => b.sent - a.sent) };
  endpoint = status.endpoint ?? undefined;
  if (isDone) setText(byId('told'), text('sent_done'));
  showLedger(ledger);
}

function showLedger({ batches, erasingAll, trouble }: Ledger): void {
  const there = amount(inState(batches, 'stored', 'erasing'));
  setText(byId('batches'), count(there.batches));
  setText(byId('records'), count(there.records));
  setText(byId('frames'), count(there.frames));
  setText(byId('size'), size(there.bytes));
  setText(byId('changes'), changes(batches));
  setText(byId('trouble'), faultWords(trouble));
  show(Boolean(trouble), byId('attention'));
  show(erasingAll, byId('erasing-all'));
  button('erase-all').disabled = erasingAll;
  button('receipts').disabled = batches.length === 0;
  show(batches.length === 0, byId('none'));
  showDays(batches);
  const stored = new Set(inState(batches, 'stored').map(({ id }) => id));
  for (const id of selected) if (!stored.has(id)) selected.delete(id);
  show(stored.size > 0, byId('selection'));
  showSelection();
}

/** Only the latest day is open at first: of a year nobody wants to see every batch. */
function showDays(batches: readonly SentBatch[]): void {
  const isFirst = roots.size === 0;
  const all = daysOf(batches);
  const make = (key: string, first: SentBatch): HTMLElement => {
    const view = new DayView(first, acts, selected);
    days.set(key, view);
    return view.root;
  };
  arrange(
    byId('days'),
    roots,
    all.flatMap(({ key, batches: [first] }) => (first ? [[key, () => make(key, first)] as const] : [])),
  );
  for (const key of days.keys()) if (!roots.has(key)) days.delete(key);
  const [latestDay] = all;
  const view = latestDay && days.get(latestDay.key);
  if (isFirst && view) view.root.open = true;
  for (const day of all) days.get(day.key)?.update(day);
}

function showSelection(): void {
  setText(byId('selected'), text('review_selected', count(selected.size)));
  for (const id of ['erase-selected', 'select-none']) button(id).disabled = selected.size === 0;
}

/** Asks in the place of the button, and says what erasing means. */
function askToErase(asker: HTMLElement, words: string, act: () => Promise<void>, yes = text('sent_erase_yes')): void {
  question({ place: asker, asker, words: `${words} ${text('sent_erase_means')}`, yes, no: text('delete_no'), act });
}

/** Has batches erased, and moves the focus to what `next` names; to the heading when that is gone too. */
async function erase(ids: readonly string[], next: () => HTMLElement | undefined): Promise<void> {
  const wanted = new Set(ids);
  const batches = inState(ledger?.batches ?? [], 'stored')
    .map(({ id }) => id)
    .filter((id) => wanted.has(id));
  // Something else may have had them erased meanwhile, and no ids at all would mean everything.
  if (batches.length > 0) {
    const answer = await exchange({ kind: 'eraseSent', batches });
    const isAsked = answer && !inState(answer.batches, 'stored').some(({ id }) => wanted.has(id));
    setText(byId('told'), text(isAsked ? 'sent_asked' : 'sent_not_asked'));
  }
  (next() ?? byId('heading')).focus();
}

async function eraseAll(): Promise<void> {
  const answer = await exchange({ kind: 'eraseSent', batches: [] });
  const isAsked = answer && inState(answer.batches, 'stored').length === 0;
  setText(byId('told'), text(isAsked ? 'sent_all_asked' : 'sent_not_asked'));
  if (isAsked) byId('heading').focus();
}

/** The button to erase the row that follows, or else the one before; the day's title when it has no other. */
function beside(row: HTMLElement): () => HTMLElement | undefined {
  const rows = [...(row.parentElement?.children ?? [])];
  const place = rows.indexOf(row);
  const near = [...rows.slice(place + 1), ...rows.slice(0, place).reverse()];
  return () => {
    for (const other of near) {
      const erase = other.querySelector<HTMLElement>(':scope > .erase');
      if (erase?.checkVisibility()) return erase;
    }
    return summaryOf(row);
  };
}

function summaryOf(inside: HTMLElement): HTMLElement | undefined {
  return inside.closest('details')?.querySelector('summary') ?? undefined;
}

/** Asks for the code, and forgets it again. Nothing when there is none to be had, which is said. */
async function recovery(): Promise<string | undefined> {
  const code = (await answerTo({ kind: 'recovery' }))?.recovery;
  if (!code) {
    setText(byId('told'), text('sent_recovery_failed'));
    return undefined;
  }
  const endpoints = new Set((ledger?.batches ?? []).map((batch) => batch.endpoint));
  if (endpoint) endpoints.add(endpoint);
  return recoveryFile(code, [...endpoints], Date.now());
}

async function saveRecovery(): Promise<void> {
  const file = await recovery();
  if (!file) return;
  save(new Blob([file], { type: 'text/plain' }), 'candor-recovery.txt');
  setText(byId('told'), text('sent_recovery_saved'));
}

/** Prints it, and nothing else of the page: on the screen it is never seen. */
async function printRecovery(): Promise<void> {
  const file = await recovery();
  if (!file) return;
  setText(byId('paper'), file);
  print();
  setText(byId('paper'), '');
}

function saveReceipts(): void {
  save(new Blob([receipts(ledger?.batches ?? [])], { type: 'application/x-ndjson' }), 'candor-receipts.ndjson');
  setText(byId('told'), text('sent_receipts_saved'));
}

function listen(): void {
  const all = button('erase-all');
  all.addEventListener('click', () =>
    askToErase(all, text('sent_erase_all_question'), eraseAll, text('sent_erase_all_yes')),
  );
  const some = button('erase-selected');
  some.addEventListener('click', () => {
    const ids = [...selected];
    askToErase(some, text('sent_erase_selected_question', count(ids.length)), () => erase(ids, () => undefined));
  });
  button('select-none').addEventListener('click', () => {
    selected.clear();
    for (const day of days.values()) day.showSelection();
    showSelection();
    byId('heading').focus();
  });
  button('receipts').addEventListener('click', saveReceipts);
  button('recovery').addEventListener('click', () => void saveRecovery());
  button('recovery-print').addEventListener('click', () => void printRecovery());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void exchange({ kind: 'ledger' });
  });
}

async function open(): Promise<void> {
  await translate();
  listen();
  await exchange({ kind: 'ledger' });
}

void open();

// The popup: how things stand in this tab, and every switch the person has.

import type { FromPage } from '../../schema/messages';
import { activeTab, buildOf, isForbidden, keysOf, openPage, text } from '../browser';
import { answerTo } from '../ui/ask';
import { listenForLeftover } from '../ui/leftover';
import { minutesUntilMorning } from '../ui/morning';
import { element, setText, show, translate } from '../ui/page';
import { askToDelete } from '../ui/question';
import { showTerms } from '../ui/terms';
import { minutes } from '../ui/words';
import { showBuild, showLeaving, showStatus, showUnreachable } from './view';

const WELCOME = 'welcome/welcome.html';
const NEVER = 'never/never.html';
const LIMITS = 'limits/limits.html';
const REVIEW = 'review/review.html';
const SENT = 'sent/sent.html';
const REFRESH_MS = 1000;

/** How often it asks for all that is held, to say when the first of it leaves: that changes by the minute. */
const LEAVING_MS = 30_000;

/** How a task went, in the words of the records. */
const OUTCOMES = { done: 'done', 'not-done': 'not done' };

/** Minutes of the shorter of the two deletions. */
const LAST = 10;

let tab: number | null = null;
/** Number of the latest exchange: the answer to an earlier one is out of date. */
let latest = 0;
let waiting = false;
/** The policy that was shown last. */
let shown: string | undefined;

/** Sends the messages and shows how things stand then. Whether the worker has answered. */
async function exchange(...messages: FromPage[]): Promise<boolean> {
  const turn = ++latest;
  waiting = true;
  const status = await answerTo(...messages, { kind: 'status', tab });
  if (turn !== latest) return Boolean(status);
  waiting = false;
  const isElsewhere = status?.tab.state === 'not' && status.tab.reason === 'notAllowedSite';
  const forbidden = isElsewhere && tab !== null && (await isForbidden(tab).catch(() => false));
  if (turn !== latest) return Boolean(status);
  if (status) showStatus(status, forbidden);
  else showUnreachable();
  if (isOffered() && shown === undefined) void policy();
  return Boolean(status);
}

/** The same for what the person decides, which may change when the first of what is held leaves. */
async function decide(message: FromPage): Promise<boolean> {
  const isAnswered = await exchange(message);
  await leaving();
  return isAnswered;
}

/** Shows when the first of what is held leaves. */
async function leaving(): Promise<void> {
  const status = await answerTo({ kind: 'held' });
  if (status) showLeaving(status);
}

/** Shows the policy in words, while somebody looks at it or may agree to it. */
async function policy(): Promise<void> {
  if (!element('policy', HTMLDetailsElement).open && !isOffered()) return;
  const status = await answerTo({ kind: 'terms' });
  if (!status) return;
  showTerms(status);
  const policy = status.terms?.policy;
  const isOther = shown !== undefined && policy !== undefined && policy !== shown;
  shown = policy ?? shown;
  const changed = element('changed', HTMLElement);
  if (isOther || !isOffered()) show(isOther && isOffered(), changed);
  // It is there to be read before it is agreed to.
  if (isOther && isOffered()) element('policy', HTMLDetailsElement).open = true;
}

/** Whether there is something to agree to. */
function isOffered(): boolean {
  return !element('choice', HTMLElement).hidden;
}

/** Agrees to the policy that was shown. Another one is refused, and shown then. */
async function accept(): Promise<void> {
  await decide({ kind: 'consent', accept: true, policy: shown ?? '' });
  await policy();
}

function on(id: string, act: () => void): void {
  element(id, HTMLButtonElement).addEventListener('click', act);
}

/** Asks, deletes, and says so. */
function erase(id: string, question: string, message: FromPage): void {
  const asker = element(id, HTMLButtonElement);
  askToDelete(element('deletions', HTMLElement), asker, question, async () => {
    if (await decide(message)) setText(element('deleted', HTMLElement), text('deleted'));
    if (asker.disabled) element('review', HTMLButtonElement).focus();
  });
}

/** Marks the begin or the end of a task, with what the person wrote about it if they did. */
function noteTask(message: (note: string) => FromPage): void {
  const note = element('task-note', HTMLInputElement);
  const words = note.value.trim();
  void decide(message(words)).then((isAnswered) => {
    if (isAnswered && note.value.trim() === words) note.value = '';
  });
}

/** The button is gone then: the focus goes where it says so. */
async function withdraw(): Promise<void> {
  await decide({ kind: 'consent', accept: false });
  if (document.activeElement === document.body) element('title', HTMLElement).focus();
}

function listen(): void {
  const toggle = element('switch', HTMLButtonElement);
  on('switch', () => void decide({ kind: 'switch', on: toggle.ariaChecked !== 'true' }));
  on('accept', () => void accept());
  on('decline', () => void decide({ kind: 'consent', accept: false }));
  on('withdraw', () => void withdraw());
  listenForLeftover(decide);
  on('resume', () => void decide({ kind: 'pause', minutes: 0 }));
  for (const button of document.querySelectorAll<HTMLButtonElement>('button.pause')) {
    const length = Number(button.getAttribute('data-minutes'));
    setText(button, minutes(length, 'short'));
    button.addEventListener('click', () => void decide({ kind: 'pause', minutes: length }));
  }
  on('until-morning', () => void decide({ kind: 'pause', minutes: minutesUntilMorning(new Date()) }));
  on('delete', () => erase('delete', text('delete_question'), { kind: 'deleteHeld' }));
  const last = minutes(LAST);
  setText(element('delete-last', HTMLButtonElement), text('delete_last', minutes(LAST, 'short')));
  on('delete-last', () => {
    erase('delete-last', text('delete_last_question', last), { kind: 'deleteLast', minutes: LAST });
  });
  on('start', () => noteTask((goal) => ({ kind: 'taskStart', goal })));
  for (const [id, word] of Object.entries(OUTCOMES)) {
    on(id, () => noteTask((note) => ({ kind: 'taskEnd', outcome: note ? `${word}: ${note}` : word })));
  }
  element('policy', HTMLDetailsElement).addEventListener('toggle', () => void policy());
  on('noted', () => void decide({ kind: 'noted' }));
  on('review', () => void openPage(REVIEW));
  on('left-review', () => void openPage(REVIEW));
  on('left-look', () => void openPage(SENT));
  on('sent-held', () => void openPage(SENT));
  on('sent-open', () => void openPage(SENT));
  on('never', () => void openPage(NEVER));
  on('limits', () => void openPage(LIMITS));
  on('more', () => void openPage(WELCOME));
}

/** Tells the keys that do the same, where a person looks for what a button does. */
async function tellKeys(): Promise<void> {
  const [first] = document.querySelectorAll<HTMLButtonElement>('button.pause');
  const buttons = {
    pause: [first, element('resume', HTMLButtonElement)],
    'delete-last': [element('delete-last', HTMLButtonElement)],
    'mark-task': ['start', 'done'].map((id) => element(id, HTMLButtonElement)),
  };
  for (const [command, same] of Object.entries(buttons)) {
    const keys = await keysOf(command);
    for (const button of keys ? same : []) if (button) button.title = keys;
  }
}

async function open(): Promise<void> {
  await translate();
  listen();
  void tellKeys();
  void buildOf().then(showBuild);
  tab = (await activeTab()) ?? null;
  await exchange();
  await leaving();
  setInterval(() => {
    if (document.hidden) return;
    void leaving();
    void policy();
  }, LEAVING_MS);
  setInterval(() => {
    if (!waiting && !document.hidden) void exchange();
  }, REFRESH_MS);
}

void open();

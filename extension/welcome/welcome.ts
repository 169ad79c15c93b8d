// The first-run page: what is recorded, from the policy itself, and the question. It is also where to read it all again
// later, and to withdraw.

import type { FromPage, Reason, Status } from '../../schema/messages';
import { text } from '../browser';
import { answerTo } from '../ui/ask';
import { type Look, lookOf, nameOf } from '../ui/badge';
import { listenForLeftover, showLeftover } from '../ui/leftover';
import { element, setText, show, translate } from '../ui/page';
import { showTerms } from '../ui/terms';

const REFRESH_MS = 2000;

/** Reasons that are about this page of ours alone: elsewhere, recording is on. */
const OF_THE_PAGE: ReadonlySet<Reason> = new Set([
  'incognito',
  'blockedSite',
  'notAllowedSite',
  'sensitivePage',
  'leftOut',
  'notReached',
]);

const part = (id: string): HTMLElement => element(id, HTMLElement);

/** Set while the person, having answered, wants to answer again. */
let reconsidering = false;
/** The policy whose terms are shown. */
let shown: string | undefined;
let latest = 0;
let waiting = false;

/** Sends the messages and shows how things stand then. Whether the worker has answered. */
async function exchange(...messages: FromPage[]): Promise<boolean> {
  const turn = ++latest;
  waiting = true;
  const status = await answerTo(...messages, { kind: 'terms' });
  if (turn !== latest) return Boolean(status);
  waiting = false;
  if (status) showStatus(status);
  else showAnswer('trouble', text('unreachable_title'), text('unreachable_remedy'), false);
  return Boolean(status);
}

async function choose(accept: boolean): Promise<void> {
  reconsidering = false;
  await exchange({ kind: 'consent', accept, policy: shown ?? '' });
  part('answer-title').focus();
}

function showStatus(status: Status): void {
  showTerms(status);
  showLeftover(status);
  const name = nameOf(status.tab);
  const open = name === 'noConsent' || name === 'widened' || (reconsidering && status.consent != null);
  const policy = status.terms?.policy;
  const isOther = shown !== undefined && policy !== undefined && policy !== shown;
  if (isOther || !open) show(open && isOther, part('changed'));
  shown = policy ?? shown;
  show(open, part('choice'));
  show(!open, part('answer'));
  show(name === 'widened', part('again'));
  show(status.consent === true, part('withdraw'));
  show(status.consent === false, part('change'));
  if (open) return;
  if (status.consent === true && (status.tab.state === 'recording' || OF_THE_PAGE.has(status.tab.reason))) {
    showAnswer('recording', text('welcome_accepted_title'), text('welcome_accepted_text'), true);
  } else if (status.consent === false) {
    showAnswer('off', text('welcome_declined_title'), text('welcome_declined_text'), true);
  } else if (status.consent === true) {
    showAnswer(lookOf(status.tab), text(`${name}_title`), text(`${name}_text`), true);
  } else {
    showAnswer(lookOf(status.tab), text(`${name}_title`), `${text(`${name}_text`)} ${text('welcome_waiting')}`, false);
  }
}

function showAnswer(look: Look, title: string, explanation: string, answered: boolean): void {
  show(false, part('choice'));
  show(true, part('answer'));
  part('answer').setAttribute('data-look', look);
  setText(part('answer-title'), title);
  setText(part('answer-text'), explanation);
  show(answered, part('answer-close'));
}

async function open(): Promise<void> {
  await translate();
  element('accept', HTMLButtonElement).addEventListener('click', () => void choose(true));
  for (const id of ['decline', 'withdraw']) {
    element(id, HTMLButtonElement).addEventListener('click', () => void choose(false));
  }
  listenForLeftover(exchange);
  element('change', HTMLButtonElement).addEventListener('click', () => {
    reconsidering = true;
    void exchange();
  });
  void exchange();
  setInterval(() => {
    if (!waiting && !document.hidden) void exchange();
  }, REFRESH_MS);
}

void open();

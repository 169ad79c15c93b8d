// The popup: how things stand in this tab, and every switch the person has.

import type { FromPage } from '../../schema/messages';
import { activeTab, openPage, text } from '../browser';
import { answerTo } from '../ui/ask';
import { element, setText, show, translate } from '../ui/page';
import { minutes } from '../ui/words';
import { showStatus, showUnreachable } from './view';

const WELCOME = 'welcome/welcome.html';
const NEVER = 'never/never.html';
const REFRESH_MS = 1000;

let tab: number | null = null;
/** Number of the latest exchange: the answer to an earlier one is out of date. */
let latest = 0;
let waiting = false;

async function exchange(...messages: FromPage[]): Promise<void> {
  const turn = ++latest;
  waiting = true;
  const status = await answerTo(...messages, { kind: 'status', tab });
  if (turn !== latest) return;
  waiting = false;
  if (status) showStatus(status);
  else showUnreachable();
}

function on(id: string, act: () => void): void {
  element(id, HTMLButtonElement).addEventListener('click', act);
}

function askToDelete(asking: boolean): void {
  show(asking, element('confirm', HTMLElement));
  show(!asking, element('delete', HTMLElement));
  element(asking ? 'delete-no' : 'delete', HTMLButtonElement).focus();
}

function listen(): void {
  const toggle = element('switch', HTMLButtonElement);
  on('switch', () => void exchange({ kind: 'switch', on: toggle.ariaChecked !== 'true' }));
  on('accept', () => void exchange({ kind: 'consent', accept: true }));
  on('decline', () => void exchange({ kind: 'consent', accept: false }));
  on('withdraw', () => void exchange({ kind: 'consent', accept: false }));
  on('resume', () => void exchange({ kind: 'pause', minutes: 0 }));
  for (const button of document.querySelectorAll<HTMLButtonElement>('button.pause')) {
    const length = Number(button.getAttribute('data-minutes'));
    setText(button, minutes(length));
    button.addEventListener('click', () => void exchange({ kind: 'pause', minutes: length }));
  }
  on('delete', () => askToDelete(true));
  on('delete-no', () => askToDelete(false));
  on('delete-yes', async () => {
    await exchange({ kind: 'deleteHeld' });
    askToDelete(false);
    setText(element('deleted', HTMLElement), text('deleted'));
  });
  on('never', () => void openPage(NEVER));
  on('more', () => void openPage(WELCOME));
}

async function open(): Promise<void> {
  translate();
  listen();
  tab = (await activeTab()) ?? null;
  await exchange();
  setInterval(() => {
    if (!waiting && !document.hidden) void exchange();
  }, REFRESH_MS);
}

void open();

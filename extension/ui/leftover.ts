// What there is already when the person says no: what is held here, and what the server has. Both are offered for deletion,
// in plain words, where the consent was withdrawn. Nothing is chosen beforehand, and nothing asks again.

import type { FromPage, Ledger, Status } from '../../schema/messages';
import { text } from '../browser';
import { amount, inState, isErasing } from '../sent/days';
import { figures } from '../sent/words';
import { answerTo } from './ask';
import { faultWords } from './faults';
import { element, setText, show } from './page';
import { askToDelete, question } from './question';

const part = (id: string): HTMLElement => element(id, HTMLElement);

/** What was sent, as the worker has told it last; nothing while there is a consent. */
let ledger: Ledger | undefined;
let isAsking = false;
/** What was done here, until there is a consent again. */
let told = '';

/** Makes the two buttons work. `decide` hands on what the person wants; whether the worker has answered. */
export function listenForLeftover(decide: (message: FromPage) => Promise<boolean>): void {
  const act = (words: string, message: FromPage) => async (): Promise<void> => {
    if (!(await decide(message))) return;
    told = words;
    setText(part('left-told'), told);
    await look();
    part('left-heading').focus();
  };
  const [discard, erase] = [part('left-delete'), part('left-erase')];
  // What is around a button gives way: whether the button itself is there may change meanwhile.
  const around = (button: HTMLElement): HTMLElement => button.parentElement ?? button;
  discard.addEventListener('click', () =>
    askToDelete(around(discard), discard, text('delete_question'), act(text('deleted'), { kind: 'deleteHeld' })),
  );
  erase.addEventListener('click', () =>
    question({
      place: around(erase),
      asker: erase,
      words: `${text('sent_erase_all_question')} ${text('sent_erase_means')}`,
      yes: text('sent_erase_all_yes'),
      no: text('delete_no'),
      act: act('', { kind: 'eraseSent', batches: [] }),
    }),
  );
}

/** Shows it where the person has said no; whether there is anything to show. What was sent is asked for when it is needed. */
export function showLeftover(status: Status): boolean {
  if (status.consent !== false) {
    ledger = undefined;
    told = '';
    show(false, part('leftover'));
    return false;
  }
  if (status.sentRecords > 0 && (!ledger || isErasing(ledger))) void look();
  const { heldRecords: records, heldFrames: frames, heldBytes: bytes } = status;
  const isHeld = records + frames + bytes > 0;
  setText(part('left-held'), isHeld ? text('left_held', figures({ records, frames, bytes })) : '');
  show(isHeld, part('left-of-held'));
  setText(part('left-told'), told);
  const isAny = isHeld || told !== '' || showSent();
  show(isAny, part('leftover'));
  return isAny;
}

async function look(): Promise<void> {
  if (isAsking) return;
  isAsking = true;
  const wasErasing = ledger && isErasing(ledger);
  const now = (await answerTo({ kind: 'ledger' }))?.ledger;
  isAsking = false;
  if (!now) return;
  ledger = now;
  if (wasErasing && !isErasing(now)) told = text('sent_done');
  setText(part('left-told'), told);
  if (showSent()) show(true, part('leftover'));
}

/** Shows what the server has, and what is to be erased there; whether there is any of it. */
function showSent(): boolean {
  const batches = ledger?.batches ?? [];
  const there = inState(batches, 'stored');
  const isDue = ledger ? isErasing(ledger) : false;
  setText(part('left-sent'), there.length > 0 ? text('left_sent', figures(amount(there))) : '');
  setText(part('left-due'), isDue ? text(ledger?.erasingAll ? 'sent_erasing_all' : 'sent_asked') : '');
  setText(part('left-trouble'), isDue && ledger?.trouble ? `${text('left_due')} ${faultWords(ledger.trouble)}` : '');
  show(there.length > 0 && !ledger?.erasingAll, part('left-erase'));
  show(there.length > 0 || isDue, part('left-of-sent'));
  return there.length > 0 || isDue;
}

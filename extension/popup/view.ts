// From a status to what the popup shows. Everything is set anew from the status each time; nothing is remembered here.

import type { PolicyProblem, Status } from '../../schema/messages';
import { text } from '../browser';
import { type Look, lookOf, nameOf } from '../ui/badge';
import { faultWords, problemWords } from '../ui/faults';
import { leaving } from '../ui/leaving';
import { showLeftover } from '../ui/leftover';
import { element, fill, make, setText, show } from '../ui/page';
import { count, countdown, minutes, size } from '../ui/words';

const part = (id: string): HTMLElement => element(id, HTMLElement);

/** Shows how things stand. What keeps the browser from letting anybody look into this site goes before. */
export function showStatus(status: Status, isForbidden: boolean): void {
  show(true, part('main'));
  // At once: what is said again is read out again, though nothing is different.
  if (isForbidden) showState('forbiddenSite', 'idle');
  else showState(nameOf(status.tab), lookOf(status.tab), haltWords(status));
  showControls(status);
  showHeld(status);
  showTask(status);
  showDetails(status);
  setText(part('trouble'), faultWords(status.trouble));
  const { deletion } = status;
  const isAll = deletion === 'withdrawn';
  setText(part('deletion'), text(isAll ? 'deletion_withdrawn' : 'deletion_narrowed'));
  show(Boolean(deletion), part('deletion'), part('noted'));
  show(status.picturesForbidden, part('pictureless'));
  show(status.picturesForbidden || Boolean(status.trouble ?? deletion), part('attention'));
  fillProblems(status.policyProblems);
  setText(part('version'), text('version', status.version));
}

/** Shows that the worker does not answer. What was shown before stays, and the controls with it. */
export function showUnreachable(): void {
  show(true, part('main'));
  showState('unreachable', 'trouble');
}

/** Why the server has stopped recording, in the words of whoever runs it, if they gave any. */
function haltWords({ halted }: Status): string | undefined {
  return halted ? `${text('halted_text')} ${text('halted_because', halted)}` : undefined;
}

function showState(name: string, look: Look, words = text(`${name}_text`)): void {
  part('state').setAttribute('data-look', look);
  setText(part('title'), text(`${name}_title`));
  setText(part('text'), words);
  setText(part('remedy'), text(`${name}_remedy`));
}

function showControls({ tab, consent, on, pausedFor }: Status): void {
  const name = nameOf(tab);
  const agreed = consent === true;
  const paused = pausedFor > 0;
  const toggle = part('switch');
  toggle.ariaChecked = String(on);
  setText(part('switch-word'), text(on ? 'switch_on' : 'switch_off'));
  show(agreed, toggle, part('withdraw'), part('own'));
  show(['noConsent', 'declined', 'widened'].includes(name), part('choice'));
  show(name === 'noConsent' || name === 'widened', part('decline'));
  setText(part('accept'), text(name === 'declined' ? 'accept_after_all' : 'accept'));
  show(agreed && on, part('pause'));
  show(!paused, part('pauses'));
  show(paused, part('going-on'));
  setText(part('pause-left'), paused ? text('paused_left', countdown(pausedFor)) : '');
}

function showHeld(status: Status): void {
  const { heldRecords, heldFrames, heldBytes, heldMinutes, endpoint } = status;
  const nothing = heldRecords + heldFrames + heldBytes === 0;
  // Who has said no finds it beside what the server has.
  const isLeft = showLeftover(status);
  show(!isLeft && (!nothing || status.consent === true), part('held'));
  setText(part('held-records'), count(heldRecords));
  setText(part('held-frames'), count(heldFrames));
  setText(part('held-size'), size(heldBytes));
  setText(part('held-for'), heldMinutes ? text('held_for', minutes(heldMinutes)) : text('held_not_at_all'));
  // Where the person sends, that is all there is to say.
  show(endpoint != null && heldMinutes != null, part('held-for'));
  show(!nothing, part('leaves'));
  show(status.busy, part('busy'));
  for (const id of ['delete', 'delete-last']) element(id, HTMLButtonElement).disabled = nothing;
}

/** Shows when the first of what is held leaves. */
export function showLeaving(status: Status): void {
  setText(part('leaves'), leaving(status, status.review?.parts ?? []));
}

/** A task is offered, and never asked for: nothing opens by itself. */
function showTask({ task }: Status): void {
  show(task != null, part('task'));
  show(task !== true, part('start'));
  show(task === true, part('done'), part('not-done'));
  part('task').setAttribute('data-open', String(task === true));
  setText(part('task-label'), text(task ? 'task_outcome' : 'task_goal'));
}

/** How much was sent. */
function amount(records: number, frames: number, bytes: number): string[] {
  return [
    `${text('held_records')}: ${count(records)}`,
    `${text('held_frames')}: ${count(frames)}`,
    `${text('held_size')}: ${size(bytes)}`,
  ];
}

function showDetails(status: Status): void {
  show(true, part('details'), part('policy'));
  show(status.policyProblems.length === 0, part('problems-none'));
  const words = (words: string) => make('span', words);
  fill(part('sent'), amount(status.sentRecords, status.sentFrames, status.sentBytes), words);
  const today = amount(status.todayRecords, status.todayFrames, status.todayBytes);
  fill(part('today'), [text('sent_today'), ...today], words);
}

/** Shows which build it is. */
export function showBuild(digest: string): void {
  setText(part('build'), text('build', digest));
  show(digest !== '', part('build'));
}

function fillProblems(problems: PolicyProblem[]): void {
  show(problems.length > 0, part('problems-section'));
  fill(part('problems'), problems, (problem) => {
    const { key } = problem;
    const item = document.createElement('div');
    const name = make('dt', '');
    name.append(key ? make('code', key) : text('problems_whole'));
    const explanation = make('dd', '');
    explanation.append(
      ...problemWords(problem)
        .split('`')
        .map((piece, place) => (place % 2 ? make('code', piece) : piece)),
    );
    item.append(name, explanation);
    return item;
  });
}

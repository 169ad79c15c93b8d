// The person's own limits: what they want less of. Every change counts at once; what is shown is what the worker keeps.

import type { Hours, Limits, Status } from '../../schema/messages';
import { text } from '../browser';
import { answerTo } from '../ui/ask';
import { element, make, makeButton, setText, show, translate } from '../ui/page';
import { minutes } from '../ui/words';

const DAY = 1440;
/** What can be chosen for a hold, in minutes, as far as it is longer than the policy's. */
const HOLDS = [1, 2, 3, 7, 14, 30].map((days) => days * DAY);
/** What hours begin with: a working day. */
const WORKING_DAY: Hours = { from: 9 * 60, until: 17 * 60, days: [0, 1, 2, 3, 4] };
const A_MONDAY = Date.UTC(2026, 10, 23);

const part = (id: string): HTMLElement => element(id, HTMLElement);
const input = (id: string): HTMLInputElement => element(id, HTMLInputElement);
const hold = (): HTMLSelectElement => element('hold', HTMLSelectElement);

let limits: Limits;
/** The exchange that is under way, and how many there were: what was answered before the last is not shown any more. */
let last: Promise<unknown> = Promise.resolve();
let turns = 0;

/** Asks the worker once it has answered everything before, and shows its answer. Whether there is one. */
function exchange(ask: () => Promise<Status | undefined>): Promise<boolean> {
  const turn = ++turns;
  const done = last.then(ask).then((status) => showAnswer(status, turn === turns));
  last = done;
  return done;
}

function showAnswer(status: Status | undefined, isLast: boolean): boolean {
  const answered = status?.limits;
  setText(part('problem'), answered ? '' : text('unreachable_title'));
  limits = answered ?? limits;
  // What was clicked is not what is kept, unless that is still to be asked for.
  if (isLast && limits) {
    if (status) fillHolds(status.holdMinutes);
    showLimits();
    show(true, part('limits'));
  }
  return Boolean(answered);
}

function showLimits(): void {
  const { hours } = limits;
  input('no-keys').checked = limits.noKeys;
  input('no-frames').checked = limits.noFrames;
  input('exempt').checked = limits.exempt;
  input('by-hand').checked = limits.byHand;
  input('in-hours').checked = hours !== null;
  show(hours !== null, part('hours'));
  if (hours) {
    input('from').value = clock(hours.from);
    input('until').value = clock(hours.until % DAY);
    for (const [day, box] of dayBoxes().entries()) box.checked = hours.days.includes(day);
  }
  hold().disabled = limits.byHand;
  part('sites').replaceChildren(...limits.sites.map(entry));
}

/** The policy's hold, and what is longer. A choice that is not on the list any more stays on it. */
function fillHolds(policy: number): void {
  setText(part('hold-now'), text('limits_hold_policy', minutes(policy)));
  const own = limits.holdMinutes > policy ? limits.holdMinutes : 0;
  const longer = HOLDS.filter((length) => length > policy);
  const choices = own && !longer.includes(own) ? [own, ...longer] : longer;
  const option = (value: number, words: string): HTMLOptionElement => {
    const made = make('option', words);
    made.value = String(value);
    return made;
  };
  hold().replaceChildren(
    option(0, text('limits_hold_as_policy')),
    ...choices.map((length) => option(length, minutes(length))),
  );
  hold().value = String(own);
}

/** Changes the limits that the worker keeps by then, which another page may have set, and says so once it does. */
async function change(changed: (kept: Limits) => Partial<Limits>, words = text('limits_saved')): Promise<boolean> {
  setText(part('told'), '');
  const done = await exchange(async () => {
    const kept = (await answerTo({ kind: 'limits' }))?.limits;
    return kept ? answerTo({ kind: 'setLimits', limits: { ...kept, ...changed(kept) } }) : undefined;
  });
  if (done) setText(part('told'), words);
  return done;
}

function entry(site: string): HTMLElement {
  const item = make('li', '');
  const remove = makeButton(text('limits_put_back'), () => void putBack(site), text('limits_put_back_site', site));
  remove.className = 'link';
  item.append(make('code', site), remove);
  return item;
}

async function putBack(site: string): Promise<void> {
  const place = limits.sites.indexOf(site);
  const without = ({ sites }: Limits) => ({ sites: sites.filter((other) => other !== site) });
  if (!(await change(without, text('limits_put_back_done', site)))) return;
  // The focus goes to what has taken the place of the button that had it.
  const buttons = part('sites').querySelectorAll('button');
  (buttons[Math.min(place, buttons.length - 1)] ?? input('site')).focus();
}

async function leaveOut(): Promise<void> {
  const field = input('site');
  const site = field.value.trim();
  const done = await change(({ sites }) => ({ sites: [...sites, site] }), text('limits_left_out_done', site));
  field.focus();
  if (!done) return;
  // Sites that can't be matched are not kept.
  const isKept = limits.sites.includes(site);
  field.ariaInvalid = String(!isKept);
  setText(part('site-problem'), isKept ? '' : text('limits_site_problem'));
  if (isKept) field.value = '';
  else setText(part('told'), '');
}

/** Hours as they stand in the fields. A time that is not whole yet is not taken. */
function hoursChanged(): void {
  const [from, until] = [minuteOf('from'), minuteOf('until')];
  if (from === undefined || until === undefined) return;
  const days = dayBoxes().flatMap((box, day) => (box.checked ? [day] : []));
  // Until midnight is the end of a day, not its beginning.
  void change(() => ({ hours: { from, until: until || DAY, days } }));
}

function minuteOf(id: string): number | undefined {
  const [hour, minute] = input(id).value.split(':').map(Number);
  return hour === undefined || minute === undefined ? undefined : hour * 60 + minute;
}

function clock(minute: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

function dayBoxes(): HTMLInputElement[] {
  return [...part('days').querySelectorAll('input')];
}

function makeDays(): void {
  const name = new Intl.DateTimeFormat(text('language'), { weekday: 'short', timeZone: 'UTC' });
  for (let day = 0; day < 7; day += 1) {
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.addEventListener('change', hoursChanged);
    const label = make('label', '');
    label.append(box, name.format(A_MONDAY + day * DAY * 60_000));
    part('days').append(label);
  }
}

async function open(): Promise<void> {
  await translate();
  makeDays();
  const on = (id: string, act: (box: HTMLInputElement) => void) => {
    const box = input(id);
    box.addEventListener('change', () => act(box));
  };
  const onChoice = (id: string, changed: (isChosen: boolean) => Partial<Limits>) =>
    on(id, ({ checked }) => void change(() => changed(checked)));
  onChoice('no-keys', (noKeys) => ({ noKeys }));
  onChoice('no-frames', (noFrames) => ({ noFrames }));
  onChoice('exempt', (exempt) => ({ exempt }));
  onChoice('by-hand', (byHand) => ({ byHand }));
  onChoice('in-hours', (isWanted) => ({ hours: isWanted ? WORKING_DAY : null }));
  on('from', hoursChanged);
  on('until', hoursChanged);
  hold().addEventListener('change', () => {
    const holdMinutes = Number(hold().value);
    void change(() => ({ holdMinutes }));
  });
  element('form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void leaveOut();
  });
  input('site').addEventListener('input', () => {
    input('site').ariaInvalid = 'false';
    setText(part('site-problem'), '');
  });
  const look = () => void exchange(() => answerTo({ kind: 'limits' }));
  // Another page may have set others meanwhile.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) look();
  });
  look();
}

void open();

// The page on which the person reviews what is held: sees all of it as it would be sent, looks for something, deletes
// of it, takes it along, or sends it now.

import type { Status } from '../../schema/messages';
import { text } from '../browser';
import { element, fill, make, setText, show, translate } from '../ui/page';
import { askToDelete, question } from '../ui/question';
import { save } from '../ui/save';
import { count } from '../ui/words';
import { archive } from './archive';
import { kindWords } from './describe';
import { Held } from './held';
import { type Entry, UNPLACED } from './record';
import { showSummary, showUnreachable } from './summary';
import { type Filter, isFiltering, keyOf, markOf } from './timeline';
import { TimelineView } from './view';

const REFRESH_MS = 2000;

const byId = (id: string): HTMLElement => element(id, HTMLElement);
const button = (id: string): HTMLButtonElement => element(id, HTMLButtonElement);
const words = element('words', HTMLInputElement);
const site = element('site', HTMLSelectElement);
const kind = element('kind', HTMLSelectElement);

/** Set while something is deleted: what is shown meanwhile is neither old nor half of the new. */
let deleting = false;
let drawing = false;
let refreshing = false;
/** Number of parts that are still to be read for the filter. */
let unread = 0;

const held = new Held(heard);
const { timeline } = held;
const view = new TimelineView(
  byId('sessions'),
  timeline,
  {
    seen: (key) => void held.open(key).then(drawSoon),
    image: (key, image) => held.image(key, image),
    eraseRecord(key, { told, number = -1 }, row, asker) {
      const after = beside(row);
      const what = text(told.image ? 'review_delete_picture_question' : 'review_delete_record_question');
      askToDelete(asker, asker, what, () => erase(new Map([[key, [number]]]), after));
    },
    erasePart(key, section, asker) {
      const isSealed = timeline.find(key)?.sealed;
      const what = text(isSealed ? 'review_delete_batch_question' : 'review_delete_minute_question');
      askToDelete(asker, asker, what, () => erase(new Map([[key, []]]), () => titleOf(section)));
    },
    eraseSession(session, section, asker) {
      const act = () => {
        const parts = timeline.parts.filter((part) => part.session === session);
        return erase(new Map(parts.map((part) => [keyOf(part), []])), () => titleOf(section));
      };
      askToDelete(asker, asker, text('review_delete_session_question'), act);
    },
  },
  showSelection,
);

function heard(status: Status | undefined): void {
  if (status) {
    showSummary(status, timeline.parts);
    view.stays = status.stays != null;
  } else showUnreachable();
  drawSoon();
}

/** Draws once, however many answers come at once. */
function drawSoon(): void {
  if (drawing) return;
  drawing = true;
  setTimeout(() => {
    drawing = false;
    draw();
  });
}

function draw(): void {
  if (deleting) return;
  choices(
    site,
    text('review_site_all'),
    timeline.values(({ sites }) => sites),
    siteWords,
  );
  choices(
    kind,
    text('review_kind_all'),
    timeline.values(({ told }) => told.kind),
    kindWords,
  );
  const filter = filterNow();
  const found = view.show(filter);
  const isEmpty = timeline.parts.length === 0;
  show(isEmpty, byId('none'));
  show(!isEmpty, byId('filter'), byId('whole'), byId('selection'));
  show(filter.site !== '', byId('of-site'));
  setText(button('delete-site'), text('review_delete_site', siteWords(filter.site)));
  setText(byId('found'), foundWords(filter, found));
}

function siteWords(site: string): string {
  return site === UNPLACED ? text('review_site_unknown') : site;
}

function foundWords(filter: Filter, found: number): string {
  if (!isFiltering(filter)) return '';
  return unread > 0 ? text('review_reading', count(unread)) : text('review_found', count(found));
}

function filterNow(): Filter {
  return { words: words.value, site: site.value, kind: kind.value };
}

/** Fills a list of choices and keeps what is chosen, as long as it is among them. */
function choices(list: HTMLSelectElement, all: string, values: string[], say = (value: string) => value): void {
  const { value } = list;
  fill(list, ['', ...values], (value) => {
    const option = make('option', value === '' ? all : say(value));
    option.value = value;
    return option;
  });
  if (list.value !== value) list.value = values.includes(value) ? value : '';
}

function showSelection(): void {
  const { size } = view.selected;
  setText(byId('selected'), text('review_selected', count(size)));
  button('delete-selected').disabled = size === 0;
  button('select-none').disabled = size === 0;
}

/** Reads everything: what is looked for may be anywhere. Whether all of it is here then. */
async function readAll(): Promise<boolean> {
  const isRead = await held.openAll((left) => {
    unread = left;
  });
  drawSoon();
  return isRead;
}

/** Reads what has been in view and is not as it was read. */
async function readSeen(): Promise<void> {
  for (const key of view.toRead()) await held.open(key);
}

async function refresh(): Promise<void> {
  if (refreshing) return;
  refreshing = true;
  await held.list();
  if (isFiltering(filterNow())) await readAll();
  else await readSeen();
  refreshing = false;
  drawSoon();
}

/**
 * Deletes, says what was done, and moves the focus to what `next` names; to the heading when it is gone too. `isAll` tells
 * whether all that should go is among what is wanted.
 */
async function erase(
  wanted: ReadonlyMap<string, readonly number[]>,
  next: () => HTMLElement | undefined,
  isAll = true,
): Promise<void> {
  deleting = true;
  setText(byId('told'), text('review_deleting'));
  const isGone = await held.erase(wanted);
  view.selected.clear();
  showSelection();
  await readSeen();
  if (isFiltering(filterNow())) await readAll();
  deleting = false;
  draw();
  (next() ?? byId('heading')).focus();
  setText(byId('told'), text(isGone && isAll ? 'deleted' : 'review_not_deleted'));
}

/** The button to delete the row that follows, or else the one before, whichever is still there when it is called. */
function beside(row: HTMLElement): () => HTMLElement | undefined {
  const rows = [...document.querySelectorAll<HTMLElement>('.record')];
  const place = rows.indexOf(row);
  const near = [...rows.slice(place + 1), ...rows.slice(0, place).reverse()];
  return () => {
    const next = near.find((other) => other.isConnected && other.checkVisibility() && other.querySelector('.delete'));
    return next?.querySelector<HTMLElement>('.delete') ?? undefined;
  };
}

/** The title of a session or a part, if it is still there. */
function titleOf(section: HTMLElement): HTMLElement | undefined {
  const title = section.querySelector<HTMLElement>('h2, h3');
  return title?.checkVisibility() ? title : undefined;
}

/** Each record that is selected, by the parts' keys. */
function selectedRecords(): Map<string, number[]> {
  return timeline.deletable((entry, part) => view.selected.has(markOf(part, entry)));
}

/** Asks first, in the place of the row of buttons that the one belongs to. */
function listenToDeletions(): void {
  const selected = button('delete-selected');
  selected.addEventListener('click', () => {
    const what = text('review_delete_selected_question', count(view.selected.size));
    askToDelete(selected, selected, what, () => erase(selectedRecords(), () => undefined));
  });
  const ofSite = button('delete-site');
  ofSite.addEventListener('click', async () => {
    const origin = site.value;
    await readAll();
    askToDelete(ofSite, ofSite, siteQuestion(origin), async () => {
      await held.list();
      const isRead = await readAll();
      await erase(
        timeline.deletable((entry) => isOrMayBeOf(entry, origin)),
        () => undefined,
        isRead,
      );
    });
  });
}

/** Nothing of a site is to stay behind because nobody knows that it is of it. */
function isOrMayBeOf({ sites }: Entry, origin: string): boolean {
  return sites.includes(origin) || sites.includes(UNPLACED);
}

/** Says what goes with it, and what does not. */
function siteQuestion(origin: string): string {
  const unplaced = [...timeline.deletable(({ sites }) => !sites.includes(origin) && sites.includes(UNPLACED)).values()];
  const isSealed = timeline.parts.some(({ sealed }) => sealed);
  return [
    text('review_delete_site_question', siteWords(origin)),
    ...(unplaced.length > 0 ? [text('review_delete_unplaced', count(unplaced.flat().length))] : []),
    ...(isSealed ? [text('review_delete_not_sealed')] : []),
  ].join(' ');
}

function listen(): void {
  for (const field of [words, site, kind]) {
    // The choices are all there only when everything was read.
    field.addEventListener('focus', () => void readAll());
    field.addEventListener('input', () => {
      draw();
      void readAll();
    });
  }
  byId('filter').addEventListener('submit', (event) => event.preventDefault());
  button('select-all').addEventListener('click', async () => {
    await readAll();
    view.selectAll(filterNow());
  });
  button('select-none').addEventListener('click', () => {
    view.selectAll(undefined);
    button('select-all').focus();
  });
  listenToDeletions();
  const send = button('send');
  send.addEventListener('click', () => {
    const act = async () => {
      if (await held.send()) setText(byId('told'), text('review_sent'));
    };
    const answers = { yes: text('review_send_yes'), no: text('review_send_no') };
    question({ place: send, asker: send, words: text('review_send_question'), ...answers, act });
  });
  button('download').addEventListener('click', () => void download());
}

async function download(): Promise<void> {
  setText(byId('told'), text('review_downloading'));
  const file = await archive(held);
  if (file) save(file, 'candor.zip');
  setText(byId('told'), text(file ? 'review_downloaded' : 'review_not_downloaded'));
  drawSoon();
}

async function open(): Promise<void> {
  await translate();
  listen();
  showSelection();
  void refresh();
  setInterval(() => {
    if (!document.hidden && !deleting) void refresh();
  }, REFRESH_MS);
}

void open();

// The person's own list of what is never recorded: shown, added to, taken from. It is asked for anew each time, and kept
// nowhere here.

import type { FromPage, NeverList, NeverProblem } from '../../schema/messages';
import { text } from '../browser';
import { answerTo } from '../ui/ask';
import { element, make, makeButton, setText, show, translate } from '../ui/page';
import { count } from '../ui/words';

const part = (id: string): HTMLElement => element(id, HTMLElement);
const field = (): HTMLInputElement => element('word', HTMLInputElement);

/** Asks, and shows the answer; the list, unless the worker does not answer. */
async function exchange(message: FromPage): Promise<NeverList | undefined> {
  const list = (await answerTo(message))?.never ?? undefined;
  if (list) showList(list);
  showProblem(list ? words(list.problem ?? undefined) : text('unreachable_title'));
  return list;
}

function words(problem: NeverProblem | undefined): string {
  switch (problem) {
    case 'tooShort':
      return text('never_too_short');
    case 'tooLong':
      return text('never_too_long');
    case 'full':
      return text('never_full');
    case undefined:
      return '';
  }
}

function showProblem(problem: string): void {
  setText(part('problem'), problem);
  field().ariaInvalid = String(problem !== '');
}

function showList({ words, most }: NeverList): void {
  part('words').replaceChildren(...words.map(entry));
  show(words.length === 0, part('none'));
  setText(part('count'), text('never_count', count(words.length), count(most)));
}

function entry(word: string): HTMLElement {
  const item = make('li', '');
  const remove = makeButton(text('never_remove'), () => void takeOff(word, item), text('never_remove_word', word));
  remove.className = 'link';
  item.append(make('span', word), remove);
  return item;
}

async function takeOff(word: string, item: HTMLElement): Promise<void> {
  const place = [...part('words').children].indexOf(item);
  if (!(await exchange({ kind: 'neverRemove', word }))) return;
  setText(part('told'), text('never_removed', word));
  // The focus goes to what has taken the place of the button that had it.
  const buttons = part('words').querySelectorAll('button');
  (buttons[Math.min(place, buttons.length - 1)] ?? field()).focus();
}

async function add(): Promise<void> {
  const word = field().value;
  const list = await exchange({ kind: 'neverAdd', word });
  field().focus();
  if (!list || list.problem) return;
  field().value = '';
  setText(part('told'), text('never_added', word.trim()));
}

async function open(): Promise<void> {
  await translate();
  element('form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void add();
  });
  field().addEventListener('input', () => showProblem(''));
  void exchange({ kind: 'never' });
}

void open();

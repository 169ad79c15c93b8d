// One row of the timeline: a record, or what is kept private side by side.

import { text } from '../browser';
import { make, makeButton } from '../ui/page';
import { elapsed } from '../ui/words';
import { describe, describeRow, kindWords } from './describe';
import { picture } from './picture';
import { type Entry, isDeletable } from './record';

/** What a row can have done. */
export interface Acts {
  image(image: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** The name of the record among all. */
  mark(entry: Entry): string;
  isSelected(entry: Entry): boolean;
  select(entry: Entry, isSelected: boolean): void;
  /** Asks first, in the place of the button. */
  erase(entry: Entry, row: HTMLElement, button: HTMLButtonElement): void;
}

/** Makes a row. All of it that comes from a page is text. */
export function rowOf(entries: readonly Entry[], acts: Acts): HTMLElement {
  const row = make('li', '');
  row.className = 'record';
  const [entry] = entries;
  if (!entry) return row;
  const { told } = entry;
  const time = elapsed(told.t);
  const kind = kindWords(told.kind);
  const what = make('p', describeRow(entries));
  what.className = 'what';
  row.append(choice(entry, `${time} ${kind}`, acts), mark('time', time), mark('kind', kind), what);
  if (told.image) {
    const { image } = told;
    row.append(picture(describe(told), () => acts.image(image)));
  }
  if (told.snapshot) {
    const { snapshot } = told;
    row.append(folded(text('review_structure'), () => snapshot));
  }
  row.append(folded(text('review_bytes'), () => entries.map(({ line }) => line).join('\n')));
  if (isDeletable(entry)) {
    const label = text('review_delete_record', `${kind}, ${time}`);
    const button = makeButton(text('delete_yes'), () => acts.erase(entry, row, button), label);
    button.className = 'link delete';
    row.append(button);
  }
  return row;
}

/** The box that selects a row; an empty place where there is nothing to be deleted. */
function choice(entry: Entry, words: string, acts: Acts): HTMLElement {
  if (!isDeletable(entry)) return make('span', '');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.value = acts.mark(entry);
  box.checked = acts.isSelected(entry);
  box.ariaLabel = text('review_select', words);
  box.addEventListener('change', () => acts.select(entry, box.checked));
  return box;
}

/** Lines as they would be sent, made only when somebody looks. */
function folded(label: string, words: () => string): HTMLElement {
  const details = document.createElement('details');
  const lines = make('pre', '');
  lines.tabIndex = 0;
  lines.ariaLabel = label;
  lines.role = 'group';
  details.append(make('summary', label), lines);
  details.addEventListener('toggle', () => {
    lines.textContent = details.open ? words() : '';
  });
  return details;
}

function mark(name: string, words: string): HTMLElement {
  const span = make('span', words);
  span.className = name;
  return span;
}

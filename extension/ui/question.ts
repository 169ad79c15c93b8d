// A question in the place of the button that raises it, for what can't be taken back.

import { text } from '../browser';
import { make, makeButton, show } from './page';

/** Takes the question that is open away. */
let close = (): void => {};

export interface Question {
  /** What gives way to the question. */
  place: HTMLElement;
  /** The button that raised it, which gets the focus back. */
  asker: HTMLElement;
  words: string;
  /** What to do it is called. */
  yes: string;
  /** What not to do it is called. */
  no: string;
  /** Does it. May move the focus to where it belongs then. */
  act: () => Promise<void>;
}

/** Asks, with the focus on the answer that changes nothing. One question is open at a time. */
export function question({ place, asker, words, yes, no, act }: Question): void {
  close();
  const box = document.createElement('fieldset');
  box.className = 'question';
  const answers = document.createElement('div');
  const keep = makeButton(no, () => end());
  const agree = makeButton(yes, async () => {
    if (box.ariaBusy) return;
    box.ariaBusy = 'true';
    await act();
    end();
  });
  agree.className = 'danger';
  answers.append(keep, agree);
  box.append(make('legend', words), answers);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') end();
  });
  const end = (): void => {
    const { activeElement } = document;
    const isHere = box.contains(activeElement) || activeElement === document.body;
    box.remove();
    show(true, place);
    close = () => {};
    if (isHere) asker.focus();
  };
  close = end;
  place.after(box);
  show(false, place);
  keep.focus();
}

/** The same about deleting. */
export function askToDelete(place: HTMLElement, asker: HTMLElement, words: string, act: () => Promise<void>): void {
  question({ place, asker, words, yes: text('delete_yes'), no: text('delete_no'), act });
}

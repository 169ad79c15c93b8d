// Copy, cut and paste: how long the text was, and nothing else of it. What was not copied in this document may be of a
// page that is not recorded: pictures do not show it.

import type { ClipboardChange } from '../../../schema/messages';
import { takesText } from '../../page/controls';
import { innermost } from '../../page/dom';
import { fieldOf, touch, use, writeBefore } from '../fields/fields';
import type { Found } from '../fields/kinds';
import { stateOf } from '../fields/state';
import { screenAt } from '../fields/terminal';
import { on } from '../lifetime';
import { memory } from '../memory';
import { note, records } from '../probe';
import { verdictOn } from '../sensitive';
import { selectedText } from './selection';

/** Watches the clipboard. */
export function watchClipboard(): void {
  for (const what of ['copy', 'cut', 'dragstart'] as const) {
    // The last to hear of it: a page may put something else into the clipboard than what is selected.
    on(
      what,
      (event) => {
        const element = innermost(event);
        memory.copied = textIn(event) || (element ? selectedIn(element) : '');
      },
      false,
    );
  }
  on('paste', takeIn);
  on('drop', takeIn);
  for (const what of ['copy', 'cut', 'paste'] as ClipboardChange[]) {
    on(what, (event) => {
      const element = innermost(event);
      if (!records('keys') || !element || verdictOn(element)) return;
      const field = fieldOf(element);
      if (field) {
        if (use(field) || screenAt(field.element) === 'prompt') return;
        writeBefore(field);
      }
      const length = what === 'paste' ? textIn(event).length : selected(field);
      note({ kind: 'clipboard', what, length, field: field?.id ?? null });
      if (field) touch(field);
    });
  }
}

/** A text without what is written another way on the way through a clipboard. */
const bare = (text: string) => text.replace(/\s/g, '');

/** What carries a text into the page or out of it. */
type Carrier = Partial<Pick<ClipboardEvent, 'clipboardData'> & Pick<DragEvent, 'dataTransfer'>>;

function textIn({ clipboardData, dataTransfer }: Carrier): string {
  return (clipboardData ?? dataTransfer)?.getData('text/plain') ?? '';
}

function takeIn(carrier: Carrier): void {
  const text = textIn(carrier);
  const { strangers, copied } = memory;
  if (text && bare(text) !== bare(copied) && !strangers.includes(text)) strangers.push(text);
}

/** What a copy takes that the page leaves to the browser. */
function selectedIn(element: Element): string {
  if (!takesText(element)) return selectedText();
  return element.value.slice(element.selectionStart ?? 0, element.selectionEnd ?? 0);
}

/** Length of what is selected. */
function selected(field: Found | undefined): number {
  const state = field && stateOf(field);
  return state ? state.end - state.start : selectedText().length;
}

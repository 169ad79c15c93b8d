// Choices in controls that no text is typed into, and what the browser fills in by itself: that it was, and not what.

import { takesText } from '../../page/controls';
import { innermost } from '../../page/dom';
import { describe } from '../describe/target';
import { onRoots } from '../epoch';
import { listen, on } from '../lifetime';
import { note, records } from '../probe';
import { verdictOn } from '../sensitive';

const CHECKED = /^(checkbox|radio)$/;
/** Chosen from what the browser shows, though keys can write it too. */
const PICKED = /date|month|week|time/;

/** Watches choices: in each root, which they do not leave. */
export function watchChoices(): void {
  /** The event that was heard last: in another root before, or in the same one, which came back into the page. */
  let last: Event | undefined;
  const changed = (event: Event) => {
    const element = innermost(event);
    if (!element || event === last || !records('keys') || !records('clicks') || verdictOn(element)) return;
    last = event;
    const autofilled = element.matches(':autofill');
    const value = autofilled ? '' : chosen(element);
    if (value !== undefined) note({ kind: 'change', value, autofilled, target: describe(element) });
  };
  on('change', changed);
  onRoots((root) => listen(root, 'change', changed));
}

function chosen(element: Element): string | undefined {
  if (element instanceof HTMLSelectElement) return [...element.selectedOptions].map(({ label }) => label).join('\n');
  if (!(element instanceof HTMLInputElement)) return undefined;
  const { type, checked, files, value } = element;
  if (CHECKED.test(type)) return navigator.userActivation.isActive ? `${checked}` : undefined;
  if (files) return `${files.length}`;
  return takesText(element) && !PICKED.test(type) ? undefined : value;
}

// States of an element, in Playwright's words: what is on or open is told, what is not is left out. Never a value.

import { attribute, matches } from '../page/dom';

const ON: Record<string, string | undefined> = { true: '', mixed: '=mixed' };

/** The states of an element, each in brackets with a space before it. */
export function statesOf(element: Element): string {
  const told: string[] = [];
  const note = (name: string, value: string) => {
    const on = ON[value];
    if (on !== undefined) told.push(` [${name}${on}]`);
  };
  if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)) {
    note('checked', element.indeterminate ? 'mixed' : String(element.checked));
  } else note('checked', attribute(element, 'aria-checked'));
  note('disabled', String(matches(element, ':disabled,[aria-disabled=true]')));
  note('expanded', String(matches(element, '[aria-expanded=true],details[open],details[open]>summary')));
  const level = attribute(element, 'aria-level') || /^h(\d)$/.exec(element.localName)?.[1] || '';
  if (/^\d$/.test(level)) told.push(` [level=${level}]`);
  note('pressed', attribute(element, 'aria-pressed'));
  const selected = element instanceof HTMLOptionElement && element.selected;
  note('selected', selected ? 'true' : attribute(element, 'aria-selected'));
  return told.join('');
}

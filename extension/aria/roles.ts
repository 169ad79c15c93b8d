// Roles that a snapshot tells, beyond those of what people act on.

import { takesText } from '../page/controls';
import { matches } from '../page/dom';
import { roleOf } from './probe';

/** Roles of WAI-ARIA 1.3, without those that mean nothing. What a page calls a role and is none is not repeated. */
const KNOWN =
  /^(alert(dialog)?|application|article|banner|blockquote|button|caption|cell|checkbox|code|columnheader|combobox|complementary|contentinfo|dialog|document|feed|figure|form|grid(cell)?|group|heading|img|link|list(box|item)?|log|main|marquee|math|menu(bar|item(checkbox|radio)?)?|meter|navigation|note|option|paragraph|progressbar|radio(group)?|region|row(group|header)?|scrollbar|search(box)?|separator|slider|spinbutton|status|switch|tab(le|list|panel)?|term|textbox|time(r)?|toolbar|tooltip|tree(grid|item)?)$/;

/** What can be acted on, though nothing is in it. */
const ACTED_ON =
  /^(button|checkbox|combobox|gridcell|iframe|link|listbox|menuitem.*|option|radio|scrollbar|searchbox|slider|spinbutton|switch|tab|textbox|treeitem)$/;

/** Roles implied by a tag. The first match counts. */
const IMPLIED = `
banner header:not(:is(article,aside,main,nav,section) *)
contentinfo footer:not(:is(article,aside,main,nav,section) *)
complementary aside
article article
form form:is([aria-label],[aria-labelledby])
region section:is([aria-label],[aria-labelledby])
table table
group fieldset,details
separator hr
progressbar progress
meter meter
status output
iframe iframe,frame
button input[type=file]
textbox input:not([type=hidden])`
  .trim()
  .split('\n')
  .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const);

/** The role that is told of an element; empty when it is only a box. */
export function toldRole(element: Element, isEdited: boolean): string {
  const role = roleOf(element);
  if (role && KNOWN.test(role)) return role;
  if (role === 'none' || role === 'presentation') return '';
  return IMPLIED.find(([, css]) => matches(element, css))?.[0] ?? (isEdited || takesText(element) ? 'textbox' : '');
}

/** Whether something can be done with an element of this role. */
export function isActedOn(role: string): boolean {
  return ACTED_ON.test(role);
}

// ARIA roles implied by a tag, after "ARIA in HTML".

import { attribute, matches } from '../../page/dom';

/** The roles of what people act on, with the elements that have them by themselves. The first match counts. */
const IMPLIED = `
link a[href],area[href]
button button,summary,input:is([type=button],[type=submit],[type=reset],[type=image])
checkbox input[type=checkbox]
radio input[type=radio]
slider input[type=range]
spinbutton input[type=number]
combobox select:not([multiple],[size]),input[list]
listbox select
searchbox input[type=search]
textbox textarea,input:is(:not([type]),[type=text],[type=email],[type=tel],[type=url],[type=""])
option option
heading h1,h2,h3,h4,h5,h6
img img:not([alt=""])
navigation nav
main main
dialog dialog
list ul,ol,menu
listitem li
row tr
columnheader th
cell td`
  .trim()
  .split('\n')
  .map((line) => line.split(' ') as [string, string]);

const NAMED_BY_CONTENT =
  /^(button|link|heading|tab|menuitem(checkbox|radio)?|option|checkbox|radio|switch|(grid)?cell|(column|row)header|row|tooltip|treeitem)$/;

/** The role of an element, explicit or implied. */
export function roleOf(element: Element): string | undefined {
  const [explicit] = attribute(element, 'role').trim().split(/\s+/);
  return explicit || IMPLIED.find(([, css]) => matches(element, css))?.[0];
}

/** A CSS selector of all elements that may have a role. */
export function candidates(role: string): string {
  const explicit = `[role~="${CSS.escape(role)}"]`;
  const implied = IMPLIED.find(([name]) => name === role)?.[1];
  return implied ? `${implied},${explicit}` : explicit;
}

/** Whether a role takes its name from what is inside the element. */
export function namedByContent(role: string | undefined): boolean {
  return NAMED_BY_CONTENT.test(role ?? '');
}

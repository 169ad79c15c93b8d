// Accessible names and texts of elements: a small part of "Accessible Name and Description Computation".
//
// No value of a field and nothing inside a sensitive element is ever read for a name or a text.

import { labellersOf, labelsOf } from '../../page/controls';
import { SHOWS_VALUE, SURFACE } from '../../page/conventions';
import { attribute, closest, fold, isBlock, matches, own, slotOf } from '../../page/dom';
import { editContextOf, isEditable } from '../fields/kinds';
import { settings } from '../probe';
import { hides, verdictOn } from '../sensitive';
import { namedByContent, roleOf } from './roles';

/** What a page calls by itself what can be done with it. */
const OWN_WORDS =
  /^(button|tab|menuitem(checkbox|radio)?|option|checkbox|radio|switch|slider|spinbutton|textbox|searchbox|combobox|listbox)$/;

/** Longest name or text. */
export const LONGEST = 80;
const ENOUGH = 400;
const SKIPPED =
  'script,style,noscript,template,input,textarea,select,iframe,object,[contenteditable]:not([contenteditable=false])';

/** The accessible name, or the empty text. */
export function nameOf(element: Element, role = roleOf(element)): string {
  const referred = labellersOf(element).map((other) => fold(attribute(other, 'aria-label')) || contentOf(other));
  return (
    referred.filter(Boolean).join(' ') ||
    fold(attribute(element, 'aria-label')) ||
    labelOf(element) ||
    nativeName(element) ||
    (namedByContent(role) ? contentOf(element) : '') ||
    fold(attribute(element, 'title')) ||
    fold(attribute(element, 'placeholder'))
  );
}

/**
 * Whether an element's words may be somebody else's: it stands beside the surfaces of the work, and is no control. Until
 * the worker has said what those are, everything stands beside them.
 */
export function quotes(element: Element, role = ''): boolean {
  const known = settings();
  const surfaces = known ? known.surfaceSelectors : [];
  return surfaces != null && !OWN_WORDS.test(role) && !closest(element, [':not(*)', ...surfaces].join());
}

/** Text of the `<label>`s of a form control. */
export function labelOf(element: Element): string {
  return fold(labelsOf(element).map(contentOf).join(' '));
}

/** Visible text inside an element, but for fields and whatever is sensitive. */
export function contentOf(element: Element): string {
  if (refuses(element)) return '';
  const parts: string[] = [];
  let length = 0;
  const visit = (node: Node) => {
    // Elements that hold nothing take time, too.
    if (length++ > ENOUGH) return;
    const slot = slotOf(node);
    if (slot && verdictOn(slot)) return;
    if (node instanceof Text) {
      parts.push(node.data);
      length += node.data.length;
    } else if (node instanceof Element && (node === element || !hidden(node))) {
      const apart = node !== element && isBlock(getComputedStyle(node).display);
      if (apart || matches(node, 'br')) parts.push(' ');
      const label = node === element ? '' : attribute(node, 'aria-label') || attribute(node, 'alt');
      if (label) parts.push(label);
      else for (const child of own(node, 'childNodes')) visit(child);
      if (apart) parts.push(' ');
    }
  };
  visit(element);
  return fold(parts.join(''));
}

function nativeName(element: Element): string {
  if (matches(element, 'img,area,input[type=image]')) return fold(attribute(element, 'alt'));
  if (matches(element, SHOWS_VALUE)) return fold(attribute(element, 'value'));
  return '';
}

function refuses(element: Element): boolean {
  return matches(element, SKIPPED) || inField(element) || verdictOn(element) !== undefined;
}

function hidden(element: Element): boolean {
  return (
    matches(element, `${SKIPPED},${SURFACE},[aria-hidden=true]`) ||
    editContextOf(element) !== undefined ||
    hides(element) ||
    !element.checkVisibility({ visibilityProperty: true })
  );
}

/** Whether an element is a part of what is written in a field. */
export function inField(element: Element): boolean {
  return isEditable(element) || editContextOf(element) !== undefined || closest(element, SURFACE) !== null;
}

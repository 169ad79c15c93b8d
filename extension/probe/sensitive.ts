// One verdict per element: is it sensitive? It is taken before anything of the element is read.
//
// A positive verdict is sticky. It stays with the element, and with its name, its id and its place on this page, so
// that a field which is replaced to show a password is the same field. A negative verdict is taken anew each time.

import type { Sensitive } from '../../schema/messages';
import { hintsOf, takesText } from '../page/controls';
import { AUTOCOMPLETE, HINTS, MASKED, VIRTUAL } from '../page/conventions';
import { attribute, closest, matches, own, parentOf, type Root, rootOf } from '../page/dom';
import { memory } from './memory';

const BOXES = 4;

const { verdicts, sticky, holders } = memory;
/** Longest value that may stand elsewhere by chance. */
const CHANCE = 5;
let mask = MASKED;

/** The policy's own selectors. One that this browser can't read masks everything. */
export function setMaskSelectors(selectors: string[]): void {
  mask = [MASKED, ...selectors.map((selector) => (readable(selector) ? selector : ':root'))].join();
}

/** The verdict on an element. */
export function verdictOn(element: Element): Sensitive | undefined {
  const known = verdicts.get(element);
  if (known) return known;
  if (!takesText(element)) return ofAnyElement(element);
  const keys = keysOf(element);
  const found = keys.map((key) => sticky.get(key)).find(Boolean) ?? look(element);
  if (found) {
    verdicts.set(element, found);
    holders.push(new WeakRef(element));
    for (const key of keys) sticky.set(key, found);
  }
  return found;
}

/** Whether a text of the page tells what a sensitive field holds. */
export function tells(text: string): boolean {
  return holders.some((holder) => {
    const value = holder.deref()?.value;
    return value?.[CHANCE] && text.includes(value);
  });
}

/** Whether an element hides what is inside it, looked at without its ancestors. */
export function hides(element: Element): boolean {
  return matches(element, mask) || concealed(element);
}

/** Takes the verdict on every password field in sight, before the page can turn it into something else. */
export function rememberPasswords(roots: Root[]): void {
  for (const root of roots) for (const field of root.querySelectorAll('input[type=password]')) verdictOn(field);
}

function ofAnyElement(element: Element): Sensitive | undefined {
  if (closest(element, mask)) return 'private';
  return concealed(element) ? 'password' : undefined;
}

function look(element: HTMLInputElement | HTMLTextAreaElement): Sensitive | undefined {
  if (attribute(element, 'type').toLowerCase() === 'password') return 'password';
  const any = saidBy(attribute(element, 'autocomplete').toLowerCase(), AUTOCOMPLETE) ?? ofAnyElement(element);
  if (any || element.closest(VIRTUAL)) return any;
  if (isBox(element)) return 'oneTimeCode';
  return saidBy(hintsOf(element), HINTS) ?? (element.type === 'tel' ? 'private' : undefined);
}

function saidBy(words: string, conventions: typeof HINTS): Sensitive | undefined {
  return conventions.find(([pattern]) => pattern.test(words))?.[1];
}

function readable(selector: string): boolean {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
}

/** Whether an element shows its characters as dots. */
export function concealed(element: Element): boolean {
  return !/^(none)?$/.test(getComputedStyle(element).getPropertyValue('-webkit-text-security'));
}

/** One of several boxes side by side that hold a code between them: a character each, or a few. */
function isBox(element: Element): boolean {
  const length = attribute(element, 'maxlength');
  if (!/^[1-6]$/.test(length)) return false;
  const row = element.parentElement;
  return [row, row?.parentElement].some((at) => at?.querySelectorAll(`input[maxlength="${length}"]`)[BOXES - 1]);
}

/** What stays the same when a page replaces a field by another element. Names count in their own shadow tree. */
function keysOf(field: Element): string[] {
  const root = rootOf(field);
  const tree = root instanceof ShadowRoot ? placeOf(root.host) : '';
  const names = ['name', 'id'].filter((name) => attribute(field, name));
  return [...names.map((name) => `${tree} ${name}=${attribute(field, name)}`), placeOf(field)];
}

/** An element's place on this page. */
function placeOf(element: Element): string {
  let place = location.pathname;
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const parent = own(at, 'parentNode');
    const siblings = parent && [...own(parent, 'childNodes')].filter((node) => node instanceof Element);
    place += `/${at.localName}:${siblings?.indexOf(at)}`;
  }
  return place;
}

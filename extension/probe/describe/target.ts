// Describes an element by every family of selectors, and picks the family that names it alone.

import type { Family, Target } from '../../../schema/messages';
import { attribute, box, fold, own, type Root, rootOf } from '../../page/dom';
import { fieldAt } from '../fields/kinds';
import { refOf } from '../probe';
import { tells, verdictOn } from '../sensitive';
import { contentOf, LONGEST, labelOf, nameOf, quotes } from './names';
import { candidates, namedByContent, roleOf } from './roles';
import { countCss, cssOf, xpathOf } from './selectors';
import { TEST_IDS, testIdOf } from './stable';

/** Milliseconds that counting may take, once so many elements or texts were looked at: a busy machine takes those away too. */
const BUDGET = 4;
const LEAST = 50;
const LABELLED = 'input,textarea,select,button,[aria-label]';

/** Elements that had other names before: what they are called says nothing of them. */
const renamed = new WeakSet<Element>();

/** A family, what it says of an element, and among which elements it has to be looked for. */
type Way = [family: Exclude<Family, 'css' | 'xpath'>, says: (element: Element) => string, among: string];

/** The description of an element as it is now. */
export function describe(element: Element): Target {
  const root = rootOf(element);
  const role = roleOf(element);
  const sensitive = verdictOn(element);
  const selectors: Target['selectors'] = { css: cssOf(element, root), xpath: xpathOf(element) };
  const target: Target = {
    tag: own(element, 'localName'),
    primary: { family: 'css' },
    selectors,
    shadow: hosts(element),
    rect: box(element.getBoundingClientRect()),
    ref: refOf(element) ?? null,
  };
  if (role) target.role = role;
  const field = fieldAt(element);
  if (field?.element === element) target.editable = field.editable;
  if (sensitive) target.sensitive = sensitive;

  const until = performance.now() + BUDGET;
  let looked = 0;
  const isLate = () => looked++ > LEAST && performance.now() > until;
  let matches: number | undefined;
  for (const [family, says, among] of waysTo(element, role).slice(
    0,
    sensitive || quotes(element, role) ? 1 : undefined,
  )) {
    const value = says(element);
    if (!value || tells(value)) continue;
    selectors[family === 'role' ? 'name' : family] = value.slice(0, LONGEST);
    if (matches === 1 || value.length > LONGEST || (family !== 'testId' && renamed.has(element))) continue;
    matches = among ? countNamed(root, among, says, value, isLate) : countText(element, root, value, isLate);
    if (matches === 1) target.primary = { family, matches };
  }
  if (matches !== 1 && element.isConnected) target.primary.matches = countCss(root, selectors.css);
  return target;
}

/** The description of an element by what lasts, if it is called otherwise than `target` says. What it says stays. */
export function describeRenamed(element: Element, target: Target): Target | undefined {
  const { primary, role, selectors } = target;
  const way = waysTo(element, role ?? undefined).find(([family]) => family === primary.family);
  if (!way || primary.family === 'testId') return undefined;
  const said = selectors[primary.family === 'role' ? 'name' : primary.family];
  if (way[1](element).slice(0, LONGEST) === said) return undefined;
  renamed.add(element);
  const { primary: lasting, selectors: now } = describe(element);
  return { ...target, primary: lasting, selectors: { ...selectors, css: now.css, xpath: now.xpath } };
}

/** The families in the order in which they are preferred. */
function waysTo(element: Element, role: string | undefined): Way[] {
  const named: Way[] = role
    ? [['role', (other) => (roleOf(other) === role ? nameOf(other, role) : ''), candidates(role)]]
    : [];
  return [
    ['testId', testIdOf, TEST_IDS.map((name) => `[${name}]`).join()],
    ...named,
    ['label', (other) => labelOf(other) || fold(attribute(other, 'aria-label')), LABELLED],
    ['placeholder', (other) => fold(attribute(other, 'placeholder')), '[placeholder]'],
    ['text', (other) => textOf(other, other === element && namedByContent(role)), ''],
  ];
}

/** The text of an element, unless it is too long to name it. */
function textOf(element: Element, anyLength: boolean): string {
  const text = contentOf(element);
  return anyLength || text.length <= LONGEST ? text : '';
}

/** How many elements a family names so, up to 2; `undefined` when it would take too long to know. */
function countNamed(root: Root, among: string, says: Way[1], value: string, isLate: () => boolean): number | undefined {
  let matches = 0;
  for (const other of root.querySelectorAll(among)) {
    if (isLate()) return undefined;
    if (says(other) === value && ++matches > 1) break;
  }
  return matches;
}

/**
 * Counts the innermost elements with this text, from their text nodes upwards: none when that is not how the element
 * itself is found, because it is further out, or because what looks for texts reads it otherwise.
 */
function countText(element: Element, root: Root, value: string, isLate: () => boolean): number | undefined {
  const found = new Set<Element>();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (isLate()) return undefined;
    for (
      let at = node.parentElement;
      at && (node as Text).data.includes(value.charAt(0));
      at = own(at, 'parentElement')
    ) {
      const text = contentOf(at);
      if (text === value) found.add(at);
      if (text === value || text.length > value.length) break;
    }
  }
  return found.has(element) && fold(own(element, 'textContent') as string) === value ? found.size : 0;
}

/** CSS selectors of the shadow hosts around an element, outermost first. */
function hosts(element: Element): string[] {
  const path: string[] = [];
  for (let root = rootOf(element); root instanceof ShadowRoot; root = rootOf(root.host)) {
    path.unshift(cssOf(root.host, rootOf(root.host)));
  }
  return path;
}

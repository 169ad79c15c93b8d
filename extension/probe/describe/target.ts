// Describes an element by every family of selectors, and picks the family that names it alone.

import type { Family, Target } from '../../../schema/messages';
import { attribute, box, fold, type Root, rootOf } from '../dom';
import { fieldAt } from '../fields/kinds';
import type { Judge } from '../sensitive';
import { LONGEST, Names } from './names';
import { candidates, namedByContent, roleOf } from './roles';
import { countCss, cssOf, xpathOf } from './selectors';
import { testIdOf } from './stable';

/** Milliseconds that counting may take. */
const BUDGET = 4;
const LABELLED = 'input,textarea,select,button,meter,output,progress';

/** Describes elements. */
export class Describer {
  readonly #judge: Judge;
  readonly #names: Names;

  constructor(judge: Judge) {
    this.#judge = judge;
    this.#names = new Names(judge);
  }

  /** The description of an element as it is now. */
  describe(element: Element): Target {
    const root = rootOf(element);
    const role = roleOf(element);
    const sensitive = this.#judge.verdict(element);
    const known: Partial<Record<Family, string>> = {};
    const testId = testIdOf(element)?.value;
    if (testId) known.testId = testId;
    if (!sensitive) this.#read(element, role, known);
    const selectors: Target['selectors'] = { css: cssOf(element, root), xpath: xpathOf(element) };
    if (known.testId) selectors.testId = known.testId;
    if (known.role) selectors.name = cut(known.role);
    if (known.label) selectors.label = cut(known.label);
    if (known.placeholder) selectors.placeholder = cut(known.placeholder);
    if (known.text) selectors.text = cut(known.text);
    const target: Target = {
      tag: element.localName,
      primary: this.#primary(element, root, role, known, selectors.css),
      selectors,
      shadow: hosts(element),
      rect: box(element.getBoundingClientRect()),
    };
    if (role) target.role = role;
    const field = fieldAt(element);
    if (field?.element === element) target.editable = field.editable;
    if (sensitive) target.sensitive = sensitive;
    return target;
  }

  #read(element: Element, role: string | undefined, known: Partial<Record<Family, string>>): void {
    const name = role ? this.#names.nameOf(element, role) : '';
    if (name) known.role = name;
    const label = this.#names.labelOf(element) || fold(attribute(element, 'aria-label'));
    if (label) known.label = label;
    const placeholder = fold(attribute(element, 'placeholder'));
    if (placeholder) known.placeholder = placeholder;
    const text = this.#names.contentOf(element);
    if (text && (text.length <= LONGEST || namedByContent(role))) known.text = text;
  }

  #primary(
    element: Element,
    root: Root,
    role: string | undefined,
    known: Partial<Record<Family, string>>,
    css: string,
  ): Target['primary'] {
    const until = performance.now() + BUDGET;
    const families: Family[] = ['testId', 'role', 'label', 'placeholder', 'text'];
    for (const family of families) {
      const value = known[family];
      if (!value || value.length > LONGEST) continue;
      const matches = this.#count(family, value, element, root, role, until);
      if (matches === 1) return { family, matches };
      if (matches === undefined) break;
    }
    const matches = element.isConnected ? countCss(root, css) : 0;
    return matches ? { family: 'css', matches } : { family: 'css' };
  }

  /** How many elements a family matches, 2 for several; `undefined` when it would take too long to know. */
  #count(
    family: Family,
    value: string,
    element: Element,
    root: Root,
    role: string | undefined,
    until: number,
  ): number | undefined {
    if (family === 'testId') return countCss(root, `[${testIdOf(element)?.name}="${CSS.escape(value)}"]`);
    const named = (css: string, nameOf: (other: Element) => string) => {
      let matches = 0;
      for (const other of root.querySelectorAll(css)) {
        if (performance.now() > until) return undefined;
        if (nameOf(other) === value && ++matches > 1) return matches;
      }
      return matches;
    };
    if (family === 'role' && role) {
      return named(candidates(role), (other) => (roleOf(other) === role ? this.#names.nameOf(other, role) : ''));
    }
    if (family === 'label') {
      return named(
        `${LABELLED},[aria-label]`,
        (other) => this.#names.labelOf(other) || fold(attribute(other, 'aria-label')),
      );
    }
    if (family === 'placeholder') return named('[placeholder]', (other) => fold(attribute(other, 'placeholder')));
    return this.#countText(value, root, until);
  }

  /** Counts the innermost elements with this text, from their text nodes upwards. */
  #countText(value: string, root: Root, until: number): number | undefined {
    const [word = ''] = value.split(' ');
    const found = new Set<Element>();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (performance.now() > until) return undefined;
      if (!(node instanceof Text) || !node.data.includes(word.slice(0, 1))) continue;
      for (let at = node.parentElement; at; at = at.parentElement) {
        const text = this.#names.contentOf(at);
        if (text === value) found.add(at);
        if (text === value || text.length > value.length) break;
      }
      if (found.size > 1) break;
    }
    return found.size;
  }
}

function cut(text: string): string {
  return text.slice(0, LONGEST);
}

/** CSS selectors of the shadow hosts around an element, outermost first. */
function hosts(element: Element): string[] {
  const path: string[] = [];
  for (let root = element.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) {
    path.unshift(cssOf(root.host, rootOf(root.host)));
  }
  return path;
}

// Writes a tree down: a line for each element, with its `ref`. Quotes in names are left as they are: the core, which
// scrubs them, is the one to escape them.

import type { Page, Told } from './tree';

/** The `ref` of each element of a snapshot. */
export type Refs = WeakMap<Element, string>;

/** An element keeps its `ref` as long as it lives. */
const known = new WeakMap<Element, string>();
let last = 0;

/** A snapshot as the worker is told it. */
export function written({ root, cut }: Page): { text: string; cut: boolean; refs: Refs } {
  const refs: Refs = new WeakMap();
  const lines: string[] = [];
  const write = ({ element, role, name, states, within }: Told, indent: string) => {
    const ref = known.get(element) ?? `e${++last}`;
    known.set(element, ref);
    refs.set(element, ref);
    const head = `${indent}- ${role}${name && ` "${name}"`}${states} [ref=${ref}]`;
    const [only] = within;
    if (!name && within.length === 1 && typeof only === 'string') lines.push(`${head}: "${only}"`);
    else {
      lines.push(head + (within.length ? ':' : ''));
      writeAll(within, `${indent}  `);
    }
  };
  const writeAll = (within: Told['within'], indent: string) => {
    for (const each of within) {
      if (typeof each === 'string') lines.push(`${indent}- text: "${each}"`);
      else write(each, indent);
    }
  };
  writeAll(root.within, '');
  return { text: lines.join('\n'), cut, refs };
}

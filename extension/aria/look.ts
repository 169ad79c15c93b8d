// Takes snapshots when the worker asks for one, which it does before an action can come: when the page has come to rest,
// and when it is about to be used again.

import { parentOf } from '../page/dom';
import { epochNow, say } from './probe';
import { treeOf } from './tree';
import { type Refs, written } from './written';

/** How often it is tried on a page that changes meanwhile. */
const TRIES = 3;

let looks = 0;
let refs: Refs | undefined;

/** Tells the document as it is, unless it does not keep still; the last call counts. */
export async function look(): Promise<void> {
  const own = ++looks;
  for (let tries = 0; tries < TRIES; tries++) {
    const epoch = epochNow();
    const page = await treeOf(() => own === looks).catch(() => undefined);
    if (!page) return;
    if (epochNow() !== epoch) continue;
    const { text, cut, refs: told } = written(page);
    refs = told;
    const t = Date.now();
    return say({ kind: 'aria', epoch, t, tree: text, cut });
  }
}

/** The `ref` in the last snapshot of the nearest element around this one that is in it. */
export function refOf(element: Element): string | undefined {
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const ref = refs?.get(at);
    if (ref) return ref;
  }
  return undefined;
}

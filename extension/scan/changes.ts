// What changed in sight while a ticket was open. The page is looked at twice; what was there only in between is known
// from its mutations.

import type { Rect } from '../../schema/messages';
import { around } from './boxes';
import type { Scene } from './scan';

/** The boxes of what is new, gone, different or elsewhere: where it was, where it is, and the way between. */
export function changesBetween(before: Scene, after: Scene, mutations: MutationRecord[]): Rect[] {
  const found: (Rect | undefined)[] = [];
  for (const node of new Set([...before.seen.keys(), ...after.seen.keys()])) {
    const [was, is] = [before.seen.get(node), after.seen.get(node)];
    if (was?.said !== is?.said) found.push(around([was, is].flatMap((sight) => sight?.rect ?? [])));
  }
  for (const { type, target, addedNodes } of mutations) {
    if (type === 'characterData') found.push(after.seen.get(target)?.rect);
    for (const node of addedNodes) {
      const at = node.isConnected ? node : node.textContent?.trim() && target;
      if (at instanceof Element) found.push(at.getBoundingClientRect());
    }
  }
  return found.filter((rect) => rect !== undefined);
}

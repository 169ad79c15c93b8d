// What changed in sight while a ticket was open: the boxes of text that is new, gone, different or elsewhere.

import type { Rect } from '../../../schema/messages';
import { visibleArea } from '../dom';
import { shownText, takesText } from '../sensitive';
import { alike, around, boxesOfText } from './boxes';
import type { Scene } from './scan';

const MOST_TEXTS = 2_000;

/** What collects mutations and tells the boxes of what they changed. */
export interface Changes {
  collect(records: MutationRecord[]): void;
  /** Before and after; `undefined` when too much has changed to look at it all. */
  boxes(): Rect[] | undefined;
}

/** Compares with what was seen in a scan. */
export function changesOf({ texts, runs }: Scene): Changes {
  const touched = new Set<Node>();
  const added = new Set<Element>();
  const removed = new Set<Node>();

  const collect = (records: MutationRecord[]) => {
    for (const { type, target, addedNodes, removedNodes, attributeName } of records) {
      if (type !== 'childList') touched.add(target);
      if (attributeName === 'src') added.add(target as Element);
      for (const node of addedNodes) {
        if (node instanceof Element) added.add(node);
        else touched.add(node);
      }
      for (const node of removedNodes) removed.add(node);
    }
  };

  const boxes = () => {
    const found: Rect[] = [];
    for (const element of added) if (element.isConnected) found.push(element.getBoundingClientRect());
    for (const [text, { rect }] of texts) {
      if (!text.isConnected || [...removed].some((node) => node.contains(text))) found.push(rect);
    }
    let looked = 0;
    for (const node of touched) {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      for (let at: Node | null = walker.currentNode; at; at = walker.nextNode()) {
        if (++looked > MOST_TEXTS) return undefined;
        if (!(at instanceof Text) || !at.isConnected) continue;
        const before = texts.get(at);
        const now = around(boxesOfText(at));
        if (before && before.data === at.data && alike(before.rect, now)) continue;
        if (before) found.push(before.rect);
        if (now) found.push(now);
      }
    }
    for (const { text, from } of runs) {
      if (from instanceof Element && takesText(from) && shownText(from) !== text)
        found.push(from.getBoundingClientRect());
    }
    return found.filter(visibleArea);
  };

  return { collect, boxes };
}

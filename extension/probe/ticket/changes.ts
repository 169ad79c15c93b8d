// What changed in sight while a ticket was open: the boxes of text that is new, gone, different or elsewhere.

import type { Rect } from '../../../schema/messages';
import { visibleArea } from '../dom';
import { alike, around, boxesOfText } from './boxes';
import type { Scene } from './scan';

const MOST_TEXTS = 2_000;

/** Collects mutations and compares with what was seen before them. */
export class Changes {
  readonly #scene: Scene;
  readonly #touched = new Set<Node>();
  readonly #added = new Set<Element>();
  readonly #removed = new Set<Node>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Takes mutations in. */
  readonly collect = (records: MutationRecord[]): void => {
    for (const { type, target, addedNodes, removedNodes, attributeName } of records) {
      if (type !== 'childList') this.#touched.add(target);
      if (attributeName === 'src') this.#added.add(target as Element);
      for (const node of addedNodes) {
        if (node instanceof Element) this.#added.add(node);
        else this.#touched.add(node);
      }
      for (const node of removedNodes) this.#removed.add(node);
    }
  };

  /** The boxes of what changed, before and after; `undefined` when too much has changed to look at it all. */
  boxes(): Rect[] | undefined {
    const boxes: Rect[] = [];
    const { texts, runs } = this.#scene;
    for (const element of this.#added) if (element.isConnected) boxes.push(element.getBoundingClientRect());
    for (const [text, { rect }] of texts) {
      if (!text.isConnected || [...this.#removed].some((node) => node.contains(text))) boxes.push(rect);
    }
    let looked = 0;
    for (const node of this.#touched) {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      for (let at: Node | null = walker.currentNode; at; at = walker.nextNode()) {
        if (++looked > MOST_TEXTS) return undefined;
        if (!(at instanceof Text) || !at.isConnected) continue;
        const before = texts.get(at);
        const now = around(boxesOfText(at));
        if (before && before.data === at.data && alike(before.rect, now)) continue;
        if (before) boxes.push(before.rect);
        if (now) boxes.push(now);
      }
    }
    for (const { text, from } of runs) {
      if (from instanceof Element && 'value' in from && !(from instanceof HTMLSelectElement)) {
        if (from.value !== text && from.value) boxes.push(from.getBoundingClientRect());
      }
    }
    return boxes.filter(visibleArea);
  }
}

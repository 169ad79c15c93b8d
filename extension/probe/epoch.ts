// Counts what changes the picture of a document, and tells when the document has become still.
//
// Scrolling, resizing, input and visibility always count. Mutations count only while the observer is armed: after an
// action or a stir, until the page has been still, and while a ticket is open. A change of attributes on something as
// small as a caret or a spinner does not count, or nothing would ever be still.

import { shadowRootOf } from '../browser';
import type { Root } from './dom';
import type { Lifetime } from './lifetime';

const STILL_AFTER = 150;
const AT_MOST = 2_000;
const SMALL = 32 * 32;
const MOST_PENDING = 200;
const LOOK_AFTER = 30;

const WATCHED: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: ['class', 'style', 'hidden', 'src'],
};

/** The epoch of a document. */
export class Epoch {
  readonly #life: Lifetime;
  readonly #observer: MutationObserver;
  readonly #roots = new Set<Root>([document]);
  readonly #pending = new Set<Element>();
  #count = 0;
  #shifts = 0;
  #armed = false;
  #deadline = 0;
  #whenStill: (() => void) | undefined;
  #takeBack: (() => void) | undefined;
  #looking = false;
  #collect: ((records: MutationRecord[]) => void) | undefined;

  constructor(life: Lifetime) {
    this.#life = life;
    this.#observer = new MutationObserver((records) => this.#mutated(records));
    const shift = () => {
      this.#shifts++;
      this.bump();
    };
    life.on('scroll', shift);
    life.on('resize', shift);
    life.listen(document, 'visibilitychange', shift);
    life.on('input', () => this.bump());
    life.atEnd(() => {
      this.#observer.disconnect();
      this.#roots.clear();
      this.#pending.clear();
    });
  }

  /** The epoch now. */
  get now(): number {
    this.#take();
    this.#look();
    return this.#count;
  }

  /** How often the whole picture has moved: scrolled, resized, hidden or shown. */
  get shifts(): number {
    return this.#shifts;
  }

  /** Every root known to hold a part of the page. */
  get roots(): Root[] {
    for (const root of this.#roots) if (root instanceof ShadowRoot && !root.isConnected) this.#roots.delete(root);
    return [...this.#roots];
  }

  /** Something changed. */
  bump(): void {
    this.#count++;
    if (this.#deadline) this.#wait();
  }

  /** Remembers the shadow roots around an element, so that they are watched too. */
  meet(element: Element): ShadowRoot | null {
    const root = shadowRootOf(element);
    if (root && !this.#roots.has(root)) {
      this.#roots.add(root);
      if (this.#armed) this.#observer.observe(root, WATCHED);
    }
    return root;
  }

  /** Watches until the page is still, at most two seconds, then calls `done`; a later call takes the place of it. */
  settle(done?: () => void): void {
    this.#whenStill = done ?? this.#whenStill;
    this.#deadline = performance.now() + AT_MOST;
    this.#arm();
    this.#wait();
  }

  /** Hands every mutation to `collect` until it is called with none. */
  collect(collect?: (records: MutationRecord[]) => void): void {
    this.#take();
    this.#collect = collect;
    if (collect) this.#arm();
    else this.#relax();
  }

  #arm(): void {
    if (this.#armed) return;
    this.#armed = true;
    for (const root of this.roots) this.#observer.observe(root, WATCHED);
  }

  #relax(): void {
    if (this.#deadline || this.#collect) return;
    this.#armed = false;
    this.#observer.disconnect();
  }

  #wait(): void {
    this.#takeBack?.();
    const left = Math.max(0, this.#deadline - performance.now());
    this.#takeBack = this.#life.later(Math.min(STILL_AFTER, left), () => this.#still());
  }

  #still(): void {
    const before = this.#count;
    if (this.now !== before && performance.now() < this.#deadline) return;
    this.#deadline = 0;
    const done = this.#whenStill;
    this.#whenStill = undefined;
    this.#relax();
    done?.();
  }

  #take(): void {
    if (this.#armed) this.#mutated(this.#observer.takeRecords());
  }

  #mutated(records: MutationRecord[]): void {
    if (!records.length) return;
    this.#collect?.(records);
    let counts = false;
    for (const { type, target } of records) {
      if (type === 'attributes' && this.#pending.size < MOST_PENDING) this.#pending.add(target as Element);
      else counts = true;
    }
    if (counts) {
      this.#pending.clear();
      this.bump();
    } else if (!this.#looking) {
      this.#looking = true;
      this.#life.later(LOOK_AFTER, () => this.#look());
    }
  }

  /** Whether one of the elements whose attributes changed is more than a caret or a spinner. */
  #look(): void {
    this.#looking = false;
    for (const element of this.#pending) {
      const { width, height } = element.getBoundingClientRect();
      const area = width * height;
      if (area > 0 && area <= SMALL) continue;
      this.#pending.clear();
      this.bump();
      return;
    }
    this.#pending.clear();
  }
}

// Answers tickets: a picture of the tab is taken between `ready` and `close`, and this document says what in it must be
// covered, and what changed meanwhile.
//
// An answer that can't be given is not given: then the worker covers the whole frame.

import type { Rect, Span, ToProbe } from '../../../schema/messages';
import { visibleArea } from '../dom';
import type { Probe } from '../probe';
import { alike, around, boxesOfElement, boxesOfText, everything, outward } from './boxes';
import { Changes } from './changes';
import { framesIn } from './children';
import { type Run, Scene, scan } from './scan';
import { type Part, Verdicts } from './verdicts';

/** Milliseconds a slice of a scan may take. */
const SLICE = 4;
const FRAME = 100;
const STEADY = 1 / 4;

type Message = Extract<ToProbe, { ticket: number }>;

/** Something that must be covered, wherever it is. */
type Covered = () => Rect[];

interface Ticket {
  id: number;
  hidden: boolean;
  shifts: number;
  scroll: string;
  scene: Scene;
  changes: Changes;
  covered: { boxes: Covered; before: Rect[] }[];
  elements: Set<Element>;
}

/** One ticket at a time; a new one takes the place of the one before. */
export class Desk {
  readonly #probe: Probe;
  readonly #verdicts = new Verdicts();
  #ticket: Ticket | undefined;

  constructor(probe: Probe) {
    this.#probe = probe;
  }

  /** Takes a message that belongs to a ticket. */
  handle(message: Message): void {
    if (message.kind === 'open') {
      this.#open(message.ticket).catch(() => this.#giveUp());
      return;
    }
    const ticket = this.#ticket;
    if (ticket?.id !== message.ticket) return;
    if (message.kind === 'spans') this.#ready(ticket, message.spans);
    else nextFrame().then(() => this.#ticket === ticket && this.#close(ticket));
  }

  async #open(id: number): Promise<void> {
    const { epoch, journal } = this.#probe;
    const scene = new Scene();
    const changes = new Changes(scene);
    const hidden = document.visibilityState === 'hidden';
    const ticket = {
      id,
      hidden,
      scene,
      changes,
      shifts: epoch.shifts,
      scroll: scroll(),
      covered: [],
      elements: new Set<Element>(),
    };
    this.#ticket = ticket;
    epoch.collect(changes.collect);
    if (!hidden) {
      const steps = scan(this.#probe, scene);
      while (!walk(steps)) {
        await breath();
        if (this.#ticket !== ticket || this.#probe.life.over) return;
      }
    }
    const runs = scene.runs.flatMap(({ text }, run) => (this.#verdicts.of(text) ? [] : [{ id: run, text }]));
    journal.say({ kind: 'runs', ticket: id, runs });
  }

  #ready(ticket: Ticket, spans: Span[]): void {
    const { scene } = ticket;
    const judged = new Map<number, Part[]>();
    for (const { run, start, end } of spans) judged.set(run, [...(judged.get(run) ?? []), [start, end]]);
    scene.runs.forEach((run, index) => {
      const parts = judged.get(index) ?? this.#verdicts.of(run.text) ?? [];
      this.#verdicts.learn(run.text, parts);
      if (parts.length) this.#coverParts(ticket, run, parts);
    });
    this.#coverElements(ticket, scene.covered);
    const { children, unlisted } = framesIn(this.#probe.epoch.roots);
    this.#coverElements(ticket, unlisted);
    const changed = ticket.changes.boxes();
    const rects = scene.incomplete || !changed ? [everything()] : ticket.covered.flatMap(({ before }) => before);
    const view = { width: innerWidth, height: innerHeight, dpr: devicePixelRatio, scrollX, scrollY };
    this.#probe.journal.say({
      kind: 'ready',
      ticket: ticket.id,
      epoch: this.#probe.epoch.now,
      rects: outward([...rects, ...(changed ?? [])]),
      children,
      view,
    });
  }

  #close(ticket: Ticket): void {
    const { epoch, journal } = this.#probe;
    const now = epoch.now;
    const changed = ticket.changes.boxes();
    const rects: Rect[] = [];
    const travelled: Rect[] = [];
    for (const { boxes, before } of ticket.covered) {
      const after = boxes();
      rects.push(...after);
      const way = around([...before, ...after]);
      if (way && !alike(around(before), around(after))) travelled.push(way);
    }
    const fresh = ticket.hidden ? [] : this.#fresh(ticket);
    const filled = outward([...(changed ?? []), ...travelled, ...fresh]);
    const area = filled.reduce((sum, each) => sum + visibleArea(each), 0);
    const moved =
      !changed ||
      ticket.hidden ||
      ticket.shifts !== epoch.shifts ||
      ticket.scroll !== scroll() ||
      area > innerWidth * innerHeight * STEADY;
    this.#giveUp();
    journal.say({
      kind: 'closed',
      ticket: ticket.id,
      moved,
      epoch: now,
      rects: outward([...rects, ...fresh]),
      changed: filled,
    });
  }

  /** Sensitive elements that were not there, or not sensitive, when the ticket was opened. */
  #fresh({ elements }: Ticket): Rect[] {
    const { epoch, judge, settings } = this.#probe;
    const selector = `${judge.masked},input,textarea,video,object,embed${settings?.trustCanvas ? '' : ',canvas'}`;
    return epoch.roots
      .flatMap((root) => [...root.querySelectorAll(selector)])
      .filter((element) => !elements.has(element) && mustCover(element, this.#probe))
      .flatMap(boxesOfElement);
  }

  #coverElements({ covered, elements }: Ticket, these: Iterable<Element>): void {
    for (const element of these) {
      const boxes = () => boxesOfElement(element);
      elements.add(element);
      covered.push({ boxes, before: boxes() });
    }
  }

  #coverParts({ covered }: Ticket, { from }: Run, parts: Part[]): void {
    const add = (boxes: Covered) => covered.push({ boxes, before: boxes() });
    if (from instanceof Element) {
      add(() => boxesOfElement(from));
      return;
    }
    for (const [start, end] of parts) {
      for (const { node, at } of from) {
        const [first, last] = [Math.max(0, start - at), Math.min(node.length, end - at)];
        if (first < last) add(() => boxesOfText(node, first, last));
      }
    }
  }

  #giveUp(): void {
    this.#ticket = undefined;
    this.#probe.epoch.collect();
  }
}

function mustCover(element: Element, { judge }: Probe): boolean {
  if (element.matches('input,textarea')) return judge.verdict(element) !== undefined;
  return true;
}

/** Takes steps for one slice. Answers whether there are none left. */
function walk(steps: Iterator<void>): boolean {
  const until = performance.now() + SLICE;
  while (performance.now() < until) if (steps.next().done) return true;
  return false;
}

/** Lets the page go first. */
function breath(): Promise<void> {
  return scheduler.yield();
}

/** Waits for the next frame, so that scrolling the browser has painted already has come through; a hidden page has none. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
    setTimeout(resolve, FRAME);
  });
}

function scroll(): string {
  return `${scrollX} ${scrollY}`;
}

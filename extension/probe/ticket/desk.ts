// Answers tickets: a picture of the tab is taken between `ready` and `close`, and this document says what in it must be
// covered, and what changed meanwhile.
//
// An answer that can't be given is not given: then the worker covers the whole frame.

import type { Rect, Span, ToProbe } from '../../../schema/messages';
import { visibleArea } from '../dom';
import { collect, epochNow, roots, shifts } from '../epoch';
import { say } from '../journal';
import { isOver } from '../lifetime';
import { masked } from '../sensitive';
import { alike, around, boxesOfElement, boxesOfText, outward } from './boxes';
import { type Changes, changesOf } from './changes';
import { framesIn } from './children';
import { mustCover, type Run, type Scene, scan } from './scan';
import { learn, type Part, partsOf } from './verdicts';

/** Milliseconds a slice of a scan may take. */
const SLICE = 4;
const FRAME = 100;
const STEADY = 1 / 4;

type Message = Extract<ToProbe, { ticket: number }>;

/** Something that must be covered, wherever it is. */
type Covered = () => Rect[];

interface Ticket {
  id: number;
  /** How often the picture had moved when the ticket was opened; -1 for a hidden document, which has none. */
  shifts: number;
  scene: Scene;
  changes: Changes;
  covered: { boxes: Covered; before: Rect[] }[];
  elements: Set<Element>;
}

let current: Ticket | undefined;

/** Takes a message that belongs to a ticket. */
export function handleTicket(message: Message): void {
  if (message.kind === 'open') {
    openTicket(message.ticket).catch(() => giveUp());
    return;
  }
  const ticket = current;
  if (ticket?.id !== message.ticket) return;
  if (message.kind === 'spans') getReady(ticket, message.spans);
  else nextFrame().then(() => current === ticket && closeTicket(ticket));
}

async function openTicket(id: number): Promise<void> {
  const scene: Scene = { runs: [], covered: new Set(), texts: new Map(), incomplete: false };
  const changes = changesOf(scene);
  const hidden = document.visibilityState === 'hidden';
  const ticket = {
    id,
    scene,
    changes,
    shifts: hidden ? -1 : shifts(),
    covered: [],
    elements: new Set<Element>(),
  };
  current = ticket;
  collect(changes.collect);
  if (!hidden) {
    const steps = scan(scene);
    while (!walk(steps)) {
      await breath();
      if (current !== ticket || isOver()) return;
    }
  }
  const runs = scene.runs.flatMap(({ text }, run) => (partsOf(text) ? [] : [{ id: run, text }]));
  say({ kind: 'runs', ticket: id, runs });
}

function getReady(ticket: Ticket, spans: Span[]): void {
  const { scene } = ticket;
  const judged = new Map<number, Part[]>();
  for (const { run, start, end } of spans) judged.set(run, [...(judged.get(run) ?? []), [start, end]]);
  scene.runs.forEach((run, index) => {
    const parts = judged.get(index) ?? partsOf(run.text) ?? [];
    learn(run.text, parts);
    if (parts.length) coverParts(ticket, run, parts);
  });
  coverElements(ticket, scene.covered);
  const { children, unlisted } = framesIn(roots());
  coverElements(ticket, unlisted);
  const changed = ticket.changes.boxes();
  const rects =
    scene.incomplete || !changed
      ? [{ x: 0, y: 0, width: innerWidth, height: innerHeight }]
      : ticket.covered.flatMap(({ before }) => before);
  const view = { width: innerWidth, height: innerHeight, dpr: devicePixelRatio, scrollX, scrollY };
  say({
    kind: 'ready',
    ticket: ticket.id,
    epoch: epochNow(),
    rects: outward([...rects, ...(changed ?? [])]),
    children,
    view,
  });
}

function closeTicket(ticket: Ticket): void {
  const now = epochNow();
  const changed = ticket.changes.boxes();
  const rects: Rect[] = [];
  const travelled: Rect[] = [];
  for (const { boxes, before } of ticket.covered) {
    const after = boxes();
    rects.push(...after);
    const way = around([...before, ...after]);
    if (way && !alike(around(before), around(after))) travelled.push(way);
  }
  const uncovered = fresh(ticket);
  const filled = outward([...(changed ?? []), ...travelled, ...uncovered]);
  const area = filled.reduce((sum, each) => sum + visibleArea(each), 0);
  const moved = !changed || ticket.shifts !== shifts() || area > innerWidth * innerHeight * STEADY;
  giveUp();
  say({
    kind: 'closed',
    ticket: ticket.id,
    moved,
    epoch: now,
    rects: outward([...rects, ...uncovered]),
    changed: filled,
  });
}

/** Sensitive elements that were not there, or not sensitive, when the ticket was opened. */
function fresh({ elements }: Ticket): Rect[] {
  const selector = `${masked()},input,textarea,canvas,video,object,embed`;
  return roots()
    .flatMap((root) => [...root.querySelectorAll(selector)])
    .filter((element) => !elements.has(element) && (mustCover(element) || element.matches(masked())))
    .flatMap(boxesOfElement);
}

function coverElements({ covered, elements }: Ticket, these: Iterable<Element>): void {
  for (const element of these) {
    const boxes = () => boxesOfElement(element);
    elements.add(element);
    covered.push({ boxes, before: boxes() });
  }
}

function coverParts({ covered }: Ticket, { from }: Run, parts: Part[]): void {
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

function giveUp(): void {
  current = undefined;
  collect();
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

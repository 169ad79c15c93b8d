// Answers tickets: a picture of the tab is taken between `ready` and `close`, and this document says what in it must be
// covered, and what changed meanwhile.
//
// An answer that can't be given is not given: then the worker covers the whole frame.

import type { Rect, Span } from '../../schema/messages';
import { framePath } from '../page/frames';
import type { Message } from '../page/mark';
import { inSlices } from '../page/slices';
import { boxesOf } from './boxes';
import { changesBetween } from './changes';
import { foreignIn } from './foreign';
import { collect, epochNow, say, shifts } from './probe';
import { type Scene, scan } from './scan';

const FRAME = 100;

/** A part of a text, in UTF-16 code units. */
type Part = [start: number, end: number];

interface Ticket {
  id: number;
  /** How often the picture had moved when the ticket was opened. */
  shifts: number;
  mutations: MutationRecord[];
  scene: Scene;
  /** What the worker has found in each text. */
  parts: Map<string, Part[]>;
}

let current: number | undefined;
let ticket: Ticket | undefined;

/** Takes a message that belongs to a ticket. */
export function answer(message: Message): void {
  const id = message.ticket;
  handle(message, () => current === id).catch(() => current === id && giveUp());
}

async function handle(message: Message, goOn: () => boolean): Promise<void> {
  const id = message.ticket;
  if (message.kind === 'open') {
    current = id;
    const mutations: MutationRecord[] = [];
    // One by one: a page can make more of them at once than a call has room for.
    collect((records) => {
      for (const record of records) mutations.push(record);
    });
    const before = shifts();
    const scene = await scan(goOn);
    ticket = { id, shifts: before, mutations, scene, parts: new Map() };
    const runs = scene.blocks.map(({ pieces: _pieces, seen: _seen, ...run }, at) => ({ ...run, id: at }));
    say({ kind: 'runs', ticket: id, runs });
  } else if (ticket?.id === id) {
    await ('spans' in message ? getReady(ticket, message.spans, goOn) : closeTicket(ticket, goOn));
  }
}

async function getReady({ id, scene, parts }: Ticket, spans: Span[], goOn: () => boolean): Promise<void> {
  const { blocks, children, surfaces } = scene;
  for (const { text } of blocks) parts.set(text, []);
  for (const { run, start, end } of spans) parts.get(blocks[run]?.text ?? '')?.push([start, end]);
  const rects = await sensitive(scene, parts, goOn);
  const { pageLeft, pageTop, offsetLeft, offsetTop, scale } = visualViewport as VisualViewport;
  say({
    kind: 'ready',
    ticket: id,
    epoch: epochNow(),
    frame: framePath(),
    rects,
    surfaces,
    children,
    view: {
      width: innerWidth / scale,
      height: innerHeight / scale,
      dpr: devicePixelRatio,
      scrollX: pageLeft,
      scrollY: pageTop,
      left: offsetLeft,
      top: offsetTop,
    },
  });
}

async function closeTicket(
  { id, shifts: before, scene, parts, mutations }: Ticket,
  goOn: () => boolean,
): Promise<void> {
  await nextFrame();
  const after = await scan(goOn);
  const rects = await sensitive(after, parts, goOn);
  const epoch = epochNow();
  const changed = changesBetween(scene, after, mutations);
  const moved = before !== shifts() || layoutOf(scene) !== layoutOf(after);
  giveUp();
  say({ kind: 'closed', ticket: id, moved, epoch, rects, changed });
}

/** Where anything sensitive is seen, and text that was not judged. */
async function sensitive({ blocks, covered }: Scene, parts: Ticket['parts'], goOn: () => boolean): Promise<Rect[]> {
  const rects: Rect[] = [];
  const steps: (() => void)[] = covered.map((piece) => () => rects.push(...boxesOf(piece)));
  for (const { text, pieces } of blocks) {
    const cover = ([start, end]: Part) => {
      for (const piece of pieces) {
        const [first, last] = [Math.max(start, piece.at), Math.min(end, piece.at + piece.length)];
        if (first < last) rects.push(...boxesOf(piece, first, last));
      }
    };
    for (const part of parts.get(text) ?? [[0, text.length]]) steps.push(() => cover(part));
    steps.push(() => foreignIn(text).forEach(cover));
  }
  await inSlices(steps, goOn);
  return rects;
}

/** Frames and surfaces can't move on: what is in them would be looked for, or shown, in the wrong place. */
function layoutOf({ children, surfaces }: Scene): string {
  return JSON.stringify([children, surfaces]);
}

function giveUp(): void {
  current = ticket = undefined;
  collect();
}

/** Waits for the next frame, so that scrolling the browser has painted already has come through; a hidden page has none. */
function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, FRAME);
  });
}

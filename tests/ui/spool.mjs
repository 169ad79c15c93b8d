// What a stubbed worker holds, and how it answers about it: as the core does, under a new name for a part of which
// something was deleted.

/** Runs in the page. `held` are parts as the page is told of them, each with its `lines`. */
export function spool(held) {
  const parts = structuredClone(held).map((part, order) => ({ order, ...part }));
  let names = 0;
  const gone = ({ seq, t }) =>
    JSON.stringify({
      v: 1,
      seq,
      t,
      tab: 0,
      frame: [],
      actor: 'user',
      kind: 'gap',
      reason: 'private',
      length: 'underMinute',
    });

  function erase(part, wanted) {
    if (part.sealed) return parts.splice(parts.indexOf(part), 1);
    part.id = `anew-${++names}`;
    part.lines = part.lines.map((line) => {
      const { seq, t, kind, action } = JSON.parse(line);
      const isMeant = wanted.length === 0 || wanted.includes(seq) || wanted.includes(action);
      return kind !== 'session' && isMeant ? gone({ seq, t }) : line;
    });
    part.frames = part.lines.filter((line) => JSON.parse(line).kind === 'frame').length;
  }

  /** What the record of a line is deleted by. */
  function numberOf(line) {
    const { kind, reason, seq } = JSON.parse(line);
    return kind === 'gap' && reason === 'private' ? null : seq;
  }

  /** A picture in which everything has one colour. */
  async function picture() {
    const canvas = new OffscreenCanvas(640, 400);
    const context = canvas.getContext('2d');
    context.fillStyle = '#3a6ea5';
    context.fillRect(0, 0, 640, 400);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
    return new Uint8Array(await blob.arrayBuffer()).toBase64();
  }

  globalThis.held = parts;
  globalThis.answerAboutHeld = async ({ kind, part: name, records }) => {
    const part = parts.find(({ id }) => id === name);
    if (kind === 'deleteRecords' && part) erase(part, records);
    if (kind === 'sendNow') for (const each of parts) each.leavesIn = 0;
    const listed = parts.map(({ lines, ...each }) => ({ ...each, records: lines?.length ?? each.records }));
    return {
      parts: listed,
      lines: kind === 'open' ? (part?.lines ?? null) : null,
      numbers: kind === 'open' ? (part?.lines?.map(numberOf) ?? null) : null,
      image: kind === 'image' && part ? await picture() : null,
    };
  };
}

/** The lines of a part: records with what all of them have added. */
export function lines(records) {
  return records.map((record) => JSON.stringify({ v: 1, seq: 0, t: 0, tab: 1, frame: [], actor: 'user', ...record }));
}

const button = {
  tag: 'button',
  role: 'button',
  primary: { family: 'role', matches: 1 },
  selectors: { name: 'Run', css: 'button', xpath: '/html/body/button' },
  shadow: [],
  rect: { x: 0, y: 0, width: 10, height: 10 },
};

const IMAGE = 'ab'.repeat(32);
const BEGAN = Date.UTC(2026, 10, 25, 13, 5);

function frame(seq, t, action, phase) {
  return {
    ...{ seq, t, kind: 'frame', image: IMAGE, mediaType: 'image/jpeg', size: 48_211, width: 640, height: 400, dpr: 1 },
    ...{ viewport: { x: 0, y: 0, width: 640, height: 400 }, phase, action, age: 40, redacted: 3 },
  };
}

/** Two sessions: one with a batch on its way and two minutes, on two sites, and one with a minute. */
export const HELD = [
  {
    ...{ id: 'batch', session: 'first', began: null, records: 12, frames: 2, bytes: 90_000, leavesIn: 0, sealed: true },
  },
  {
    ...{ id: 'one', session: 'first', began: BEGAN, frames: 2, bytes: 120_000, leavesIn: 3_600_000, sealed: false },
    lines: lines([
      { seq: 12, t: 61_000, kind: 'navigate', url: 'https://ide.example/w/7', title: 'main.rs', how: 'load' },
      { seq: 13, t: 62_500, kind: 'type', text: 'a <b>bold</b> "plan"', keys: [], removed: 0, ended: 'pause' },
      { seq: 14, t: 64_000, kind: 'click', button: 0, count: 1, modifiers: {}, target: button },
      frame(15, 64_000, 14, 'before'),
      frame(16, 64_400, 14, 'after'),
      { seq: 17, t: 65_000, kind: 'key', key: 's', code: 'KeyS', modifiers: { ctrl: true, shift: true } },
      { seq: 18, t: 66_000, kind: 'clipboard', what: 'copy', length: 1204 },
    ]),
  },
  {
    ...{ id: 'two', session: 'first', began: BEGAN + 60_000, frames: 0, bytes: 9_000, leavesIn: 3_660_000 },
    sealed: false,
    lines: lines([
      { seq: 19, t: 121_000, kind: 'type', text: 'still on the first site', keys: [], removed: 0, ended: 'blur' },
      { seq: 20, t: 122_000, kind: 'navigate', url: 'https://docs.example/guide', title: 'Guide', how: 'load' },
      { seq: 21, t: 123_000, kind: 'type', text: 'words for the guide', keys: [], removed: 0, ended: 'blur' },
      { seq: 22, t: 124_000, tab: 0, kind: 'gap', reason: 'frame', length: 'underMinute' },
      { seq: 23, t: 125_000, kind: 'hover', note: 'a kind of tomorrow' },
    ]),
  },
  {
    ...{ id: 'three', session: 'second', began: BEGAN + 7_200_000, frames: 0, bytes: 2_000, leavesIn: 10_800_000 },
    sealed: false,
    lines: lines([
      { seq: 0, t: 0, tab: 0, kind: 'session', date: '2026-11-25', version: '0.1.0', rules: 'ba78' },
      { seq: 1, t: 500, kind: 'navigate', url: 'https://ide.example/w/8', title: 'lib.rs', how: 'load' },
      { seq: 2, t: 900, kind: 'type', text: 'the afternoon', keys: [], removed: 0, ended: 'blur' },
    ]),
  },
].map((part, order) => ({ order, ...part }));

// Stands in for the real worker: speaks the protocol as told by the test, and keeps everything it hears.

const SECRET = /[\w.+-]+@[\w-]+\.[\w.]+|AKIA\w{16}|-----BEGIN[\s\S]*?END[^-]*-----/g;

const heard = [];
const ports = [];
const waiting = [];
const nonces = new Map();

const settings = {
  kind: 'observe',
  clicks: true,
  keys: true,
  surfaceSelectors: null,
  maskSelectors: [],
  trustCanvas: false,
  trustTerminal: false,
  upto: 0,
};
const control = { answers: true, acknowledges: true, judges: true };
const stored = new Map();

chrome.runtime.onConnect.addListener((port) => {
  const number = ports.push(port) - 1;
  let nonce;
  port.onMessage.addListener((message) => {
    if (message.kind === 'hello') {
      nonce = message.nonce;
      nonces.set(nonce, port);
      if (control.answers) port.postMessage({ ...settings, upto: stored.get(nonce) ?? 0 });
    }
    if (message.kind === 'observed' && control.acknowledges) {
      const upto = message.observations.at(-1).n;
      stored.set(nonce, upto);
      port.postMessage({ kind: 'ack', upto });
    }
    if (message.kind === 'runs' && control.judges) {
      port.postMessage({ kind: 'spans', ticket: message.ticket, spans: judge(message.runs) });
    }
    heard.push({ port: number, nonce, url: port.sender.url, frameId: port.sender.frameId, message });
    for (const wake of waiting.splice(0)) wake();
  });
});

/** Judges like `src/capture/text.rs`, only simpler: each run, blocks that touch, and lines, apart and as one. */
function judge(runs) {
  const spans = [];
  const read = (parts, glue, trim) => {
    let text = '';
    const at = parts.map((run) => {
      if (text) text += glue;
      const own = text && trim ? run.text.trimStart() : run.text;
      const start = text.length;
      text += own;
      return { id: run.id, start, from: run.text.length - own.length, end: text.length };
    });
    for (const hit of text.matchAll(SECRET)) {
      const [start, end] = [hit.index, hit.index + hit[0].length];
      for (const part of at) {
        const [first, last] = [Math.max(start, part.start), Math.min(end, part.end)];
        const shift = part.from - part.start;
        if (first < last) spans.push({ run: part.id, start: first + shift, end: last + shift });
      }
    }
  };
  const touch = ({ last }, { first }) =>
    last && first && Math.abs(last.y - first.y) < 3 && Math.abs(last.x + last.width - first.x) < 3;
  const flowing = runs.filter(({ lines }) => lines === undefined);
  const groups = [];
  for (const [index, run] of flowing.entries()) {
    if (index && touch(flowing[index - 1], run)) groups.at(-1).push(run);
    else groups.push([run]);
  }
  for (const group of groups) read(group, '', false);
  const lines = Map.groupBy(
    runs.filter((run) => run.lines !== undefined),
    (run) => run.lines,
  );
  for (const [editor, rows] of lines) {
    if (editor) rows.sort((one, other) => (one.first?.y ?? 0) - (other.first?.y ?? 0));
    read(rows, '\n', false);
    if (editor) read(rows, '', true);
  }
  return spans;
}

/** What was heard since the message with this number, as soon as there is something. */
globalThis.since = async (from) => {
  while (heard.length <= from) await new Promise((resolve) => waiting.push(resolve));
  return heard.slice(from);
};
globalThis.configure = (changes, options) => {
  Object.assign(settings, changes);
  Object.assign(control, options);
};
globalThis.tell = (nonce, message) => nonces.get(nonce).postMessage(message);
globalThis.drop = (nonce) => nonces.get(nonce).disconnect();
globalThis.inject = (nonce) => {
  const { tab, documentId } = nonces.get(nonce).sender;
  const files = ['probe.js', 'scan.js', 'aria.js'];
  return chrome.scripting.executeScript({ target: { tabId: tab.id, documentIds: [documentId] }, files });
};

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
  frames: true,
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
      port.postMessage({ kind: 'spans', ticket: message.ticket, spans: message.runs.flatMap(judge) });
    }
    heard.push({ port: number, nonce, url: port.sender.url, frameId: port.sender.frameId, message });
    for (const wake of waiting.splice(0)) wake();
  });
});

function judge({ id, text }) {
  return [...text.matchAll(SECRET)].map((hit) => ({ run: id, start: hit.index, end: hit.index + hit[0].length }));
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

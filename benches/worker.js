// In a worker of a page: reads a text with the detector and with the peer, turn about, and says the medians in MB/s.
import init, { Bench } from './bench.js';

const ROUNDS = 5;

/** So that nothing is left out as of no use. */
let found = 0;

self.onmessage = ({ data }) =>
  measure(data).then(
    (done) => self.postMessage(done),
    (error) => self.postMessage({ error: String(error) }),
  );

async function measure({ text: name, bytes: size }) {
  await init({ module_or_path: '/bench_bg.wasm' });
  const text = await (await fetch(`/${name}`)).text();
  const patterns = (await (await fetch('/peer.txt')).text()).trim().split('\n');
  const peer = new RegExp(patterns.join('|'), 'g');
  const bench = new Bench(text);
  const pieces = cut(text, size);
  const candor = [];
  const regex = [];
  // The largest text takes the peer minutes.
  const compared = size <= 2 ** 20;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = timed(() => bench.read(size)[0]);
    const other = compared ? timed(() => readAll(pieces, peer)) : null;
    if (round === 0) continue; // until it is compiled
    candor.push(one);
    regex.push(other);
  }
  return { candor: median(candor), peer: median(regex), found };
}

/** Bytes in a microsecond, which is MB in a second: as often as it takes to last a tenth of a second. */
function timed(read) {
  let bytes = 0;
  const start = performance.now();
  while (performance.now() - start < 100) bytes += read();
  return bytes / ((performance.now() - start) * 1000);
}

/** As the detector's side cuts it. */
function cut(text, size) {
  const count = Math.max(1, Math.min(1000, Math.floor(Math.min(text.length, 2 ** 20) / size)));
  const stride = Math.floor(text.length / count);
  return Array.from({ length: count }, (_, number) => text.slice(number * stride, number * stride + size));
}

/** Finds all that the peer finds, and returns how much was read. */
function readAll(pieces, peer) {
  let read = 0;
  for (const piece of pieces) {
    found += [...piece.matchAll(peer)].length;
    read += piece.length;
  }
  return read;
}

function median(numbers) {
  return numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

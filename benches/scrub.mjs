// `node benches/scrub.mjs BINDINGS`: how fast the detector reads, on this machine and in WebAssembly in a browser's
// worker, beside regular expressions in the same run. Writes bench/results/scrub.json: medians in MB/s (10^6 bytes).
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../tools/run/browser.mjs';
import { TEXTS, writeTexts } from './texts.mjs';

const SIZES = { '64B': 64, '1KB': 1024, '64KB': 64 * 1024, '10MB': 10 * 1024 * 1024 };
const DIR = '.cache/bench';

const [bindings] = process.argv.slice(2);
if (!bindings) {
  console.error('usage: node benches/scrub.mjs BINDINGS');
  process.exit(2);
}
await writeTexts(DIR);
const rows = [...(await native()), ...(await worker(bindings))];
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
const result = { commit, cores: cpus().length, cpu: cpus()[0].model, unit: 'MB/s', rows };
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/scrub.json', `${JSON.stringify(result, null, 2)}\n`);
console.table(rows);

/** One line of the result; `ratio` says how many times as fast as the peer, where that was measured. */
function row(where, text, size, candor, peer) {
  const round = (value) => value && Number(value.toPrecision(3));
  const line = { where, text, size, candor: round(candor), peer: round(peer), ratio: round(peer && candor / peer) };
  console.log(Object.values(line).join(' '));
  return line;
}

/** Runs criterion and reads its medians. */
async function native() {
  execFileSync('cargo', ['bench', '--locked', '-p', 'candor-benches', '--', '--noplot'], { stdio: 'inherit' });
  const target = process.env.CARGO_TARGET_DIR ?? 'target';
  const speed = async (...path) => {
    const read = async (file) => JSON.parse(await readFile(join(target, 'criterion', ...path, 'new', file), 'utf8'));
    const { throughput } = await read('benchmark.json');
    const { median } = await read('estimates.json');
    return (throughput.Bytes / median.point_estimate) * 1000; // bytes per nanosecond
  };
  const rows = [];
  for (const text of TEXTS) {
    for (const size of Object.keys(SIZES)) {
      rows.push(row('native', text, size, await speed(text, 'candor', size), await speed(text, 'regex', size)));
    }
  }
  return rows;
}

/** The same in a worker of a page in Chromium, where the peer is the browser's own `RegExp`. */
async function worker(bindings) {
  const server = createServer(async (request, response) => {
    const name = basename(new URL(request.url, 'http://localhost').pathname);
    const path = { 'worker.js': 'benches/worker.js', 'peer.txt': 'benches/peer.txt' }[name];
    const dir = TEXTS.includes(name) ? DIR : bindings;
    const type = { '.js': 'text/javascript', '.wasm': 'application/wasm' }[name.match(/\.\w+$/)?.[0]] ?? 'text/plain';
    response.setHeader('content-type', `${name ? type : 'text/html'}; charset=utf-8`);
    // What else a browser asks for, such as an icon, there is none.
    const page = '<!doctype html><title>Benchmark</title>';
    response.end(name ? await readFile(path ?? join(dir, name)).catch(() => '') : page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await chromium.launch({ executablePath: chromiumPath(), chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const rows = [];
    for (const text of TEXTS) {
      for (const [size, bytes] of Object.entries(SIZES)) {
        const { candor, peer } = await page.evaluate(measureInWorker, { text, bytes });
        rows.push(row('worker', text, size, candor, peer));
      }
    }
    return rows;
  } finally {
    await browser.close();
    server.close();
  }
}

/** Runs in the page. */
function measureInWorker(task) {
  const worker = new Worker('/worker.js', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}

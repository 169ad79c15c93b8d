// `node benches/pictures.mjs [ROUNDS]`: JPEG or WebP for stored pictures. Screenshots of the sample workspace are encoded
// in a worker of the browser, as the extension does it, at several qualities, and read back. Writes
// bench/results/pictures.json.
//
// - `bytes`, `psnr` (dB) and `ssim` (of brightness, in windows of 8 × 8 pixels; 1 is the same): medians over the pictures
// - `encode`: milliseconds until the bytes are there, median over pictures and rounds
// - `alike`: for each quality of JPEG, how large WebP is at the SSIM that JPEG has, between its own qualities
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { chromium } from 'playwright-core';
import { servePages } from '../tests/pages/server.mjs';
import { chromiumPath } from '../tools/run/browser.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);
const QUALITIES = [30, 50, 60, 70, 80, 90, 95];
const TYPES = ['image/jpeg', 'image/webp'];

const pages = await servePages();
const browser = await chromium.launch({ executablePath: chromiumPath(), chromiumSandbox: process.getuid?.() !== 0 });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const pictures = await take(page);
  // A page without a Content-Security-Policy, so that a worker can be made of a text.
  const html = '<!doctype html><title>Benchmark</title>';
  await page.route('**/bench', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(`${pages.url}/bench`);
  const measured = [];
  for (const [name, png] of Object.entries(pictures)) {
    for (const type of TYPES) {
      const rows = await page.evaluate(encodeInWorker, [
        encode.toString(),
        { png, type, qualities: QUALITIES, rounds: ROUNDS },
      ]);
      measured.push(...rows.map((row) => ({ name, type, ...row })));
    }
  }
  const rows = TYPES.flatMap((type) => QUALITIES.map((quality) => summary(measured, type, quality)));
  const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const result = {
    ...{ commit: git('rev-parse', 'HEAD'), clean: git('status', '--porcelain') === '' },
    ...{ cores: cpus().length, cpu: cpus()[0].model, chromium: browser.version(), rounds: ROUNDS },
    ...{ pictures: Object.keys(pictures), size: [1280, 800], rows, alike: alike(measured) },
  };
  await mkdir('bench/results', { recursive: true });
  await writeFile('bench/results/pictures.json', `${JSON.stringify(result, null, 2)}\n`);
  console.table(rows);
  console.table(result.alike);
} finally {
  await browser.close();
  await pages.close();
}

/** Screenshots of what people see in the workspace, as base64 of PNGs. */
async function take(page) {
  const shot = async () => (await page.screenshot({ type: 'png' })).toString('base64');
  await page.goto(`${pages.url}/workspace`);
  await page.waitForSelector('[data-ready]');
  const pictures = { workspace: await shot() };
  await page.click('.view-lines');
  await page.keyboard.type('const tides = harbours.map((harbour) => tide(harbour)); // twice a day\n'.repeat(12));
  pictures['Monaco, full of text'] = await shot();
  await page.click('.xterm-screen');
  await page.keyboard.type('echo the tide comes in twice a day\n'.repeat(12));
  pictures['a terminal, full of text'] = await shot();
  await page.fill('#name', 'low-water');
  await page.fill('#search', 'orders');
  pictures['a form, filled in'] = await shot();
  await page.goto(`${pages.url}/guide`);
  pictures.prose = await shot();
  return pictures;
}

/** Runs in the page: does `encode` in a worker. */
function encodeInWorker([source, task]) {
  const script = `onmessage = async ({ data }) => postMessage(await (${source})(data))`;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}

/** Runs in the worker: encodes a picture at each quality, and holds what comes back against it. */
async function encode({ png, type, qualities, rounds }) {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.fromBase64(png)], { type: 'image/png' }));
  const { width, height } = bitmap;
  const draw = (image) => {
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.drawImage(image, 0, 0);
    return { canvas, pixels: pen.getImageData(0, 0, width, height).data };
  };
  const { canvas, pixels } = draw(bitmap);
  // Brightness, after ITU-R BT.601.
  const brightness = (data) =>
    Float32Array.from({ length: width * height }, (_, at) => {
      return 0.299 * data[at * 4] + 0.587 * data[at * 4 + 1] + 0.114 * data[at * 4 + 2];
    });
  const original = brightness(pixels);
  const psnrOf = (other) => {
    let sum = 0;
    for (let at = 0; at < pixels.length; at++) if (at % 4 !== 3) sum += (pixels[at] - other[at]) ** 2;
    return 10 * Math.log10(255 ** 2 / (sum / (width * height * 3)));
  };
  // Wang, Bovik, Sheikh and Simoncelli, 2004, with plain windows.
  const ssimOf = (other) => {
    const [c1, c2, edge] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2, 8];
    let [total, windows] = [0, 0];
    for (let top = 0; top + edge <= height; top += edge) {
      for (let left = 0; left + edge <= width; left += edge) {
        let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
        for (let y = top; y < top + edge; y++) {
          for (let x = left; x < left + edge; x++) {
            const [one, two] = [original[y * width + x], other[y * width + x]];
            a += one;
            b += two;
            aa += one * one;
            bb += two * two;
            ab += one * two;
          }
        }
        const count = edge * edge;
        const [ma, mb] = [a / count, b / count];
        const [va, vb, cov] = [aa / count - ma * ma, bb / count - mb * mb, ab / count - ma * mb];
        total += ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
        windows++;
      }
    }
    return total / windows;
  };
  const rows = [];
  for (const quality of qualities) {
    const times = [];
    let blob;
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      blob = await canvas.convertToBlob({ type, quality: quality / 100 });
      await blob.arrayBuffer();
      times.push(performance.now() - began);
    }
    if (blob.type !== type) throw new Error(`${type} was asked for, and ${blob.type} came`);
    const back = draw(await createImageBitmap(blob)).pixels;
    rows.push({ quality, bytes: blob.size, psnr: psnrOf(back), ssim: ssimOf(brightness(back)), times });
  }
  return rows;
}

function summary(measured, type, quality) {
  const rows = measured.filter((row) => row.type === type && row.quality === quality);
  const of = (name) => median(rows.map((row) => row[name]));
  return {
    ...{ type, quality, bytes: Math.round(of('bytes')), psnr: rounded(of('psnr'), 1), ssim: rounded(of('ssim'), 4) },
    encode: rounded(median(rows.flatMap(({ times }) => times)), 1),
  };
}

/** Bytes and time of WebP for those of JPEG, at one SSIM. */
function alike(measured) {
  return QUALITIES.flatMap((quality) => {
    const ratios = measured
      .filter((row) => row.type === 'image/jpeg' && row.quality === quality)
      .flatMap(({ name, bytes, ssim, times }) => {
        const other = at(
          measured.filter((row) => row.type === 'image/webp' && row.name === name),
          ssim,
        );
        return other ? [{ bytes: other.bytes / bytes, encode: other.encode / median(times) }] : [];
      });
    // A picture that WebP has at no quality as well is left out.
    if (!ratios.length) return [];
    const of = (name) => rounded(median(ratios.map((ratio) => ratio[name])), 2);
    return [{ jpeg: quality, pictures: ratios.length, bytes: of('bytes'), encode: of('encode') }];
  });
}

/** Bytes and time at an SSIM, between the two qualities around it; nothing when there are none. */
function at(rows, ssim) {
  const sorted = rows.toSorted((a, b) => a.ssim - b.ssim);
  const above = sorted.findIndex((row) => row.ssim >= ssim);
  const [low, high] = [sorted[above - 1], sorted[above]];
  if (!low || !high) return undefined;
  const share = (ssim - low.ssim) / (high.ssim - low.ssim);
  const between = (a, b) => a + (b - a) * share;
  return { bytes: between(low.bytes, high.bytes), encode: between(median(low.times), median(high.times)) };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}

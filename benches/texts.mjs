// The texts of the benchmark, about 10 MiB each: source code and prose of this project and of the packages it depends on,
// and a server's log that is drawn up here.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const TEXTS = ['source', 'prose', 'logs'];
const BYTES = 10 * 2 ** 20;

/** Writes each text to a file of its name in `dir`. */
export async function writeTexts(dir) {
  await mkdir(dir, { recursive: true });
  const source = ['src', 'ingest/src', 'extension', 'node_modules/monaco-editor/esm', 'node_modules/typescript/lib'];
  const texts = {
    source: await joined(source, /\.(rs|ts|js|mjs)$/),
    prose: await joined(['.', 'node_modules'], /\.md$/),
    logs: log(),
  };
  for (const name of TEXTS) await writeFile(join(dir, name), filled(texts[name]));
}

/** What is in the files below `dirs` whose names fit, one after another in the order of their paths. */
async function joined(dirs, fits) {
  let text = '';
  for (const dir of dirs) {
    const files = (await readdir(dir, { recursive: dir !== '.' })).filter((file) => fits.test(file)).sort();
    for (const file of files) {
      if (text.length > BYTES) return text;
      text += await readFile(join(dir, file), 'utf8');
    }
  }
  return text;
}

/** Over and over until it is long enough. */
function filled(text) {
  return text.repeat(Math.ceil(BYTES / text.length)).slice(0, BYTES);
}

/** A server's log: times, levels, addresses, ids, sizes; the same in every run. */
function log() {
  let state = 1;
  const draw = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const hex = (digits) => Array.from({ length: digits }, () => draw(16).toString(16)).join('');
  const lines = [];
  for (let length = 0, at = 1_700_000_000_000; length < BYTES; ) {
    at += draw(500);
    const level = ['DEBUG', 'INFO', 'INFO', 'INFO', 'WARN'][draw(5)];
    const place = ['http', 'db.pool', 'cache', 'jobs.mailer', 'auth'][draw(5)];
    const what = [
      () => `GET /api/v2/orders/${draw(90_000)}?page=${draw(40)} 200 ${draw(900)}ms ${draw(50_000)}B id=${hex(16)}`,
      () => `connection ${draw(64)} of 64 taken in ${draw(900)} us by worker-${draw(16)}`,
      () =>
        `job ${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)} finished, ${draw(9)} of 9 parts, sha256 ${hex(64)}`,
      () => `slow query: SELECT name, total FROM orders WHERE total > ${draw(5_000)} took ${draw(3_000)} ms`,
      () =>
        `peer 10.${draw(256)}.${draw(256)}.${draw(256)}:${draw(60_000)} closed, ${draw(1e6)} bytes in, ${draw(1e6)} out`,
    ][draw(5)]();
    lines.push(`${new Date(at).toISOString()} ${level} ${place} ${what}\n`);
    length += lines.at(-1).length;
  }
  return lines.join('');
}

// `node tools/build/sizes.mjs DIR [--check|--json]`: what each part of an unpacked extension weighs, raw and gzipped.
// With --check it fails when a part is heavier than it may be.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Bytes after gzip -9. The WebAssembly is to come down to 250 KiB: without the detector it is there, with all its rules
 * it is not, and until then this only keeps it from growing.
 */
const BUDGETS = { probe: 12 * 1024, scanner: 5 * 1024, snapshots: 5 * 1024, 'WebAssembly + glue': 343_300 };

/** The parts, in the order shown: a file belongs to the first that claims it. */
const PARTS = [
  ['probe', (file) => file === 'probe.js'],
  ['scanner', (file) => file === 'scan.js'],
  ['snapshots', (file) => file === 'aria.js'],
  ['WebAssembly + glue', (file) => file === 'worker.js' || file === 'core_bg.wasm'],
  ['patterns of a policy', (file) => file === 'patterns_bg.wasm'],
  ['pages', (file) => /\.(html|css|js)$/.test(file)],
  ['icons', (file) => /\.(png|svg)$/.test(file)],
  ['texts and manifest', () => true],
];

const [dir, mode] = process.argv.slice(2);
if (!dir || (mode && mode !== '--check' && mode !== '--json')) {
  console.error('usage: node tools/build/sizes.mjs DIR [--check|--json]');
  process.exit(2);
}

const sizes = Object.fromEntries(PARTS.map(([part]) => [part, { raw: 0, gzip: 0 }]));
for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const file = path.slice(join(dir).length + 1);
  const [part] = PARTS.find(([, claims]) => claims(file));
  const content = readFileSync(path);
  sizes[part].raw += content.length;
  sizes[part].gzip += gzipSync(content, { level: 9 }).length;
}

if (mode === '--json') {
  console.log(JSON.stringify(sizes, null, 2));
} else {
  console.log(`${'part'.padEnd(22)}${'raw'.padStart(11)}${'gzip -9'.padStart(11)}${'at most'.padStart(11)}`);
  for (const [part, { raw, gzip }] of Object.entries(sizes)) {
    const row = [raw, gzip, BUDGETS[part] ?? ''].map((bytes) => bytes.toLocaleString('en-GB').padStart(11));
    console.log(part.padEnd(22) + row.join(''));
  }
}
if (mode === '--check') {
  for (const [part, budget] of Object.entries(BUDGETS)) {
    const { gzip } = sizes[part];
    if (gzip > 0 && gzip <= budget) continue;
    console.error(`${part}: ${gzip} bytes gzipped, where 1 to ${budget} are allowed`);
    process.exitCode = 1;
  }
}

// What is shipped: dist/chrome, as `./build.sh dist` left it.
import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { CARRIER, digestOf } from '../../tools/build/digest.mjs';

const DIST = 'dist/chrome';
const files = readdirSync(DIST, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
const manifest = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8'));

test('every file that the manifest names is there', () => {
  const named = [
    manifest.background.service_worker,
    manifest.action.default_popup,
    manifest.storage.managed_schema,
    ...Object.values(manifest.icons),
    `_locales/${manifest.default_locale}/messages.json`,
    'probe.js',
    'scan.js',
    'aria.js',
    'core_bg.wasm',
    'patterns_bg.wasm',
    'never/never.html',
    'never/never.js',
    'review/review.html',
    'review/review.js',
  ];
  for (const file of named) assert.ok(files.includes(join(DIST, file)), `${file} is missing`);
});

test('the id is stable: the manifest has a public key, and only that', () => {
  const der = Buffer.from(manifest.key, 'base64');
  const digest = createHash('sha256').update(der).digest('hex').slice(0, 32);
  const id = digest.replace(/./g, (digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]);
  assert.match(id, /^[a-p]{32}$/);
  assert.deepEqual(
    files.filter((file) => readFileSync(file).includes('PRIVATE KEY-----\n')),
    [],
  );
});

test('the version is the workspace version', () => {
  assert.ok(readFileSync('Cargo.toml', 'utf8').includes(`version = "${manifest.version}"`));
});

test('the digest in the package is that of its files, by other means too', async () => {
  const digest = readFileSync(join(DIST, CARRIER), 'utf8').trim();
  assert.match(digest, /^[0-9a-f]{64}$/);
  assert.equal(digest, await digestOf(DIST));
  const command = `find . -type f ! -name ${CARRIER} -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum`;
  assert.equal(execSync(command, { cwd: DIST, encoding: 'utf8' }).split(' ')[0], digest);
});

test('any other file, content or name has another digest', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'candor-'));
  t.after(() => rmSync(dir, { recursive: true }));
  cpSync(DIST, dir, { recursive: true });
  const digest = await digestOf(dir);
  assert.equal(digest, await digestOf(DIST), 'wherever it lies');
  const changes = [
    () => appendFileSync(join(dir, 'worker.js'), ' '),
    () => renameSync(join(dir, 'scan.js'), join(dir, 'scam.js')),
    () => writeFileSync(join(dir, 'more.js'), ''),
  ];
  const digests = new Set([digest]);
  for (const change of changes) {
    change();
    digests.add(await digestOf(dir));
  }
  assert.equal(digests.size, 4);
});

test('there is no policy file: that is for development only', () => {
  assert.deepEqual(
    files.filter((file) => /(^|\/)policy\.json$/.test(file)),
    [],
  );
});

test('no path of the machine that built it is in any file', () => {
  const paths = [resolve('.'), homedir(), process.env.CARGO_HOME].filter((path) => path && path !== '/');
  const naming = files.filter((file) => paths.some((path) => readFileSync(file).includes(`${path}/`)));
  assert.deepEqual(naming, []);
  // The control: where WebAssembly does name sources, it names them by the paths they were mapped to.
  assert.ok(readFileSync(join(DIST, 'patterns_bg.wasm')).includes('/rustc/'));
});

test('a panic of the core has no words', () => {
  // The control: in the other module panics are as the standard library has them.
  const tells = (file) => /\.rs\b/.test(readFileSync(join(DIST, file), 'latin1'));
  assert.deepEqual(['core_bg.wasm', 'patterns_bg.wasm'].map(tells), [false, true]);
});

test('the key that brings the core down, for a test, is not in it', () => {
  const traps = (dir) => readFileSync(join(dir, 'core_bg.wasm')).includes('the trap was sprung');
  assert.equal(traps(DIST), false);
  // The control: the build that has it says so.
  assert.equal(traps('.cache/trap/chrome'), true);
});

test('the extension asks for no code from elsewhere', () => {
  const policy = manifest.content_security_policy.extension_pages;
  assert.match(policy, /(^|; )script-src 'self' 'wasm-unsafe-eval'(;|$)/);
  assert.match(policy, /(^|; )object-src '(none|self)'(;|$)/);
  for (const file of files.filter((name) => /\.html$/.test(name))) {
    assert.doesNotMatch(readFileSync(file, 'utf8'), /(src|href)="(https?:)?\/\//, file);
  }
});

// `node tools/build/extension.mjs OUT [GENERATED]`: the unpacked extension in OUT, from the sources in extension/ and
// the WebAssembly with its glue in GENERATED.
//
// The same input gives the same bytes: nothing in here looks at the time, the machine or the order of a directory.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { minify } from 'terser';
import { CARRIER, digestOf } from './digest.mjs';

const SOURCE = 'extension';

/** Properties of the probe's own objects, which get short names: no message has them, and nothing of the browser's. */
const OWN =
  /^(before|blocks|breakLine|broken|burst|captured|clip|covered|drops|element|entry|far|hand|inSight|mutations|mute|parts|pieces|pseudo|said|scene|selects|shown|since|stands|states|takeBack|told|turned|up|way|within|written)$/;

/**
 * What is bundled, and in which form: the worker is a module, everything else a plain script. No source of `apart` may
 * come along: it would be a second one beside that of another script of the same document.
 */
const BUNDLES = [
  { from: 'worker/main.ts', to: 'worker.js', format: 'esm' },
  { from: 'probe/main.ts', to: 'probe.js', format: 'iife', own: OWN },
  { from: 'scan/main.ts', to: 'scan.js', format: 'iife', own: OWN, apart: /^extension\/probe\// },
  { from: 'aria/main.ts', to: 'aria.js', format: 'iife', own: OWN, apart: /^extension\/probe\// },
  { from: 'popup/popup.ts', to: 'popup/popup.js', format: 'iife' },
  { from: 'welcome/welcome.ts', to: 'welcome/welcome.js', format: 'iife' },
  { from: 'never/never.ts', to: 'never/never.js', format: 'iife' },
  { from: 'limits/limits.ts', to: 'limits/limits.js', format: 'iife' },
  { from: 'review/review.ts', to: 'review/review.js', format: 'iife' },
  { from: 'sent/sent.ts', to: 'sent/sent.js', format: 'iife' },
];

/** How it is made small: a twentieth smaller than what esbuild makes of it. */
const SMALLER = {
  ecma: 2020,
  toplevel: true,
  compress: {
    passes: 6,
    inline: 1,
    hoist_funs: true,
    sequences: false,
    unsafe: true,
    unsafe_arrows: true,
    unsafe_comps: true,
    unsafe_methods: true,
  },
};

/** What is copied as it is. */
const COPIED = /\.(html|css|png|svg|woff2)$|^managed_schema\.json$|^_locales\/[^/]+\/messages\.json$/;

const [out, generated = join(SOURCE, 'generated')] = process.argv.slice(2);
if (!out) {
  console.error('usage: node tools/build/extension.mjs OUT [GENERATED]');
  process.exit(2);
}

// First everything that can fail, so that a mistake in a source leaves the last extension as it was.
const scripts = await Promise.all(BUNDLES.map(pack));
await rm(out, { recursive: true, force: true });
for (const { to, code } of scripts) await put(to, code);
for (const file of await readdir(SOURCE, { recursive: true })) {
  if (COPIED.test(file)) await put(file, await readFile(join(SOURCE, file)));
}
for (const wasm of ['core_bg.wasm', 'patterns_bg.wasm']) await put(wasm, await readFile(join(generated, wasm)));
await put('manifest.json', await manifest());
await put(CARRIER, `${await digestOf(out)}\n`);

async function pack({ from, to, format, own, apart }) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(SOURCE, from)],
    write: false,
    metafile: true,
    bundle: true,
    format,
    minifySyntax: true,
    ...(own && { mangleProps: own }),
    target: 'chrome148',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [gluedTo(generated), numbersInPlace()],
  });
  const twice = Object.keys(metafile.inputs).filter((file) => apart?.test(file));
  if (twice.length) throw new Error(`${to}: ${twice.join(', ')} would be there twice`);
  // Anew each time: terser writes into its options, and would take scripts for modules after the first of those.
  const smaller = structuredClone(SMALLER);
  smaller.compress.pure_getters = own !== undefined;
  const { code } = await minify(outputFiles[0].text, { ...smaller, module: format === 'esm' });
  return { to, code };
}

/** Imports of `generated/…` lead to the folder that was asked for. */
function gluedTo(folder) {
  return {
    name: 'generated',
    setup(build) {
      build.onResolve({ filter: /\/generated\/[a-z_]+\.js$/ }, ({ path }) => ({
        path: resolve(folder, path.slice(path.lastIndexOf('/') + 1)),
      }));
    },
  };
}

/**
 * A file's own numbers are written where they are used: terser does not, where modules import each other in a circle and
 * something might read them too early.
 */
function numbersInPlace() {
  return {
    name: 'numbers',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [line, name, value] of contents.matchAll(/^const ([A-Z][A-Z_]*) = ([\d_* ]+);$/gm)) {
          contents = contents.replace(line, '').replace(new RegExp(`\\b${name}\\b`, 'g'), `(${value})`);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** The manifest, with the workspace's version. */
async function manifest() {
  const manifest = JSON.parse(await readFile(join(SOURCE, 'manifest.json'), 'utf8'));
  const cargo = await readFile('Cargo.toml', 'utf8');
  const version = /^\[workspace\.package\]\nversion = "(\d+\.\d+\.\d+)"$/m.exec(cargo)?.[1];
  if (!version) throw new Error('Cargo.toml: no `version` right under [workspace.package]');
  return `${JSON.stringify({ ...manifest, version }, null, 2)}\n`;
}

async function put(file, content) {
  const to = join(out, file);
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, content);
}

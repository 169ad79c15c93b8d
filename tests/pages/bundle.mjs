// `node tests/pages/bundle.mjs`: the sample workspace's scripts, styles and fonts in .cache/pages/, from npm packages.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { ASSETS } from './server.mjs';

await rm(ASSETS, { recursive: true, force: true });
await build({
  entryPoints: {
    workspace: 'tests/pages/workspace/main.js',
    'editor-worker': 'monaco-editor/editor/editor.worker.js',
  },
  outdir: ASSETS,
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  target: 'chrome148',
  loader: { '.ttf': 'file' },
  legalComments: 'none',
  logLevel: 'error',
});

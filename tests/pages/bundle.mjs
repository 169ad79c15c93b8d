// `node tests/pages/bundle.mjs`: scripts, styles and fonts of the sample workspace and of the widgets in the tests'
// pages, in .cache/pages/, from npm packages.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { ASSETS } from './server.mjs';

await rm(ASSETS, { recursive: true, force: true });
await build({
  entryPoints: {
    workspace: 'tests/pages/workspace/main.js',
    widgets: 'tests/pages/widgets/main.js',
    'editor-worker': 'monaco-editor/editor/editor.worker.js',
  },
  outdir: ASSETS,
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  target: 'chrome148',
  loader: { '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  logLevel: 'error',
});

// Bundles the pages of the surfaces and serves them, each with as strict a policy as its library bears.
import { readdirSync } from 'node:fs';
import { cp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const ASSETS = join(HERE, '..', '..', '.cache', 'fidelity', 'pages', `${process.pid}`);

/** The other recorder, as a script that a browser runs in every page. */
export const RRWEB = join(ASSETS, 'rrweb.js');

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'", // most of these libraries write style sheets
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "connect-src 'self' data:",
  "worker-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');

const TYPES = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Surfaces that have a page of their own, by name. */
const NAMES = readdirSync(join(HERE, 'surfaces')).filter((name) =>
  readdirSync(join(HERE, 'surfaces', name)).includes('page.jsx'),
);

/** Bundles pages, all of them unless told which, from what npm has installed beside this file. */
export async function bundlePages(names = NAMES) {
  await build({
    entryPoints: {
      ...Object.fromEntries(
        names.filter((name) => NAMES.includes(name)).map((name) => [name, join(HERE, 'surfaces', name, 'page.jsx')]),
      ),
      'editor-worker': 'monaco-editor/editor/editor.worker.js',
    },
    outdir: ASSETS,
    bundle: true,
    splitting: true,
    format: 'esm',
    jsx: 'automatic',
    minify: true,
    target: 'chrome148',
    conditions: ['production', 'module'],
    loader: { '.ttf': 'file', '.woff2': 'file', '.svg': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.IS_PREACT': '"false"' },
    legalComments: 'none',
    logLevel: 'error',
  });
  const recorder = join(HERE, 'judges', 'rrweb-page.js');
  await build({
    entryPoints: [recorder],
    outfile: RRWEB,
    bundle: true,
    format: 'iife',
    minify: true,
    logLevel: 'error',
  });
  // Excalidraw looks for its fonts below a folder of the page.
  const fonts = join(HERE, 'node_modules', '@excalidraw', 'excalidraw', 'dist', 'prod', 'fonts');
  await cp(fonts, join(ASSETS, 'fonts'), { recursive: true });
}

/** Serves the pages on loopback: `/NAME` is a surface, `/NAME/framed` the same in a frame. */
export async function servePages() {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await rm(ASSETS, { recursive: true, force: true });
    },
  };
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const [, folder, ...rest] = normalize(decodeURIComponent(pathname)).split('/');
  const headers = { 'cache-control': 'no-store' };
  if (NAMES.includes(folder)) {
    headers['content-security-policy'] = POLICY;
    headers['content-type'] = 'text/html; charset=utf-8';
    response.writeHead(200, headers).end(page(folder, rest[0] === 'framed'));
    return;
  }
  const content = folder === 'assets' ? await readFile(join(ASSETS, ...rest)).catch(() => undefined) : undefined;
  headers['content-type'] = TYPES[extname(pathname)] ?? 'application/octet-stream';
  response.writeHead(content === undefined ? 404 : 200, headers).end(content ?? '');
}

function page(name, framed) {
  const inner = framed
    ? `<iframe id="frame" title="Editor" src="/${name}" style="width: 900px; height: 560px; border: 1px solid #888"></iframe>`
    : '<div id="root"></div>';
  const scripts = framed ? '' : `<script type="module" src="/assets/${name}.js"></script>`;
  const styles = framed ? '' : `<link rel="stylesheet" href="/assets/${name}.css">`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${name}</title>
    <link rel="icon" href="data:,">
    ${styles}
    ${scripts}
    <style>body { margin: 16px; font: 15px sans-serif } #end { margin-top: 12px; width: 200px; height: 24px }</style>
  </head>
  <body>
    <main>${inner}</main>
    <p id="end">End of page</p>
  </body>
</html>
`;
}

// Serves the sample workspace: what people work in under `./build.sh run`, and what the browser tests drive.
//
// Every page has a strict Content-Security-Policy: no inline script, no eval, no WebAssembly. The plain page allows no
// script at all.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Where `bundle.mjs` puts the scripts. */
export const ASSETS = join(HERE, '..', '..', '.cache', 'pages');

const STRICT = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'", // Monaco and xterm.js write style sheets
  "font-src 'self' data:",
  "img-src 'self' data:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');
const NO_SCRIPT = STRICT.replace("script-src 'self'", "script-src 'none'");

/** Pages that a test brings along are as most of the web is: their scripts stand in them, and frames may be anyone's. */
const USUAL = "script-src 'self' 'unsafe-inline'";

/** Pages by address; whatever lies below `/workspace/` is the workspace too, for `pushState`. */
const PAGES = {
  '/workspace': { file: 'workspace/index.html', policy: STRICT },
  '/guide': { file: 'guide.html', policy: STRICT },
  '/plain': { file: 'plain.html', policy: NO_SCRIPT },
};

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

/** Starts serving on loopback. `port` 0 takes a free one. With `put`, pages can be added by address. */
export async function servePages(port = 0) {
  const added = new Map();
  const server = createServer((request, response) => void answer(request, response, added));
  await new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    put: (path, html) => added.set(path, html),
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

async function answer(request, response, added) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (added.has(pathname)) {
    const headers = { 'content-type': TYPES['.html'], 'content-security-policy': USUAL, 'cache-control': 'no-store' };
    response.writeHead(200, headers).end(added.get(pathname));
    return;
  }
  const page = PAGES[pathname.startsWith('/workspace/') ? '/workspace' : pathname];
  const file = page ? join(HERE, page.file) : asset(pathname);
  const content = file && (await readFile(file).catch(() => undefined));
  if (content === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here.\n');
    return;
  }
  const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store' };
  if (page) headers['content-security-policy'] = page.policy;
  response.writeHead(200, headers).end(content);
}

/** `/assets/…` from the bundle, `/style/…` from the sources; nothing outside the two. */
function asset(pathname) {
  const [, folder, ...rest] = normalize(decodeURIComponent(pathname)).split('/');
  if (folder === 'assets') return join(ASSETS, ...rest);
  if (folder === 'style') return join(HERE, 'style', ...rest);
  return undefined;
}

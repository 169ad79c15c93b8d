// A browser with the probe in it, a worker that only listens, and a site of pages. Nothing waits for time: a test
// waits for a message, and fails with everything that was said when none comes.

import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const PATIENCE = 20_000;

const MANIFEST = {
  manifest_version: 3,
  name: 'Probe under test',
  version: '1',
  background: { service_worker: 'worker.js' },
  permissions: ['scripting'],
  host_permissions: ['http://127.0.0.1/*'],
  content_scripts: [
    {
      matches: ['http://127.0.0.1/*', 'http://localhost/*'],
      js: ['probe.js', 'scan.js', 'aria.js'],
      run_at: 'document_start',
      all_frames: true,
      match_origin_as_fallback: true,
    },
  ],
  message_serialization: 'structured_clone',
};

/** Starts everything; `close` ends it. Scroll bars take no room unless they are asked for. */
export async function start({ scrollBars = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'probe-'));
  const extension = join(folder, 'extension');
  await mkdir(extension);
  for (const part of ['probe', 'scan', 'aria']) {
    await build({
      entryPoints: [join(root, `extension/${part}/main.ts`)],
      bundle: true,
      format: 'iife',
      target: 'chrome148',
      outfile: join(extension, `${part}.js`),
      logLevel: 'warning',
    });
  }
  await copyFile(here('worker.js'), join(extension, 'worker.js'));
  await writeFile(join(extension, 'manifest.json'), JSON.stringify(MANIFEST));

  const pages = new Map();
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url, 'http://site').pathname);
    if (!page) return response.writeHead(404).end();
    response.writeHead(200, page.headers).end(page.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();

  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: '/usr/bin/chromium',
    headless: true,
    ignoreDefaultArgs: ['--disable-back-forward-cache', ...(scrollBars ? ['--hide-scrollbars'] : [])],
    viewport: { width: 1000, height: 700 },
    args: ['--no-sandbox', `--disable-extensions-except=${extension}`, `--load-extension=${extension}`],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));

  const browser = {
    context,
    worker,
    origin: `http://127.0.0.1:${port}`,
    otherOrigin: `http://localhost:${port}`,
    /** Puts something on the site. */
    serve(path, body, headers = {}) {
      const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html';
      pages.set(path, { body, headers: { 'content-type': `${type}; charset=utf-8`, ...headers } });
    },
    /** Bundles a script of a page and puts it on the site, its style sheet beside it. */
    async serveScript(path, name) {
      const { outputFiles } = await build({
        entryPoints: [here(`pages/${name}`)],
        bundle: true,
        format: 'iife',
        write: false,
        outdir: '/',
        loader: { '.ttf': 'dataurl' },
        logLevel: 'warning',
      });
      for (const { path: file, text } of outputFiles) {
        this.serve(file.endsWith('.css') ? path.replace(/js$/, 'css') : path, text);
      }
    },
    /** Changes what the worker wants and does. */
    configure: (settings = {}, control = {}) =>
      worker.evaluate(([changes, options]) => globalThis.configure(changes, options), [settings, control]),
    /** Opens a page and meets its probe. */
    async open(path, { host = this.origin } = {}) {
      const page = await context.newPage();
      const talk = new Talk(worker);
      await talk.begin();
      await page.goto(host + path);
      await talk.until(({ message }) => message.kind === 'hello' && message.frame.length === 0);
      return { page, talk };
    },
    async close() {
      await context.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return browser;
}

/** What the probe of one document, or of all documents of a page, says. */
export class Talk {
  #worker;
  #next = 0;
  #others = new Set();
  /** Every message, oldest first. */
  entries = [];

  constructor(worker) {
    this.#worker = worker;
  }

  /** Listens from now on, and only to documents that have not said anything yet: earlier pages may still be talking. */
  async begin() {
    this.#others = new Set(await this.#worker.evaluate(() => [...nonces.keys()]));
    await this.skip();
  }

  /** Forgets what was said before now. */
  async skip() {
    this.#next = await this.#worker.evaluate(() => heard.length);
  }

  /** Waits until something was said to which `test` says yes, and gives it back. */
  async until(test, from = 0) {
    const end = Date.now() + PATIENCE;
    for (let at = from; ; at++) {
      while (at >= this.entries.length) {
        const more = await Promise.race([
          this.#worker.evaluate((next) => globalThis.since(next), this.#next),
          new Promise((resolve) => setTimeout(resolve, end - Date.now()).unref()),
        ]);
        if (!more)
          throw new Error(`nothing of the kind was said:\n${JSON.stringify(this.entries, null, 1).slice(-6_000)}`);
        this.#next += more.length;
        this.entries.push(...more.filter(({ nonce }) => !this.#others.has(nonce)));
      }
      if (test(this.entries[at])) return this.entries[at];
    }
  }

  /** Waits for an observation of this kind with these properties. */
  async seen(kind, test = () => true) {
    let found;
    await this.until(({ message }) => {
      found = message.observations?.find(({ seen }) => seen.kind === kind && test(seen));
      return found;
    });
    return found;
  }

  /** The observations of the top document so far, each number once. */
  get observations() {
    const byNumber = new Map();
    const { nonce } = this.hello;
    for (const { message, nonce: other } of this.entries) {
      if (other === nonce) for (const each of message.observations ?? []) byNumber.set(each.n, each);
    }
    return [...byNumber.values()];
  }

  /** The last greeting of a top document. */
  get hello() {
    return this.entries.findLast(({ message }) => message.kind === 'hello' && message.frame.length === 0).message;
  }

  /** Everything that was said, as text. */
  get everything() {
    return JSON.stringify(this.entries.map(({ message }) => message));
  }

  /** Says something to the top document. */
  tell(message) {
    return this.#worker.evaluate(([nonce, said]) => globalThis.tell(nonce, said), [this.hello.nonce, message]);
  }

  /** Ends the line of the top document, as a stopped worker does. */
  drop() {
    return this.#worker.evaluate((nonce) => globalThis.drop(nonce), this.hello.nonce);
  }

  /** Ends the probe of the top document, and puts another into the same document, as after a pause. */
  async resume() {
    const { nonce } = this.hello;
    await this.tell({ kind: 'detach' });
    await this.#worker.evaluate((gone) => globalThis.inject(gone), nonce);
    await this.until(
      ({ message }) => message.kind === 'hello' && message.frame.length === 0 && message.nonce !== nonce,
    );
  }

  /** Takes a ticket all the way. */
  async ticket(number, between = async () => {}) {
    const answered = (kind) => this.until(({ message }) => message.kind === kind && message.ticket === number);
    await this.tell({ kind: 'open', ticket: number });
    const { message: runs } = await answered('runs');
    const { message: ready } = await answered('ready');
    await between();
    await this.tell({ kind: 'close', ticket: number });
    const { message: closed } = await answered('closed');
    return { runs, ready, closed };
  }
}

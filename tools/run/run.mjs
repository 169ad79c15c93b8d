// `./build.sh run`: everything on this machine, from the key to the timeline, while somebody works in the sample
// workspace: the person in front of the display or, without one, a scripted session.
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { servePages } from '../../tests/pages/server.mjs';
import { extensionId, openBrowser, openExtensionPage } from './browser.mjs';
import { Ingest, makeKeys, openStore, writeTimeline } from './candor.mjs';
import { sentence } from './sentence.mjs';
import { playSession } from './session.mjs';

const EXTENSION = resolve('dist/dev');
const { values } = parseArgs({ options: { data: { type: 'string' } } });
const show = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const interrupted = new Promise((stop) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
});

const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
const data = resolve(values.data ?? join('.cache', 'run', stamp));
await mkdir(data, { recursive: true });
const ingest = new Ingest(data);
const pages = await servePages();
const profile = await mkdtemp(join(tmpdir(), 'candor-run-'));
const printed = new Set();
let context;
try {
  const keys = await makeKeys(join(data, 'keys'));
  await ingest.start();
  await makeDevelopmentBuild(keys);
  say(`Store      ${relative('.', join(data, 'store'))}, behind ${ingest.url}`);
  say(`Workspace  ${pages.url}/workspace`);
  context = await openBrowser({ extension: EXTENSION, profile, show });
  const closed = new Promise((gone) => context.once('close', gone));
  const work = show ? watchPerson() : watchScript();
  const ended = Promise.race([work, closed, interrupted]);
  await printUntil(ended);
  await Promise.race([sent(), closed]);
} finally {
  await context?.close();
  await print();
  await ingest.stop();
  await pages.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
say(`\n${printed.size} records. Timeline: ${relative('.', await writeTimeline(data))}`);
process.exit();

/** dist/dev: what is shipped, and a policy of its own, which only an unpacked extension heeds. */
async function makeDevelopmentBuild(keys) {
  const notice = {
    controller: 'You, on your own machine',
    contact: 'nobody else',
    legalBasis: 'consent',
    recipients: 'nobody: everything stays on this machine',
    retention: 'until you delete the folder',
    rights: 'delete the folder',
  };
  const policy = {
    endpoint: ingest.url,
    ...keys,
    region: 'US',
    holdMinutes: 0,
    sites: [{ match: `${pages.url}/*`, frames: 'full', trustTerminal: true }],
    notice,
  };
  await rm(EXTENSION, { recursive: true, force: true });
  await cp('dist/chrome', EXTENSION, { recursive: true });
  await writeFile(join(EXTENSION, 'policy.json'), JSON.stringify(policy, null, 2));
}

/** The person answers the first-run question in the page that the extension has opened, in front of the workspace. */
async function watchPerson() {
  say('Say yes in the browser to be recorded, and work in the workspace. Ctrl-C, or closing the browser, ends it.\n');
  const isGreeting = (page) => page.url().startsWith('chrome-extension:');
  const greeting = context.pages().find(isGreeting) ?? context.waitForEvent('page', isGreeting);
  await context.pages()[0].goto(`${pages.url}/workspace`);
  await (await greeting).bringToFront();
  await new Promise(() => {});
}

async function watchScript() {
  say('No display: a scripted session says yes and works in the workspace for about a minute. Ctrl-C ends it.\n');
  const consent = await openExtensionPage(context, extensionId(EXTENSION), `welcome/welcome.html?${randomUUID()}`);
  await consent.click('#accept');
  const [page] = context.pages();
  await page.bringToFront();
  await playSession(page, pages.url);
}

/** Waits until the extension holds nothing any more, for 15 seconds at most. */
async function sent() {
  const page = await openExtensionPage(context, extensionId(EXTENSION), `popup/popup.html?${randomUUID()}`);
  const end = Date.now() + 15_000;
  while (Date.now() < end) {
    const { busy, heldRecords } = await page.evaluate(() => chrome.runtime.sendMessage({ kind: 'status', tab: null }));
    if (!busy && heldRecords === 0) return;
    await pause(200);
  }
  say('Not everything that was held could be sent in 15 s.');
}

/** Prints each record as it reaches the store. */
async function printUntil(ended) {
  let over = false;
  const end = ended.finally(() => {
    over = true;
  });
  while (!over) {
    await print();
    await Promise.race([end, pause(1000)]);
  }
  await end;
}

async function print() {
  const { records } = await openStore(data);
  for (const record of records) {
    const name = `${record.session}/${record.seq}`;
    if (printed.has(name)) continue;
    printed.add(name);
    say(sentence(record));
  }
}

function pause(ms) {
  return new Promise((over) => setTimeout(over, ms));
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

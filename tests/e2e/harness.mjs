// A recorded browser, a workspace to work in and a store to look into: one rig a test, with nothing shared.
//
// The rig drives the browser through CDP input and waits for states, with a deadline; it never sleeps and never tries
// twice. What a test expects it takes from its own script, not from the record.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { extensionId, openBrowser, openExtensionPage } from '../../tools/run/browser.mjs';
import { Ingest, makeKeys, openStore } from '../../tools/run/candor.mjs';
import { servePages } from '../pages/server.mjs';
import { openPolicy } from './policy.mjs';
import { Wire } from './wire.mjs';

const DEADLINE = 30_000;

/** How often something is killed in a test; `./build.sh soak` asks for more. */
export const ROUNDS = Number(process.env.CANDOR_ROUNDS ?? 6);

/** Whole numbers below `most`, the same in every run with one seed. */
export const chance = seeded(Number(process.env.CANDOR_SEED ?? 1));

/** How long a hand rests between reaching a button and pressing it. */
const REST = 250;

/**
 * Starts a rig that ends with the test `t`. `policy` changes the policy that records everything, or returns nothing
 * for none; `consent` is the person's answer, or nothing for none yet; `extension` is the folder of another build, and
 * `others` are folders of other extensions; `zone` is the machine's time zone. `rig` is another sort of rig.
 */
export async function start(t, options = {}) {
  const { policy, consent, extension, others, zone, rig } = {
    policy: (open) => open,
    consent: true,
    extension: 'dist/chrome',
    others: [],
    zone: undefined,
    rig: new Rig(),
    ...options,
  };
  Object.assign(rig, { others, zone });
  t.after(() => rig.end());
  await rig.begin(policy, extension);
  if (consent !== undefined) await rig.answer(consent);
  return rig;
}

/** Waits until `look` returns something true, and returns that. */
export async function until(what, look, deadline = DEADLINE) {
  const end = performance.now() + deadline;
  let last;
  while (performance.now() < end) {
    last = await look();
    if (last) return last;
    await pass(50);
  }
  return assert.fail(`not within ${deadline / 1000} s: ${what}`);
}

export class Rig {
  /** What stands between the browser and the ingest server. */
  wire = new Wire();
  /** Servers of pages: those of the site that is recorded, and those of another, of which the policy knows nothing. */
  pages;
  elsewhere;
  /** What the browser's consoles said. */
  said = [];
  /** Folders of the extensions beside ours. */
  others = [];
  /** The machine's time zone. */
  zone;
  #marks = new Map();

  async begin(policy, extension) {
    this.dir = await mkdtemp(join(tmpdir(), 'candor-'));
    this.extension = join(this.dir, 'extension');
    this.keys = await makeKeys(join(this.dir, 'keys'));
    this.ingest = new Ingest(this.dir);
    await this.ingest.start();
    this.pages = await servePages();
    this.elsewhere = await servePages();
    await cp(extension, this.extension, { recursive: true });
    this.id = extensionId(this.extension);
    await this.wire.start(this.ingest.port);
    await this.setPolicy(policy);
    await this.openBrowser();
  }

  /** Writes the policy file that the extension reads when it starts: what `change` makes of one that records all. */
  async setPolicy(change) {
    const file = join(this.extension, 'policy.json');
    const policy = change(openPolicy({ site: this.pages.url, endpoint: this.wire.url, keys: this.keys }));
    if (policy) await writeFile(file, JSON.stringify(policy));
    else await rm(file, { force: true });
  }

  /** Opens the browser on the rig's profile, with a page to work in and a page of the extension in another window. */
  async openBrowser() {
    // Whatever the extension may try to reach beyond this machine, it finds the wire, where it is counted.
    const args = [`--host-resolver-rules=MAP *.tidepool.example ${new URL(this.wire.url).host}`];
    this.context = await this.launch({ profile: join(this.dir, 'profile'), args });
    this.context.setDefaultTimeout(DEADLINE);
    await this.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: this.pages.url });
    this.context.on('console', (message) => this.said.push(message.text()));
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.browser = await this.context.browser().newBrowserCDPSession();
    await this.openControl();
  }

  launch(options) {
    const { extension, others, zone } = this;
    return openBrowser({ extension, others, zone, ...options });
  }

  /** A page of the extension, in a window of its own so that it covers nothing. */
  async openControl() {
    this.control = await openExtensionPage(this.context, this.id, 'welcome/welcome.html?control');
    await this.#closeGreetings();
  }

  /** After its installation the extension greets with a page of its own, in front of the page to work in. */
  async #closeGreetings() {
    const isGreeting = (page) => page !== this.control && page.url().startsWith(`chrome-extension://${this.id}/`);
    for (const page of this.context.pages().filter(isGreeting)) await page.close();
    await this.page.bringToFront();
  }

  /** The person's answer to the first-run question. */
  async answer(accept) {
    await this.control.click(accept ? '#accept' : '#decline');
    // The page says so when the browser has followed: what is opened from then on is recorded from its start.
    await this.control.waitForFunction(() => document.activeElement?.id === 'answer-title');
    assert.equal((await this.status()).consent, accept);
    await this.#closeGreetings();
  }

  /** Says something to the worker as an extension page does. */
  ask(message) {
    return this.control.evaluate((request) => chrome.runtime.sendMessage(request), message);
  }

  /** The status as the popup would show it over `page`. */
  async status(page = this.page) {
    const url = page.url();
    const tab = await this.control.evaluate(async (wanted) => {
      const tabs = await chrome.tabs.query({});
      return tabs.find((candidate) => candidate.url === wanted)?.id ?? null;
    }, url);
    return this.ask({ kind: 'status', tab });
  }

  /** What the toolbar button shows over `page`: its badge and its tooltip. */
  button(page = this.page) {
    return this.control.evaluate(async (wanted) => {
      const tabs = await chrome.tabs.query({});
      const tabId = tabs.find((candidate) => candidate.url === wanted)?.id;
      return [await chrome.action.getBadgeText({ tabId }), await chrome.action.getTitle({ tabId })];
    }, page.url());
  }

  /** Opens the workspace, or another path of its server, and waits until it is recorded. */
  async visit(path = '/workspace', page = this.page) {
    await page.goto(this.pages.url + path);
    if (path.startsWith('/workspace')) await page.waitForSelector('[data-ready]');
    await until('the page is recorded', async () => (await this.status(page)).tab.state === 'recording');
  }

  /** Clicks in the middle of an element, and returns where that was. */
  async click(selector, page = this.page) {
    const point = await this.#reach(selector, page);
    await page.mouse.click(point.x, point.y);
    return point;
  }

  /** As `click`, but the hand rests on the element before it presses, as hands do. */
  async clickLikeAPerson(selector, page = this.page) {
    const point = await this.#reach(selector, page);
    await pass(REST);
    await page.mouse.click(point.x, point.y, { delay: REST / 2 });
    return point;
  }

  async #reach(selector, page) {
    const box = await page.locator(selector).first().boundingBox();
    const point = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
    await page.mouse.move(point.x, point.y, { steps: 3 });
    return point;
  }

  /** Types on the keyboard; a line break is Enter, `\b` is Backspace. */
  async type(text, page = this.page) {
    for (const key of text) {
      await page.keyboard.press({ '\n': 'Enter', '\b': 'Backspace', ' ': 'Space' }[key] ?? key);
    }
  }

  /** Pastes into whatever has the focus. */
  async paste(text, page = this.page) {
    await page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await page.keyboard.press('Control+v');
  }

  /**
   * Ends a script: clicks where it does no harm, and waits until that click has arrived with its picture and nothing
   * is held. Returns what is in the store.
   */
  async finish(selector = '#status', page = this.page) {
    const { x, y } = await this.click(selector, page);
    const place = `${x},${y}`;
    const marks = (this.#marks.get(place) ?? 0) + 1;
    this.#marks.set(place, marks);
    const isMark = ({ kind, point }) => kind === 'click' && `${point.x},${point.y}` === place;
    await this.arrives('the last click', (records) => records.filter(isMark).length >= marks);
    return this.drained();
  }

  /**
   * Waits until `look` finds in the store's records what it looks for. Between two requests nothing new is in there, and to
   * open what a long session has stored takes its own time: only the wait for the next request has an end.
   */
  async arrives(what, look) {
    for (let looked; ; ) {
      await until(`${what} arrives`, () => this.wire.answered !== looked);
      looked = this.wire.answered;
      if (look((await this.opened()).records)) return;
    }
  }

  /** Waits until nothing is held, and returns what is in the store. */
  async drained() {
    await until('everything is sent', async () => {
      const { busy, heldRecords, heldFrames } = await this.status();
      return !busy && heldRecords === 0 && heldFrames === 0;
    });
    return this.opened();
  }

  /** Lifts a hold: the extension's worker starts anew under a policy without one, and sends what it holds once asked. */
  async lift() {
    await this.setPolicy((open) => ({ ...open, holdMinutes: 0 }));
    await this.stopWorker();
    await until('it is asked again', async () => (await this.status()).tab.reason === 'widened');
    await this.ask({ kind: 'consent', accept: true });
    return this.drained();
  }

  /** What is in the store: records in order of sessions and `seq`, and the folder with the pictures. */
  opened() {
    return openStore(this.dir);
  }

  /** Loads the extension anew from its folder, as an update does. */
  async reload() {
    const { control } = this;
    const back = this.context.waitForEvent('serviceworker');
    await control.evaluate(() => setTimeout(() => chrome.runtime.reload()));
    await back;
    // Chromium has closed a page whose extension was gone, or shows something else in its window.
    await control.close();
    await this.openControl();
  }

  /** Stops the extension's worker, and returns when it has stopped. */
  async stopWorker() {
    const session = await this.context.newCDPSession(this.control);
    const stopped = new Promise((done) => {
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        const own = versions.filter(({ scriptURL }) => scriptURL.includes(this.id));
        if (own.some(({ runningStatus }) => runningStatus === 'stopped')) done();
      });
    });
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await stopped;
    await session.detach();
  }

  /** Kills the browser as a power cut would. */
  async killBrowser() {
    const { processInfo } = await this.browser.send('SystemInfo.getProcessInfo');
    const { id } = processInfo.find(({ type }) => type === 'browser');
    const closed = once(this.context, 'close');
    process.kill(id, 'SIGKILL');
    await closed;
  }

  /** Names of the extensions that have a content script in the page. */
  async probes(page = this.page) {
    const session = await page.context().newCDPSession(page);
    const worlds = [];
    session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
    await session.send('Runtime.enable');
    await session.detach();
    return worlds.filter(({ origin }) => origin === `chrome-extension://${this.id}`).map(({ name }) => name);
  }

  /** What the ingest server logged. */
  log() {
    return readFile(join(this.dir, 'ingest.log'), 'utf8');
  }

  async end() {
    await this.context?.close();
    await this.wire.stop();
    await this.ingest?.stop();
    await this.pages?.close();
    await this.elsewhere?.close();
    if (this.dir) await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A linear congruential generator (the constants are those of Numerical Recipes). */
function seeded(seed) {
  let state = seed >>> 0;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

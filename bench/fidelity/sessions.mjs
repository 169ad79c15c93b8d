// The sessions of one surface: the same script in browsers that record it in different ways, and in one that does it
// again from records alone.
import { chromium } from 'playwright-core';
import { start, until } from '../../tests/e2e/harness.mjs';
import { replay } from '../../tests/replay/replay.mjs';
import { chromiumPath } from '../../tools/run/browser.mjs';
import { Hands } from './hands.mjs';
import * as candor from './judges/candor.mjs';
import * as playwright from './judges/playwright.mjs';
import * as rrweb from './judges/rrweb.mjs';
import { RRWEB } from './pages.mjs';

/** A person rests on what it is about to press, and looks at what came of it. */
const PERSON = { reach: 350, look: 1_300, key: 60 };
/** Other recorders take no pictures that would need rest. */
const HURRIED = { reach: 60, look: 250, key: 0 };
/** Playwright's recorder looks at the whole page before it tells of an action. */
const PATIENT = { reach: 60, look: 900, key: 0 };

/** What every session of a surface needs: where its page is, and what makes its server as it was at the start. */
async function open(page, { base, anew }, surface) {
  await anew?.();
  await page.goto(base + surface.path);
  const frame = surface.frame ? await (await page.waitForSelector(surface.frame)).contentFrame() : page;
  await frame.waitForSelector(surface.ready);
  await page.mouse.move(1, 1);
}

/** The script in a browser with the extension. Returns its verdicts and what is in the store. */
export async function recorded(surface, place) {
  const ending = [];
  const origin = new URL(place.base).origin;
  const site = { match: `${origin}/*`, frames: 'full', trustTerminal: true, trustCanvas: true };
  const rig = await start({ after: (end) => ending.push(end) }, { policy: (open) => ({ ...open, sites: [site] }) });
  try {
    const { page } = rig;
    await rig.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    await open(page, place, surface);
    await until('the page is recorded', async () => (await rig.status(page)).tab.state === 'recording');
    const hands = new Hands(page, { pace: PERSON, line: surface.line });
    await surface.play(hands);
    const end = await stateOf(page, surface);
    const { records } = await finish(rig, surface);
    const mark = records.findLast(isMark(rig.mark));
    const scripted = records.filter((record) => record !== mark);
    return { verdicts: candor.judge(hands.steps, scripted), records: scripted, end };
  } finally {
    for (const each of ending) await each();
  }
}

/** The script once more, with Playwright's recorder. */
export async function recordedByPlaywright(surface, place) {
  return inBrowser(place, async ({ context, page }) => {
    await open(page, place, surface);
    const recorder = new playwright.PlaywrightRecorder(context, page);
    await recorder.start();
    const hands = new Hands(page, { pace: PATIENT, line: surface.line });
    await surface.play(hands);
    const actions = await recorder.stop();
    return { verdicts: playwright.judge(hands.steps, actions), actions, end: await stateOf(page, surface) };
  });
}

/**
 * The script once more, with rrweb. Before each step, the selectors that the other recorders have
 * written down for it are tried: every node of this page is new to them. Adds to their verdicts.
 */
export async function tried(surface, place, { own, theirs }) {
  return inBrowser(place, async ({ page }) => {
    await page.addInitScript({ path: RRWEB });
    await open(page, place, surface);
    const observer = new rrweb.RrwebObserver(page);
    const before = async (step) => {
      await observer.before(step);
      own[step.n].wrong.push(...(await candor.judgeElements(step, own[step.n], 'before')));
      if (theirs) await playwright.tryElements(step, theirs[step.n], page);
    };
    const after = async (step) => {
      await observer.after(step);
      if (theirs) {
        await playwright.tryElements(step, theirs[step.n], page);
        theirs[step.n].wrong.push(...playwright.lost(theirs[step.n]));
      }
      own[step.n].wrong.push(...(await candor.judgeElements(step, own[step.n], 'after')));
    };
    const hands = new Hands(page, { pace: HURRIED, line: surface.line, before, after });
    await surface.play(hands);
    const end = await stateOf(page, surface);
    return { verdicts: rrweb.judge(hands.steps, await observer.events()), end };
  });
}

/** What the records alone make of the page. `values` are what a reader may know of what was redacted. */
export async function replayed(surface, place, records) {
  return inBrowser(place, async ({ page }) => {
    await open(page, place, surface);
    const from = records.find(({ kind }) => kind === 'navigate');
    const origins = new Map(from ? [[new URL(from.url).origin, new URL(place.base).origin]] : []);
    const outcome = await replay(page, records, { origins, values: surface.values });
    return { ...outcome, end: await settled(page, surface) };
  });
}

async function inBrowser(place, work) {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(30_000);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(place.base).origin });
    return await work({ context, page: await context.newPage() });
  } finally {
    await browser.close();
  }
}

/** Ends a session with a click beside the surface, and waits until that has arrived with all that was before it. */
async function finish(rig, surface) {
  const selector = surface.mark ?? '#end';
  const box = await rig.page.locator(selector).boundingBox();
  rig.mark = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  return rig.finish(selector);
}

const isMark = (mark) => (record) => record.kind === 'click' && record.point.x === mark.x && record.point.y === mark.y;

/** What the page says of its own state: texts, values, what is checked. */
async function stateOf(page, surface) {
  if (surface.state) return surface.state(page);
  for (const frame of page.frames()) {
    const state = await frame.evaluate(() => window.surface?.state());
    if (state) return state;
  }
  return undefined;
}

/** The state once it is what it should be, or as it is when it does not become that. */
async function settled(page, surface) {
  const end = performance.now() + 5_000;
  let state;
  do {
    state = await stateOf(page, surface);
    if (JSON.stringify(state) === JSON.stringify(surface.ends)) return state;
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
  } while (performance.now() < end);
  return state;
}

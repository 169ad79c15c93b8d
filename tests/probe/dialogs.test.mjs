// Dialogs of the browser: whether a page may be left, and those that a page opens.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { start } from './harness.mjs';

/** What takes long, and is no dialog. */
const BUSY = 'for (const from = performance.now(); performance.now() < from + 400; );';
const WAITS = "const get = new XMLHttpRequest(); get.open('GET', '/slow', false); get.send()";

let browser;
before(async () => {
  browser = await start();
  browser.serve('/beside', '<!doctype html><title>Beside</title><p>Text</p>');
});
after(() => browser.close());

async function open(path, html) {
  browser.serve(path, `<!doctype html><title>${path}</title>${html}`);
  return await browser.open(path);
}

/**
 * A page with a button for each script, and a frame. The browser tells it of the focus as it is: under test, every page has
 * it always.
 */
async function shown(path, scripts) {
  const buttons = Object.entries(scripts).map(([id, does]) => `<button id="${id}" onclick="${does}">Go</button>`);
  const { page, talk } = await open(path, `${buttons.join('')}<iframe src="/beside"></iframe>`);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  const told = () =>
    talk.observations
      .map(({ seen }) => seen)
      .filter(({ kind }) => ['click', 'dialog'].includes(kind))
      .map(({ kind, target }) => target?.selectors.css ?? kind);
  return { page, talk, told };
}

/** As slow as somebody who reads, or a server. */
async function slowly(value) {
  await setTimeout(500);
  return value;
}

test('the browser asks whether the page may be left', async (t) => {
  const html = `<input><script>addEventListener('beforeunload', (event) => event.preventDefault());</script>`;
  for (const accepted of [false, true]) {
    await t.test(accepted ? 'and it is left' : 'and it is not', async () => {
      const { page, talk } = await open(`/leave-${accepted}`, html);
      await page.click('input');
      await talk.seen('click');
      const asked = page.waitForEvent('dialog');
      const going = page.evaluate(() => {
        location.href = '/beside';
      });
      const dialog = await asked;
      await (accepted ? dialog.accept() : dialog.dismiss());
      await going.catch(() => {});
      if (!accepted) await page.click('input');
      const { seen } = await talk.seen('dialog');
      assert.equal(seen.accepted, accepted);
    });
  }
});

test('dialogs that a page opens, whoever opens them, and no other task that takes as long', async () => {
  const opens = {
    listener: 'alert(1)',
    timer: 'setTimeout(() => confirm(2), 10)',
    promise: "fetch('/beside').then(() => prompt(3))",
    frame: 'requestAnimationFrame(() => alert(4))',
    message: "onmessage = () => alert(5); postMessage(6, '*')",
    busily: `alert(7); ${BUSY}`,
  };
  const others = {
    busy: BUSY,
    waits: WAITS,
    takes: `${BUSY} setTimeout(() => { frames[0].focus(); focus(); })`,
  };
  const twice = { twice: 'if (confirm(8)) alert(9)' };
  const { page, talk, told } = await shown('/dialogs', { ...others, ...opens, ...twice });
  await page.route('**/slow', async (route) => route.fulfill({ body: await slowly('late') }));
  page.on('dialog', async (dialog) => dialog.accept(await slowly('read')));
  const expected = [];
  for (const id of Object.keys(others)) {
    await page.click(`#${id}`);
    expected.push(`#${id}`);
    await talk.until(() => told().length >= expected.length);
  }
  for (const id of Object.keys(opens)) {
    await page.click(`#${id}`);
    expected.push(`#${id}`, 'dialog');
    await talk.until(() => told().length >= expected.length);
  }
  await page.click('#twice');
  expected.push('#twice', 'dialog', 'dialog');
  await talk.until(() => told().length >= expected.length);
  assert.deepEqual(told(), expected);
});

test('a window that was left while a task took long, and one that a frame had the focus in, had no dialog', async () => {
  const other = await browser.context.newPage();
  const { page, talk, told } = await shown('/left', { busy: BUSY, waits: WAITS, alert: 'alert(1)' });
  page.on('dialog', async (dialog) => dialog.accept(await slowly('read')));
  const turns = (type) =>
    page.evaluate((turn) => {
      window.turned = new Promise((resolve) => addEventListener(turn, resolve, { once: true }));
    }, type);
  const turned = () => page.evaluate(() => window.turned.then(() => {}));

  // The focus goes into the frame as soon as the task is over, and comes back.
  await turns('blur');
  await page.click('#busy');
  await page.frames()[1].click('p');
  await turned();
  await turns('focus');
  await page.click('#busy');
  await turned();

  // Another window is chosen while the task takes its time, and this one again long after.
  await page.route('**/slow', async (route) => {
    await other.bringToFront();
    await route.fulfill({ body: await slowly('late') });
  });
  await turns('blur');
  await page.click('#waits');
  await turned();
  await slowly('away');
  await turns('focus');
  await page.bringToFront();
  await turned();

  await page.click('#alert');
  await talk.until(() => told().includes('dialog'));
  assert.deepEqual(told(), ['#busy', '#busy', '#waits', '#alert', 'dialog']);
});

test('a page that may be left without a question asks none', async () => {
  const { page, talk } = await open('/free', '<a href="/beside">Go</a>');
  await page.click('a');
  await talk.until(({ message }) => message.kind === 'bye');
  assert.ok(!talk.everything.includes('"dialog"'));
});

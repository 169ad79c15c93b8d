// Whoever runs the server can stop recording, and end that again; only a signed answer to the very question counts, and
// nobody is asked while nobody works.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { CANDOR } from '../../tools/run/candor.mjs';
import { start, until } from './harness.mjs';
import { ofKind } from './record.mjs';

const QUARTER_MS = 15 * 60_000;

test('the server stops recording and sending, over restarts, and lets it go on', async (t) => {
  const rig = await start(t);
  const questions = () => rig.wire.requests.filter(({ url }) => url.startsWith('/v1/halt?'));
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('before ');
  await rig.finish('h1');
  assert.equal(questions().length, 1, 'asked with the first click, and not again');

  halt(rig, 'on', '--reason', 'A rule lets names through');
  await rig.click('#report');
  await rig.finish('h1');
  assert.equal(questions().length, 1);
  await pass(rig, QUARTER_MS);
  await rig.page.keyboard.press('Shift');
  await until('the server has stopped it', async () => (await rig.status()).tab.reason === 'halted');
  assert.equal((await rig.status()).halted, 'A rule lets names through');
  const [first, second] = questions();
  assert.equal(questions().length, 2);
  assert.notEqual(first.url, second.url);

  const { sent } = rig.wire;
  const { heldRecords } = await rig.status();
  await work(rig, 'not to be seen');
  await rig.stopWorker();
  await work(rig, 'not to be seen either');
  const { tab, heldRecords: stillHeld } = await rig.status();
  assert.deepEqual([tab, stillHeld, rig.wire.sent], [{ state: 'not', reason: 'halted' }, heldRecords, sent]);

  // Whoever goes to another tab is there, and the server is asked: it says the same, and then that it may go on.
  const asked = questions().length;
  await pass(rig, QUARTER_MS);
  await work(rig, 'still not to be seen');
  await until('it is asked again', () => questions().length > asked);
  assert.equal((await rig.status()).tab.reason, 'halted');
  halt(rig, 'off');
  await pass(rig, QUARTER_MS);
  await rig.context.newPage();
  await until('it goes on', async () => (await rig.status()).halted === null);
  // By the clock of the machine again.
  await rig.stopWorker();
  await rig.page.bringToFront();
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('after');
  const { records } = await rig.finish('h1');
  const texts = ofKind(records, 'type').map(({ text }) => text);
  assert.deepEqual(texts, ['before ', 'after']);
});

/** Says it as the operator does. */
function halt(rig, ...words) {
  execFileSync(CANDOR, ['halt', '--store', `file:${join(rig.dir, 'store')}`, ...words]);
}

/** Puts the clock of the extension's worker forward, until it is started anew. */
async function pass(rig, milliseconds) {
  const worker = rig.context.serviceWorkers().at(-1);
  await worker.evaluate((ahead) => {
    const { now } = Date;
    Date.now = () => now.call(Date) + ahead;
  }, milliseconds);
}

/** Works in a page without expecting to be recorded. A new one: a tab keeps the world of a script that has left. */
async function work(rig, text) {
  const page = await rig.context.newPage();
  await page.goto(`${rig.pages.url}/plain`);
  await rig.click('#report', page);
  await rig.type(text, page);
  await rig.click('h1', page);
  assert.equal(await page.inputValue('#report'), text);
  assert.deepEqual(await rig.probes(page), []);
  await page.close();
}

// Chromium may stop the worker at any moment. What the page has had no acknowledgement for it sends again, and it is
// taken once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chance, ROUNDS, start, until } from './harness.mjs';
import { countSessions, keysInto, keysOf, ofKind, replay } from './record.mjs';

/** A page keeps 2,000 observations, two a key, for a worker that is never up for long enough to store them. */
const ROUNDS_KEPT = 20;

/** Waits until the worker has stored and sent all that it was told. */
function taken(rig) {
  return until('what was done is taken', async () => !(await rig.status()).busy);
}

test('the worker is stopped while somebody types', async (t) => {
  const rig = await start(t);
  await rig.visit('/plain');
  await rig.click('#report');
  let script = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const words = `round ${round} begins and ends. `;
    const moment = chance(words.length);
    await rig.type(words.slice(0, moment));
    const stopped = rig.stopWorker();
    await rig.type(words.slice(moment));
    await stopped;
    script += words;
    if (round % ROUNDS_KEPT === ROUNDS_KEPT - 1) await taken(rig);
  }
  const { records } = await rig.finish('h1');
  assert.equal(await rig.page.inputValue('#report'), script);
  assert.equal(replay(records, 'Report'), script);
  assert.deepEqual(keysInto(records, 'input'), keysOf(script));
  countSessions(records);
});

test('the worker is stopped right before a click that leads to another page', async (t) => {
  const rig = await start(t);
  const { page } = rig;
  await rig.visit('/guide');
  const expected = ['/guide'];
  for (let round = 0; round < ROUNDS; round += 1) {
    await rig.stopWorker();
    const to = round % 2 === 0 ? '/workspace' : '/guide';
    await rig.clickLikeAPerson(`a[href="${to}"]`);
    await page.waitForURL(`**${to}`);
    if (to === '/workspace') await page.waitForSelector('[data-ready]');
    expected.push(to);
    // The page is gone: what it said is stored within some 50 ms, and would be lost with a worker that ends before.
    await taken(rig);
  }
  const { records } = await rig.finish(ROUNDS % 2 === 0 ? 'h1' : '#status');
  const loads = ofKind(records, 'navigate');
  assert.deepEqual(
    loads.map(({ url }) => new URL(url).pathname),
    expected,
  );
  const links = ofKind(records, 'click').filter(({ target }) => target.role === 'link');
  assert.equal(links.length, ROUNDS);
  assert.deepEqual(
    ofKind(records, 'gap').filter(({ reason }) => reason === 'lost'),
    [],
  );
  countSessions(records);
});

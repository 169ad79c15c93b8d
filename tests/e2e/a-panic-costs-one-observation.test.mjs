// A mistake in the core ends its instance, not the recording: what brought it down is tried twice and given up, and all
// around it is recorded. The build is one with a key that brings the core down: `src/engine/trap.rs`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { countSessions, keysInto, keysOf, ofKind, replay } from './record.mjs';

test('what brings the core down is tried twice, leaves a gap, and recording goes on', async (t) => {
  const rig = await start(t, { extension: '.cache/trap/chrome' });
  await rig.visit('/plain');
  const words = ['before, ', 'and after, ', 'and after that'];
  for (const [round, text] of words.entries()) {
    if (round > 0) await fall(rig, round);
    await rig.click('#report');
    await rig.page.keyboard.press('Control+End');
    await rig.type(text);
  }
  const { records } = await rig.finish('h1');
  assert.equal(replay(records, 'Report'), words.join(''));
  assert.deepEqual(keysInto(records, 'input'), keysOf(words.join('')));
  const gaps = ofKind(records, 'gap').filter(({ reason }) => reason !== 'frame');
  assert.deepEqual(
    gaps.map(({ reason }) => reason),
    ['fault', 'fault'],
  );
  assert.equal(countSessions(records), 1);
});

test('a page whose request brings the core down is answered with nothing, and the next with how things are', async (t) => {
  const rig = await start(t, { extension: '.cache/trap/chrome' });
  const fallen = rig.ask({ kind: 'neverAdd', word: 'F24' });
  assert.equal(await fallen, undefined);
  const { never } = await rig.ask({ kind: 'neverAdd', word: 'tidewater' });
  assert.deepEqual(never.words, ['tidewater']);
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('still there');
  const { records } = await rig.finish('h1');
  assert.equal(replay(records, 'Report'), 'still there');
});

/** Presses the key that brings the core down, outside of every field, and waits until it has done so twice. */
async function fall({ page, control }, times) {
  await page.locator('#report').blur();
  const session = await page.context().newCDPSession(page);
  const key = { key: 'F24', code: 'F24', windowsVirtualKeyCode: 135 };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  await session.detach();
  await until('it was tried twice', async () => {
    const { crashes = [] } = await control.evaluate(() => chrome.storage.session.get('crashes'));
    return crashes.length === times && crashes.every((crash) => crash.times === 2);
  });
}

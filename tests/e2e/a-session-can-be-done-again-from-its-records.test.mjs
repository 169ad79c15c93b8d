// What was typed, chosen and clicked can be done again from the records alone, in a browser that knows nothing else; a
// step that needs what was redacted says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../tools/run/browser.mjs';
import { replay } from '../replay/replay.mjs';
import { start } from './harness.mjs';

const MAIL = 'grace.hopper@example.com';
const OTHER_MAIL = 'ada.lovelace@example.com';

test('a session in editors and a form ends with the same texts when it is replayed', async (t) => {
  const rig = await start(t);
  await rig.visit();
  await work(rig);
  const { records } = await rig.finish();
  const ended = await stateOf(rig.page);
  assert.match(ended.code, /const answer = 42;$/);
  assert.equal(ended.release, 'spring-tide');

  const page = await freshPage(t);
  const values = { token: (_token, kind) => (kind === 'email' ? OTHER_MAIL : undefined) };
  const { needs, lost } = await replay(page, records, { values });

  assert.deepEqual(lost, []);
  const again = await stateOf(page);
  assert.deepEqual({ ...again, notes: '' }, { ...ended, notes: '' });
  // One value takes the place of the address that was redacted, both times.
  assert.equal(ended.notes, `Ask ${MAIL}, and ${MAIL} again`);
  assert.equal(again.notes, `Ask ${OTHER_MAIL}, and ${OTHER_MAIL} again`);
  assert.deepEqual(
    needs.map(({ what, value }) => [what.replace(/:[a-z2-7]{4}/, ''), value]),
    [
      ['what ⟦email⟧ stands for', OTHER_MAIL],
      ['what ⟦email⟧ stands for', OTHER_MAIL],
      ['the value of a password field', undefined],
    ],
  );
});

async function work(rig) {
  await rig.click('.view-line:last-child');
  await rig.page.keyboard.press('Control+End');
  await rig.type('const answre\b\ber = 41\b2;');
  await rig.click('#notes');
  await rig.type(`Ask ${MAIL}, and ${MAIL} again`);
  await rig.click('#name');
  await rig.type('sprng-tide');
  for (let n = 0; n < 'ng-tide'.length; n += 1) await rig.page.keyboard.press('ArrowLeft');
  await rig.type('i');
  await rig.click('#password');
  await rig.type('violet-otter-9');
}

function stateOf(page) {
  return page.evaluate(() => ({
    code: window.workspace.code(),
    notes: window.workspace.notes(),
    release: document.querySelector('#name').value,
  }));
}

/** A page in a browser without any extension. */
async function freshPage(t) {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  t.after(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(30_000);
  return context.newPage();
}

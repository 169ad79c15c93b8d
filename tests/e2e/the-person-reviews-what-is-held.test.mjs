// The person looks through what is held, deletes one thing of it, and sends the rest: what was deleted is nowhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openExtensionPage } from '../../tools/run/browser.mjs';
import { assertAccessible } from '../ui/axe.mjs';
import { start, until } from './harness.mjs';
import { hunt, stored } from './hunt.mjs';
import { countSessions, ofKind, replay } from './record.mjs';
import { openSpool } from './spool.mjs';

const KEPT = 'low-water';
const REGRETTED = 'the harbour closes at dusk';

test('what is deleted on the review page is gone, and the rest is sent as it was shown', async (t) => {
  const rig = await start(t, { policy: (open) => ({ ...open, holdMinutes: 10 }) });
  await rig.visit();
  await rig.click('#name');
  await rig.type(KEPT);
  await rig.click('#notes');
  await rig.type(REGRETTED);
  await rig.click('#status');
  await until('all of it is held', async () => {
    const { busy, heldFrames } = await rig.status();
    return !busy && heldFrames > 0;
  });

  const popup = await openExtensionPage(rig.context, rig.id, 'popup/popup.html');
  await popup.locator('#leaves', { hasText: 'leaves in 10 minutes' }).waitFor();
  await assertAccessible(popup, 'the popup');
  const opened = rig.context.waitForEvent('page');
  await popup.click('#review');
  const review = await opened;
  await review.locator('.record').first().waitFor();
  await review.locator('.picture').first().scrollIntoViewIfNeeded();
  await review.locator('.picture[data-drawn]').first().waitFor();
  await assertAccessible(review, 'the review page');

  // Both are found, and what is shown of them is what lies on the machine, byte for byte.
  const held = (await openSpool(rig.control)).filter(({ place }) => place.startsWith('row/'));
  const rowOf = (text) => held.find(({ plain }) => JSON.parse(plain).text === text);
  for (const text of [KEPT, REGRETTED]) {
    await review.getByRole('searchbox', { name: 'Search' }).fill(text);
    await review.locator('#found', { hasText: 'Found: 1' }).waitFor();
    const shown = review.locator('.record').filter({ hasText: text });
    await shown.getByText('As it is sent').click();
    assert.equal(await shown.locator('pre:not(:empty)').textContent(), rowOf(text).plain.toString());
  }

  // The control: until then, who copies the profile can read it.
  const { place, plain } = rowOf(REGRETTED);
  const { seq } = JSON.parse(plain);
  const rows = await stored(rig);
  assert.ok((await hunt(rig, 'before', rows)).opened.includes(place));

  const regretted = review.locator('.record').filter({ hasText: REGRETTED });
  await regretted.getByRole('button', { name: 'Delete' }).click();
  assert.ok(await review.getByRole('button', { name: 'Keep' }).evaluate((keep) => keep === document.activeElement));
  await review.locator('.question').getByRole('button', { name: 'Delete' }).click();
  await review.locator('#told', { hasText: 'Deleted.' }).waitFor();
  assert.equal(await review.getByText(REGRETTED).count(), 0);
  assert.ok(!(await openSpool(rig.control)).some(({ plain }) => plain.includes(REGRETTED)));
  assert.ok(!(await hunt(rig, 'after', rows)).opened.includes(place));

  assert.equal(rig.wire.sent, 0);
  await review.getByRole('button', { name: 'Send now' }).click();
  await review.getByRole('button', { name: 'Send', exact: true }).click();
  const { records } = await rig.drained();
  assert.equal(replay(records, 'Release name'), KEPT);
  assert.ok(!records.some((record) => JSON.stringify(record).includes(REGRETTED)));
  assert.equal(countSessions(records), 1);
  const inItsPlace = records.find((record) => record.seq === seq);
  assert.deepEqual([inItsPlace.kind, inItsPlace.reason], ['gap', 'private']);
  // Its pictures are gone with it.
  assert.ok(!ofKind(records, 'frame').some(({ action }) => action === seq));
  await review.locator('#none').waitFor();
});

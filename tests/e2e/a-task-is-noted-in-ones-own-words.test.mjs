// Who likes to can say in the popup what they are about, and how it went: it stands in the stream, scrubbed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openExtensionPage } from '../../tools/run/browser.mjs';
import { start } from './harness.mjs';
import { countSessions, ofKind } from './record.mjs';

const MAIL = 'ada.quay@tidepool.example';

test('a task begins and ends where it did, and what is said of it is scrubbed', async (t) => {
  const rig = await start(t);
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('before');
  const popup = await openExtensionPage(rig.context, rig.id, 'popup/popup.html');
  await popup.locator('#task > summary').click();
  await popup.locator('#task-note').fill(`Answer ${MAIL} about the build`);
  await popup.locator('#start').click();
  await popup.locator('#done').waitFor();

  await rig.page.bringToFront();
  await rig.click('#report');
  await rig.page.keyboard.press('Control+End');
  await rig.type(' within');
  await rig.stopWorker();
  await popup.bringToFront();
  await popup.locator('#task-note').fill('took two tries');
  await popup.locator('#not-done').click();
  await popup.locator('#start').waitFor();

  await rig.page.bringToFront();
  const { records } = await rig.finish('h1');
  assert.equal(countSessions(records), 1);
  const tasks = ofKind(records, 'task');
  assert.deepEqual(
    tasks.map(({ phase, outcome, actor, tab }) => ({ phase, outcome, actor, tab })),
    [
      { phase: 'start', outcome: undefined, actor: 'user', tab: 0 },
      { phase: 'end', outcome: 'not done: took two tries', actor: 'user', tab: 0 },
    ],
  );
  assert.match(tasks[0].goal, /^Answer ⟦\w+:\w{4}⟧ about the build$/);
  const places = ['before', ' within'].map((text) => ofKind(records, 'type').find((burst) => burst.text === text).seq);
  const order = [places[0], tasks[0].seq, places[1], tasks[1].seq];
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
  assert.ok(!JSON.stringify(records).includes(MAIL));
});

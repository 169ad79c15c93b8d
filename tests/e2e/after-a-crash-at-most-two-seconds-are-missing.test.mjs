// The browser is killed in mid-typing, again and again, and opened again on the same profile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { ROUNDS, start } from './harness.mjs';
import { countSessions, keysInto, ofKind } from './record.mjs';

test('what is older than two seconds when the browser is killed arrives, and nothing arrives twice', async (t) => {
  const rig = await start(t);
  for (let round = 0; round < ROUNDS; round += 1) {
    await rig.visit('/plain');
    await rig.click('#report');
    await rig.type(`safe${round};`);
    await pass(2000); // the promise, not a wait: what is older than this is safe
    await rig.type(`late${round};`);
    await rig.killBrowser();
    await rig.openBrowser();
  }
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('the end');
  const { records } = await rig.finish('h1');

  countSessions(records);
  const typed = keysInto(records, 'input').join('');
  for (let round = 0; round < ROUNDS; round += 1) {
    assert.equal(typed.split(`safe${round};`).length, 2, `safe${round} in ${typed}`);
    assert.ok(typed.split(`late${round};`).length <= 2, `late${round} in ${typed}`);
  }
  // Nothing else: each round's keys are those of the script, cut off at the end at most.
  assert.match(
    typed,
    new RegExp(`^${Array.from({ length: ROUNDS }, (_, n) => cut(`safe${n};`, `late${n};`)).join('')}the end$`),
  );
  assert.equal(ofKind(records, 'navigate').length, ROUNDS + 1);
});

/** Matches `kept`, and then `rest` or any beginning of it. */
function cut(kept, rest) {
  return kept + [...rest].reduceRight((tail, char) => `(${char}${tail})?`, '');
}

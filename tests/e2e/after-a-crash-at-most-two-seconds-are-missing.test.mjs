// The browser is killed in mid-typing, again and again, and opened again on the same profile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { chance, ROUNDS, start } from './harness.mjs';
import { countSessions, keysInto, ofKind } from './record.mjs';

test('what is older than two seconds when the browser is killed arrives, and nothing arrives twice', async (t) => {
  const rig = await start(t);
  for (let round = 0; round < ROUNDS; round += 1) {
    await rig.visit('/plain');
    await rig.click('#report');
    await rig.type(`safe${round};`);
    await pass(2000); // the promise, not a wait: what is older than this is safe
    await rig.type(`late${round};`.slice(0, chance(6)));
    await rig.killBrowser();
    await rig.openBrowser();
  }
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('the end');
  const { records } = await rig.finish('h1');

  // Each life of the browser is a session, and its keys are those of the script, cut off at the end at most.
  const sessions = [...new Set(records.map(({ session }) => session))];
  const typed = sessions
    .map((session) =>
      keysInto(
        records.filter((record) => record.session === session),
        'input',
      ).join(''),
    )
    .sort();
  const lives = Array.from({ length: ROUNDS }, (_, round) => cut(`safe${round};`, `late${round};`));
  const expected = [...lives, 'the end'].map((life) => new RegExp(`^${life}$`));
  for (const life of expected) assert.equal(typed.filter((text) => life.test(text)).length, 1, `${life} in ${typed}`);
  assert.equal(countSessions(records), ROUNDS + 1);
  assert.equal(ofKind(records, 'navigate').length, ROUNDS + 1);
});

/** Matches `kept`, and then `rest` or any beginning of it. */
function cut(kept, rest) {
  return kept + [...rest].reduceRight((tail, char) => `(${char}${tail})?`, '');
}

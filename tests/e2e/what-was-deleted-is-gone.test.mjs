// After "delete", a copy of the profile, and every byte string in it, decrypt nothing of what was deleted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { hunt, stored } from './hunt.mjs';

test('deleting what is held destroys the keys: no byte string of the profile opens it again', async (t) => {
  const rig = await start(t, { policy: (open) => ({ ...open, holdMinutes: 10 }) });
  await rig.visit('/plain');
  await rig.click('h1');
  await until('the click is held', async () => {
    const { busy, heldRecords } = await rig.status();
    return !busy && heldRecords >= 3;
  });
  const rows = await stored(rig);
  assert.ok(rows.length >= 3);
  const places = rows.map(({ place }) => place);

  // The control: whoever copies the whole profile while the records are held can read them.
  const before = await hunt(rig, 'before', rows);
  assert.deepEqual(before.opened, places.toSorted());

  await rig.ask({ kind: 'deleteHeld' });
  await until('nothing is held', async () => {
    const { busy, heldRecords, heldFrames } = await rig.status();
    return !busy && heldRecords === 0 && heldFrames === 0;
  });
  assert.deepEqual(await stored(rig), []);
  const after = await hunt(rig, 'after', rows);
  assert.ok(after.bytes > 1_000_000, 'a profile was searched');
  assert.deepEqual(after.opened, []);

  await rig.killBrowser();
  assert.deepEqual((await hunt(rig, 'later', rows)).opened, []);
});

// After "delete", a copy of the profile, and every byte string in it, decrypt nothing of what was deleted.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { start, until } from './harness.mjs';

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

/** The records as the database holds them. */
function stored(rig) {
  return rig.control.evaluate(async () => {
    const opened = (request) =>
      new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await opened(indexedDB.open('candor'));
    const store = database.transaction('kept').objectStore('kept');
    const rows = IDBKeyRange.bound('row/', 'row/\uffff');
    const [places, values] = await Promise.all([opened(store.getAllKeys(rows)), opened(store.getAll(rows))]);
    database.close();
    return places.map((place, n) => ({ place, value: values[n].toBase64() }));
  });
}

/** Copies the profile and tries everything in it as a key. */
async function hunt(rig, name, rows) {
  const copy = join(rig.dir, name);
  await cp(join(rig.dir, 'profile'), copy, { recursive: true, filter: (file) => !/Singleton/.test(file) });
  const input = rows.map((row) => JSON.stringify(row)).join('\n');
  const { stdout, stderr, status } = spawnSync('target/debug/hunt', [copy], { input, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

// Whether what was stored can still be read by who has a copy of the whole profile.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

/** The records as the database holds them. */
export function stored(rig) {
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

/** Copies the profile and tries all of it as keys of these records. `opened` are the places of those that open. */
export async function hunt(rig, name, rows) {
  const copy = join(rig.dir, name);
  await cp(join(rig.dir, 'profile'), copy, { recursive: true, filter: (file) => !/Singleton/.test(file) });
  const input = rows.map((row) => JSON.stringify(row)).join('\n');
  const { stdout, stderr, status } = spawnSync('target/debug/hunt', [copy], { input, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

// After an update of the extension, tabs that were open go on being recorded, once.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { countSessions, keysInto, keysOf, ofKind, replay } from './record.mjs';

test('a tab that was open during an update goes on being recorded, once', async (t) => {
  const rig = await start(t);
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('before ');
  await rig.finish('h1');

  const file = join(rig.extension, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...manifest, version: '99.0.0' }));
  await rig.reload();
  await until('the open tab is recorded again', async () => {
    const { version, tab } = await rig.status();
    return version === '99.0.0' && tab.state === 'recording';
  });

  await rig.click('#report');
  await rig.page.keyboard.press('Control+End');
  await rig.type('and after');
  const { records } = await rig.finish('h1');
  assert.equal(await rig.page.inputValue('#report'), 'before and after');
  assert.equal(replay(records, 'Report'), 'before and after');
  assert.deepEqual(keysInto(records, 'input'), keysOf('before and after'));
  assert.equal(ofKind(records, 'click').length, 4);
  countSessions(records);
});

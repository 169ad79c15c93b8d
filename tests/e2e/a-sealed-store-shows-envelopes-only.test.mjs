// Whoever has the store and no key sees envelopes, and nothing of what was done.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openWithoutKey } from '../../tools/run/candor.mjs';
import { start } from './harness.mjs';
import { replay } from './record.mjs';

test('a sealed store opened without the key shows nothing but envelopes', async (t) => {
  const rig = await start(t);
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('nobody on the way reads this');
  const { records, dir } = await rig.finish('h1');
  assert.equal(replay(records, 'Report'), 'nobody on the way reads this');

  const sealed = await openWithoutKey(rig.dir);
  assert.deepEqual(
    filesBelow(sealed).map((file) => file.split('/').at(-1)),
    ['envelopes.ndjson'],
  );
  const [file] = filesBelow(sealed);
  const envelopes = readFileSync(file, 'utf8').trimEnd().split('\n');
  const counted = envelopes.reduce((sum, line) => sum + JSON.parse(line).envelope.records, 0);
  assert.equal(counted, records.length);

  // What was done is in what the key opens, and in nothing else.
  const words = ['nobody on the way', 'A page without scripts', '/plain', '"kind"', 'Report', '\xff\xd8\xff'];
  const places = [
    [filesBelow(dir), true],
    [filesBelow(sealed), false],
    [filesBelow(join(rig.dir, 'store')), false],
  ];
  for (const [files, shown] of places) {
    const text = files.map((name) => readFileSync(name, 'latin1')).join('');
    for (const word of words) assert.equal(text.includes(word), shown, `${word} in ${files[0]}`);
  }
});

function filesBelow(dir) {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

// The person sees every receipt, has the server erase what it got, and can do so without the browser as well.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { openExtensionPage } from '../../tools/run/browser.mjs';
import { CANDOR } from '../../tools/run/candor.mjs';
import { assertAccessible } from '../ui/axe.mjs';
import { start } from './harness.mjs';
import { replay } from './record.mjs';

const run = promisify(execFile);

test('what was sent is erased on the server, which signs that it is, and again with the recovery file alone', async (t) => {
  const rig = await start(t);
  const [serverKey] = rig.keys.serverKeys;
  const signedBy = ['--server-key', `${serverKey.id}:${serverKey.public}`];
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('the first of it');
  const { records } = await rig.finish('h1');
  assert.equal(replay(records, 'Report'), 'the first of it');
  assert.ok(objects(rig).length > 2, 'the control: there is something to erase');

  const sent = await openExtensionPage(rig.context, rig.id, 'sent/sent.html');
  const batches = sent.locator('#batches');
  await sent.locator('#days details').first().waitFor();
  assert.equal(await batches.textContent(), String(receipts(rig).length));
  await assertAccessible(sent, 'what was sent');
  const before = await download(rig, sent, '#receipts');
  const proof = await run(CANDOR, ['verify', ...signedBy, before]);
  assert.match(proof.stdout, /./);

  await sent.click('#erase-all');
  await sent.locator('.question button.danger').click();
  await sent.locator('#changes', { hasText: 'Erased, signed by the server' }).waitFor();
  assert.deepEqual(objects(rig), []);
  const after = await download(rig, sent, '#receipts');
  const words = (await run(CANDOR, ['verify', ...signedBy, after])).stdout;
  assert.notEqual(words, proof.stdout);
  // Another server's word would not do.
  const other = ['--server-key', `${serverKey.id}:${'A'.repeat(43)}`];
  await assert.rejects(run(CANDOR, ['verify', ...other, after]));

  // What comes after has another name, and is erased from outside.
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('the rest');
  const later = (await rig.finish('#title')).records;
  assert.equal(replay(later, 'Report'), 'the rest');
  const subjects = (all) => [...new Set(all.map(({ subject }) => subject))];
  assert.equal(subjects([...records, ...later]).length, 2);
  const file = await download(rig, sent, '#recovery');
  const since = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10);
  const args = ['erase', '--url', rig.ingest.url, '--recovery', file, '--since', since, ...signedBy];
  const { stdout } = await run(CANDOR, args);
  assert.ok(stdout.includes(subjects(later)[0]), stdout);
  assert.deepEqual(objects(rig), []);
});

test('who withdraws has everything erased in the same place, and it stays due while the server is away', async (t) => {
  const rig = await start(t);
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('all of it');
  const { records } = await rig.finish('h1');
  assert.equal(replay(records, 'Report'), 'all of it');
  assert.ok(objects(rig).length > 2, 'the control: there is something to erase');

  const page = await openExtensionPage(rig.context, rig.id, 'welcome/welcome.html');
  await page.click('#withdraw');
  await page.locator('#left-erase').waitFor();
  assert.ok(objects(rig).length > 2, 'nothing is erased without being wanted');
  await rig.ingest.stop();
  await page.click('#left-erase');
  await page.locator('#leftover .question button.danger').click();
  await page.locator('#left-trouble', { hasText: 'Not erased yet' }).waitFor();
  assert.ok(objects(rig).length > 2);
  assert.equal((await rig.status()).consent, false);
  await rig.ingest.start();
  await page.locator('#left-told', { hasText: 'Done' }).waitFor();
  assert.deepEqual(objects(rig), []);
});

/** What lies in the store of what was sent. */
function objects(rig) {
  const entries = readdirSync(join(rig.dir, 'store'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => file.includes('/subjects/'));
}

function receipts(rig) {
  return objects(rig).filter((file) => file.includes('/receipts/'));
}

/** Saves what a button offers, and says where. */
async function download(rig, page, button) {
  const offered = page.waitForEvent('download');
  await page.click(button);
  const file = join(rig.dir, `saved-${button.slice(1)}`);
  await (await offered).saveAs(file);
  return file;
}

// Traps 44, 48, 49 and 50: where a document goes by itself, what a page forges, where a server sends a batch on to, and what
// a page does when nobody does anything. The others about control: 43 in nothing-is-recorded-unless-everything-allows-it,
// 45 to 47 and the rest of 49 in src/engine/tests.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { ofKind, replay } from './record.mjs';

/** A page that has two addresses of the history API, one of them blocked. */
const blocking = (open) => ({ ...open, blockedSites: ['http://127.0.0.1/workspace/private*'] });

const go = (page, path) => page.evaluate((path) => history.pushState({}, '', path), path);

test('trap 44: what is done at a blocked address of the same document is not recorded, and the rest is', async (t) => {
  const rig = await start(t, { policy: blocking });
  const { page } = rig;
  await rig.visit();
  await rig.click('#notes');
  await rig.type('before the door ');
  await go(page, '/workspace/private/1');
  await rig.type('behind the door ');
  await until('the probe has left', async () => (await rig.status()).tab.reason === 'blockedSite');
  await rig.type('still behind ');
  await go(page, '/workspace');
  await until('the page is recorded again', async () => (await rig.status()).tab.state === 'recording');
  await rig.click('#name');
  await rig.type('outside again');
  const { records } = await rig.finish();
  const told = JSON.stringify(records);
  for (const text of ['before the door', 'outside again']) assert.ok(told.includes(text), `the control: ${text}`);
  for (const text of ['behind', '/private/']) assert.ok(!told.includes(text), text);
});

test('trap 44: a page from the cache of pages behind a blocked one is recorded, and the blocked one is not', async (t) => {
  const rig = await start(t, { policy: (open) => ({ ...open, blockedSites: ['http://127.0.0.1/guide*'] }) });
  const { page } = rig;
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('one');
  await page.goto(`${rig.pages.url}/guide`);
  assert.deepEqual((await rig.status()).tab, { state: 'not', reason: 'blockedSite' });
  await rig.click('h1');
  await page.goBack();
  await until('the page is recorded again', async () => (await rig.status()).tab.state === 'recording');
  await rig.click('#report');
  await rig.type('two');
  const { records } = await rig.finish('h1');
  const told = JSON.stringify(records);
  assert.ok(told.includes('one') && told.includes('two'), 'the control');
  assert.ok(!told.includes('/guide'));
});

test('trap 48: what a page forges counts for nothing, however much of it there is', async (t) => {
  const rig = await start(t);
  const { page } = rig;
  await rig.visit('/workspace');
  await page.evaluate(() => {
    const notes = document.querySelector('#notes');
    for (let n = 0; n < 5_000; n += 1) {
      notes.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 5, clientY: 5 }));
      notes.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, key: 'F', code: 'KeyF', ctrlKey: true }));
      notes.dispatchEvent(new ClipboardEvent('paste', { bubbles: true }));
    }
  });
  const answer = await page.evaluate(
    (id) =>
      fetch(`chrome-extension://${id}/core_bg.wasm`).then(
        () => 'read',
        () => 'refused',
      ),
    rig.id,
  );
  assert.equal(answer, 'refused');
  assert.equal(await page.evaluate(() => typeof globalThis.chrome?.runtime?.sendMessage), 'undefined');
  await rig.click('#notes');
  await rig.type('by hand');
  const { records } = await rig.finish();
  assert.ok(JSON.stringify(records).includes('by hand'), 'the control');
  assert.equal(ofKind(records, 'click').length, 2);
  assert.deepEqual(
    ofKind(records, 'key').filter(({ modifiers }) => modifiers.ctrl),
    [],
  );
  assert.deepEqual(ofKind(records, 'clipboard'), []);
});

test('trap 49: where a server sends a batch on to, nothing goes, and it stays until it is taken', async (t) => {
  const rig = await start(t);
  let connections = 0;
  const other = createServer((_, response) => response.end());
  other.on('connection', () => {
    connections += 1;
  });
  await new Promise((listening) => other.listen(0, '127.0.0.1', listening));
  t.after(() => other.close());
  const location = `http://127.0.0.1:${other.address().port}/v1/batches`;
  const isBatch = ({ method }) => method === 'POST';
  const sprung = rig.wire.trap(isBatch, { answer: { status: 307, headers: { location } } });
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('stays here');
  await rig.click('h1');
  await sprung;
  // When it is there again, it is seen that it has stayed, and that it was not taken for sent.
  let stayed;
  const again = async () => {
    stayed = await rig.status();
  };
  await rig.wire.trap(isBatch, { before: again });
  assert.ok(stayed.heldRecords > 0);
  assert.equal(stayed.sentRecords, 0);
  const { records } = await rig.finish('h1');
  assert.equal(replay(records, 'Report'), 'stays here');
  const [first, ...others] = rig.wire.requests.filter(isBatch);
  for (const other of others.slice(0, 2)) assert.deepEqual(other.body, first.body, 'the very batch');
  assert.ok(others.length >= 2);
  assert.equal(connections, 0);
  // The control: there is somebody, and who goes there is counted.
  await fetch(location);
  assert.equal(connections, 1);
});

test('trap 50: with no interaction nothing is sent, whatever the page does by itself', async (t) => {
  const rig = await start(t);
  await rig.visit('/workspace');
  await rig.click('#notes');
  const before = await rig.finish();
  const { connections, answered } = rig.wire;
  assert.ok(answered > 0, 'the control');
  await rig.page.evaluate(() => {
    let count = 0;
    const timer = setInterval(() => {
      count += 1;
      document.querySelector('#status').textContent = `${count}`;
      document.querySelector('#notes').value = `${count}`;
      document.title = `Written ${count} times`;
      if (count === 300) clearInterval(timer);
    }, 10);
  });
  await rig.page.waitForFunction(() => document.title === 'Written 300 times');
  await until('the worker has nothing to do', async () => !(await rig.status()).busy);
  const { heldRecords } = await rig.status();
  assert.deepEqual([heldRecords, rig.wire.connections, rig.wire.answered], [0, connections, answered]);
  assert.equal((await rig.opened()).records.length, before.records.length);
});

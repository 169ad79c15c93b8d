// In a browser that is managed, with the extension force-installed from a server: nothing is recorded before the
// policy's values have come, they are followed while it records, and an update or a rollback loses nothing.
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { ManagedRig, unmanageable } from './managed.mjs';
import { countSessions, ofKind } from './record.mjs';

const skip = unmanageable();

test('the managed policy may come late, change and be withdrawn, and what is recorded follows it', {
  skip,
}, async (t) => {
  const rig = await start(t, { rig: new ManagedRig(), policy: () => undefined, consent: undefined });
  const self = await rig.control.evaluate(() => chrome.management.getSelf());
  assert.deepEqual([self.installType, self.version, self.mayDisable], ['admin', '1.0.0', false]);
  const other = await rig.context.newPage();
  const reasonOn = async (page) => (await rig.status(page)).tab.reason ?? (await rig.status(page)).tab.state;
  const becomes = (reason, page = rig.page) =>
    until(`${reason} on ${page.url()}`, async () => (await reasonOn(page)) === reason);
  const write = async (text, page = rig.page) => {
    await page.bringToFront();
    await rig.click('#report', page);
    await page.keyboard.press('Control+End');
    await rig.type(`${text} `, page);
  };

  // No values yet.
  await rig.page.goto(`${rig.pages.url}/plain`);
  await other.goto(`${rig.elsewhere.url}/plain`);
  await write('early');
  assert.equal(await reasonOn(rig.page), 'noPolicy');
  assert.deepEqual(await rig.probes(), []);

  // They come, and the person is asked; the pages that are open are recorded from the answer on.
  const [here, there, more] = [rig.pages.url, rig.elsewhere.url, 'http://127.0.0.1:1'].map((url) => ({
    match: `${url}/*`,
    frames: 'off',
  }));
  await rig.setPolicy((open) => ({ ...open, sites: [here, there] }));
  await becomes('noConsent');
  await write('asked');
  await rig.answer(true);
  await becomes('recording');
  await becomes('recording', other);
  await write('first');
  await write('theirs', other);
  const both = await rig.settle('h1', other);
  assert.deepEqual(textsOf(both), ['first ', 'theirs ']);

  // Fewer sites: goes on where it is still allowed, and what is held of the other is gone.
  await rig.setPolicy((open) => ({ ...open, sites: [here] }));
  await becomes('notAllowedSite', other);
  await write('unseen', other);
  await rig.page.bringToFront();
  await becomes('recording');
  await write('second');
  const narrower = await rig.settle();
  assert.deepEqual(textsOf(narrower), ['first ', 'second ']);
  assert.ok(!JSON.stringify(narrower).includes(there.match.slice(0, -2)));

  // More sites: asked again, and nothing until then.
  await rig.setPolicy((open) => ({ ...open, sites: [here, there, more] }));
  await becomes('widened');
  await write('unasked');
  await rig.ask({ kind: 'consent', accept: true });
  await becomes('recording');
  await write('third');
  assert.deepEqual(textsOf(await rig.settle()), ['first ', 'second ', 'third ']);

  // Withdrawn: nothing any more, and nothing is left of what was held.
  await rig.setPolicy(() => undefined);
  await becomes('noPolicy');
  await write('late');
  await until('nothing is held', async () => (await rig.held()).length === 0);
  const { heldRecords, heldFrames, sentRecords, busy } = await rig.status();
  assert.deepEqual(
    { heldRecords, heldFrames, sentRecords, busy },
    { heldRecords: 0, heldFrames: 0, sentRecords: 0, busy: false },
  );

  // The values come back, and with them the record of what is done from then on.
  await rig.setPolicy((open) => ({ ...open, sites: [here, there, more] }));
  await becomes('recording');
  await write('again');
  assert.deepEqual(textsOf(await rig.settle()), ['again ']);
  assert.equal(await rig.page.inputValue('#report'), 'early asked first second unasked third late again ');

  // Without any policy there is no extension any more, nor what it held.
  const files = await rig.stored();
  assert.ok(
    ['IndexedDB', 'File System'].every((folder) => files.some((file) => file.startsWith(folder))),
    `${files}`,
  );
  await rig.takeAway();
  await until('nothing is stored', async () => (await rig.stored()).length === 0);
});

test('what whoever manages the browser forbids is not done, and said', { skip }, async (t) => {
  const managed = Object.assign(new ManagedRig(), {
    more: { DisableScreenshots: true },
    settings: { runtime_blocked_hosts: ['http://localhost'] },
  });
  const sites = (policy) => ({ ...policy, sites: [...policy.sites, { match: 'http://localhost/*' }] });
  const rig = await start(t, { rig: managed, policy: sites });
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('without pictures');
  const held = await rig.settle();
  assert.deepEqual(textsOf(held), ['without pictures']);
  assert.equal(ofKind(held, 'frame').length, 0);
  assert.ok(ofKind(held, 'gap').some(({ reason }) => reason === 'frame'));
  assert.equal((await rig.status()).picturesForbidden, true);

  await rig.page.goto(`${rig.pages.url.replace('127.0.0.1', 'localhost')}/plain`);
  const seen = await rig.control.evaluate(async () => {
    const tabs = (await chrome.tabs.query({})).filter(({ url }) => url === undefined);
    const attempt = (tabId) => chrome.scripting.executeScript({ target: { tabId }, func: () => undefined });
    return Promise.all(tabs.map(({ id }) => attempt(id).then(String, ({ message }) => message)));
  });
  assert.ok(
    seen.some((message) => /policy/i.test(message)),
    seen.join(),
  );
  assert.deepEqual(await rig.probes(), []);
});

test('an update and a rollback go on recording an open tab, once, with what was held, sent and agreed to', {
  skip,
}, async (t) => {
  const rig = await start(t, { rig: new ManagedRig() });
  await rig.visit('/plain');
  const versions = ['1.0.0', '1.0.1', '1.0.2'];
  const [first, next] = versions;
  await rig.settle();
  await rig.ask({ kind: 'sendNow' });
  await rig.drained();
  const sent = await ledger(rig);
  assert.equal(sent.length, 1);
  const { sent: before } = rig.wire;
  for (const version of versions) {
    if (version !== first) {
      await rig.offer(version, version === next ? marked : undefined);
      assert.equal(await rig.update(), version);
    }
    // The last is the code of the first.
    assert.equal(await rig.control.evaluate(() => 'nextVersion' in globalThis), version === next);
    await until(`${version} records the open tab`, async () => {
      const status = await rig.status();
      return status.version === version && status.tab.state === 'recording';
    });
    await rig.click('#report');
    await rig.page.keyboard.press('Control+End');
    await rig.type(`with ${version} `);
    await rig.settle();
    assert.deepEqual(await ledger(rig), sent);
  }
  // Each once, the ones that were held before an update included; and nobody was asked again.
  const script = versions.map((version) => `with ${version} `);
  assert.deepEqual(textsOf(await rig.held()), script);
  assert.equal(await rig.page.inputValue('#report'), script.join(''));
  assert.equal(rig.wire.sent, before);
  await rig.ask({ kind: 'sendNow' });
  const { records } = await rig.drained();
  assert.deepEqual(textsOf(records), script);
  assert.equal((await ledger(rig)).length, 1 + versions.length, 'a session ends with its version');
  const keys = ofKind(records, 'type').map((burst) => burst.keys.map(({ key }) => key).join(''));
  assert.deepEqual(keys.sort(), script);
  assert.equal(ofKind(records, 'click').length, 1 + 2 * versions.length);
  countSessions(records);
});

/** The batches that the page of what was sent shows. */
const ledger = async (rig) => (await rig.ask({ kind: 'ledger' })).ledger.batches;

/** Makes other code of an extension, of which its pages know. */
const marked = (dir) => appendFile(join(dir, 'welcome', 'welcome.js'), '\nglobalThis.nextVersion = true;\n');

const textsOf = (records) =>
  ofKind(records, 'type')
    .map(({ text }) => text)
    .sort();

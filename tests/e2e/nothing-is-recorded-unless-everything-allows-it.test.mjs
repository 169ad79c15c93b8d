// Trap 43. Without consent, policy, an allowed site or a key to seal to, nothing happens: no script in the page, no request,
// nothing stored. Beside each stands the control: the same browser records as soon as the reason is gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { servePages } from '../pages/server.mjs';
import { start, until } from './harness.mjs';
import { keysInto, keysOf, ofKind, replay } from './record.mjs';

/** A name that the rig's browser resolves to the rig's wire, where every connection is counted. */
const BEYOND = 'https://ingest.tidepool.example';

/** `consent`, `policy` and `prepare` make the reason; `cure` takes it away. */
const CASES = [
  {
    name: 'the person has not answered yet',
    reason: 'noConsent',
    consent: undefined,
    cure: (rig) => rig.answer(true),
  },
  {
    name: 'the person declined',
    reason: 'declined',
    consent: false,
    cure: (rig) => rig.ask({ kind: 'consent', accept: true }),
  },
  {
    name: 'it is switched off',
    reason: 'off',
    prepare: (rig) => rig.ask({ kind: 'switch', on: false }),
    cure: (rig) => rig.ask({ kind: 'switch', on: true }),
  },
  {
    name: 'it is paused',
    reason: 'paused',
    prepare: (rig) => rig.ask({ kind: 'pause', minutes: 15 }),
    cure: (rig) => rig.ask({ kind: 'pause', minutes: 0 }),
  },
  {
    name: 'there is no policy',
    reason: 'noPolicy',
    consent: undefined,
    policy: () => undefined,
    prepare: (rig) => rig.ask({ kind: 'consent', accept: true }),
    // A yes counts only when the person could know to what.
    cure: async (rig) => {
      await everythingAllowed(rig);
      await rig.answer(true);
    },
  },
  {
    name: 'the endpoint is beyond this machine and there is no key to seal to',
    reason: 'unsealed',
    consent: undefined,
    policy: (open) => ({ ...open, endpoint: BEYOND, recipientKeys: [] }),
    prepare: (rig) => rig.ask({ kind: 'consent', accept: true }),
    cure: moreIsAllowed,
  },
  {
    name: 'the site is not allowed',
    reason: 'notAllowedSite',
    policy: (open) => ({ ...open, sites: [{ match: 'http://127.0.0.1:1/*', frames: 'full' }] }),
    cure: moreIsAllowed,
  },
  {
    name: 'the site is blocked',
    reason: 'blockedSite',
    policy: (open) => ({ ...open, blockedSites: ['http://127.0.0.1/*'] }),
    cure: moreIsAllowed,
  },
  {
    name: 'the region is exempt',
    reason: 'exemptRegion',
    consent: undefined,
    policy: (open) => ({ ...open, region: 'DE' }),
    prepare: (rig) => rig.ask({ kind: 'consent', accept: true }),
    cure: moreIsAllowed,
  },
  {
    name: 'the person is where nothing is to be recorded',
    reason: 'exemptPlace',
    prepare: (rig) => limit(rig, { exempt: true }),
    cure: (rig) => limit(rig, {}),
  },
  {
    name: 'the machine is in the time zone of an exempt region',
    reason: 'exemptZone',
    zone: 'Europe/Berlin',
    consent: undefined,
    prepare: (rig) => rig.ask({ kind: 'consent', accept: true }),
    cure: async (rig) => {
      await rig.context.close();
      rig.zone = 'America/New_York';
      await rig.openBrowser();
    },
  },
  {
    name: 'it is outside the hours of the person',
    reason: 'outsideHours',
    prepare: (rig) => limit(rig, { hours: { from: 0, until: 1440, days: [] } }),
    cure: (rig) => limit(rig, { hours: { from: 0, until: 1440, days: [0, 1, 2, 3, 4, 5, 6] } }),
  },
  {
    name: 'the person has left the site out',
    reason: 'leftOut',
    prepare: (rig) => limit(rig, { sites: [new URL(rig.pages.url).hostname] }),
    cure: (rig) => limit(rig, { sites: ['docs.tidepool.example'] }),
  },
];

for (const { name, reason, prepare, cure, ...options } of CASES) {
  test(`trap 43: nothing is recorded when ${name}`, async (t) => {
    const rig = await start(t, options);
    await prepare?.(rig);
    await work(rig, 'not to be seen');
    assert.deepEqual((await rig.status()).tab, { state: 'not', reason });
    assert.deepEqual(await rig.probes(), []);
    const { heldRecords, sentRecords } = await rig.status();
    assert.deepEqual([heldRecords, sentRecords, rig.wire.connections], [0, 0, 0]);

    await rig.page.goto('about:blank');
    await cure(rig);
    await rig.visit('/plain');
    assert.deepEqual(await rig.probes(), ['Candor']);
    await rig.click('#report');
    await rig.type('to be seen');
    const { records } = await rig.finish('h1');
    assert.ok(rig.wire.connections > 0);
    assert.equal(replay(records, 'Report'), 'to be seen');
    assert.deepEqual(keysInto(records, 'input'), keysOf('to be seen'));
    assert.equal(ofKind(records, 'navigate').length, 1);
  });
}

test('trap 43: nothing is recorded in a private window, nor on another site beside an allowed one', async (t) => {
  const rig = await start(t);
  const other = await servePages();
  t.after(() => other.close());
  const incognito = await rig.context.browser().newContext();
  t.after(() => incognito.close());
  const elsewhere = { private: await incognito.newPage(), other: await rig.context.newPage() };
  await elsewhere.private.goto(`${rig.pages.url}/plain`);
  await elsewhere.other.goto(`${other.url}/plain`);
  for (const page of Object.values(elsewhere)) {
    await page.bringToFront();
    await rig.click('#report', page);
    await rig.type('not to be seen', page);
    assert.equal(await page.inputValue('#report'), 'not to be seen');
    assert.deepEqual(await rig.probes(page), []);
  }
  assert.deepEqual((await rig.status(elsewhere.other)).tab, { state: 'not', reason: 'notAllowedSite' });
  assert.equal(rig.wire.connections, 0);

  await rig.page.bringToFront();
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('to be seen');
  const { records } = await rig.finish('h1');
  assert.equal(replay(records, 'Report'), 'to be seen');
  assert.deepEqual([...new Set(records.map(({ tab }) => tab))].sort(), [0, 1]);
});

test('trap 43: after off nothing is stored, in any open tab, and on goes on where tabs are open', async (t) => {
  const rig = await start(t, { policy: (open) => ({ ...open, blockedSites: ['http://127.0.0.1/guide*'] }) });
  const second = await rig.context.newPage();
  const tabs = [rig.page, second];
  for (const [n, tab] of tabs.entries()) await rig.visit(`/plain?tab=${n}`, tab);
  const typeEverywhere = async (text) => {
    for (const tab of tabs) {
      await tab.bringToFront();
      await rig.click('#report', tab);
      await tab.keyboard.press('Control+End');
      await rig.type(text, tab);
    }
  };
  const shown = (name, badge, title) =>
    until(`the button says ${name}`, async () => {
      const buttons = await Promise.all(tabs.map((tab) => rig.button(tab)));
      return buttons.every((button) => `${button}` === `${[badge, `Candor: ${title}`]}`);
    });
  await shown('recording', 'REC', 'Recording this tab');
  await typeEverywhere('one ');
  await rig.finish('h1', second);
  await rig.ask({ kind: 'pause', minutes: 15 });
  await shown('paused', '‖', 'Paused');
  await rig.stopWorker();
  await shown('paused, though the worker was stopped', '‖', 'Paused');
  await rig.ask({ kind: 'pause', minutes: 0 });
  await shown('recording again', 'REC', 'Recording this tab');
  await rig.ask({ kind: 'switch', on: false });
  await shown('off', 'OFF', 'Switched off');
  await typeEverywhere('two ');
  await rig.ask({ kind: 'switch', on: true });
  for (const tab of tabs) {
    await until('the tab is recorded again', async () => (await rig.status(tab)).tab.state === 'recording');
  }
  await typeEverywhere('three');
  const { records } = await rig.finish('h1', second);
  const texts = ofKind(records, 'type').map(({ text, tab, session }) => ({ text, tab, session }));
  assert.deepEqual(texts.map(({ text }) => text).sort(), ['one ', 'one ', 'three', 'three']);
  assert.ok(!JSON.stringify(records).includes('two'));
  await shown('recording once more', 'REC', 'Recording this tab');
  await rig.stopWorker();
  await shown('recording, though the worker was stopped', 'REC', 'Recording this tab');
  for (const tab of tabs) await tab.goto(`${rig.pages.url}/guide`);
  await shown('blocked', '', 'Never recorded here');
});

/** Sets one's own limits. */
function limit(rig, own) {
  const none = { holdMinutes: 0, byHand: false, hours: null, noFrames: false, noKeys: false, sites: [], exempt: false };
  return rig.ask({ kind: 'setLimits', limits: { ...none, ...own } });
}

/** Gives the extension a policy that records everything, and loads it anew. */
async function everythingAllowed(rig) {
  await rig.setPolicy((open) => open);
  await rig.reload();
}

/** The same to somebody who agreed to less: nothing is recorded before they have agreed to that, too. */
async function moreIsAllowed(rig) {
  await everythingAllowed(rig);
  await rig.page.goto(`${rig.pages.url}/plain`);
  await until('it is asked again', async () => (await rig.status()).tab.reason === 'widened');
  assert.deepEqual(await rig.probes(), []);
  await rig.page.goto('about:blank');
  await rig.answer(true);
}

/** Works in a page without expecting to be recorded. */
async function work(rig, text) {
  await rig.page.goto(`${rig.pages.url}/plain`);
  await rig.click('#report');
  await rig.type(text);
  await rig.click('h1');
  assert.equal(await rig.page.inputValue('#report'), text);
}

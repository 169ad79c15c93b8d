// A page that the browser prepares before anybody goes to it is recorded from when it is shown, and not before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { ofKind } from './record.mjs';

const RULES = { prerender: [{ source: 'list', urls: ['/orders/1'], eagerness: 'immediate' }] };
const BEFORE = `<!doctype html><meta charset="utf-8"><title>Start</title><h1>Start</h1><a id="go" href="/orders/1">Orders</a>
  <script type="speculationrules">${JSON.stringify(RULES)}</script>`;
const PAGE = `<!doctype html><meta charset="utf-8"><title>Orders</title><h1>Orders</h1><p><input id="note" aria-label="Note"></p>
  <script>document.documentElement.dataset.prepared = document.prerendering</script>`;

test('a page that was prepared from one that is not recorded', async (t) => {
  const rig = await start(t, {
    policy: (open) => ({ ...open, sites: [{ ...open.sites[0], match: open.sites[0].match.replace(/\*$/, 'orders/*') }] }),
  });
  rig.pages.put('/start', BEFORE);
  rig.pages.put('/orders/1', PAGE);
  const { page } = rig;
  await page.goto(`${rig.pages.url}/start`);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await page.click('#go');
  await page.waitForSelector('#note');
  const prepared = await page.evaluate(() => document.documentElement.dataset.prepared);
  console.log('prepared', prepared, JSON.stringify((await rig.status()).tab));
  assert.equal(prepared, 'true', 'the control: the browser has prepared it');
  await page.click('#note');
  await page.keyboard.type('harbour');
  await until('it is recorded', async () => (await rig.status()).tab.state === 'recording', 5_000);
  const { records } = await rig.finish('h1');
  assert.ok(ofKind(records, 'type').some(({ text }) => text === 'harbour'));
});

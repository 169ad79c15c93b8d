// Where a time zone lies: what the browser answers is what the gate goes by.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

let browser;
let script;

before(async () => {
  const entryPoints = ['extension/worker/zone.ts'];
  const built = await build({ entryPoints, bundle: true, format: 'iife', globalName: 'zones', write: false });
  script = built.outputFiles[0].text;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(() => browser.close());

/** What `zone()` says on a machine in a time zone. */
async function zoneIn(timezoneId) {
  const context = await browser.newContext({ timezoneId });
  const page = await context.newPage();
  await page.addScriptTag({ content: script });
  const answer = await page.evaluate(() => {
    globalThis.chrome = { storage: { session: { set: async () => {} } } };
    return zones.zone();
  });
  await context.close();
  return answer;
}

for (const [name, country, offset] of [
  ['Europe/Berlin', 'DE'],
  ['Europe/Kyiv', 'UA'],
  ['Europe/London', 'GB'],
  ['Atlantic/Canary', 'ES'],
  ['Indian/Reunion', 'RE', 240],
  ['Asia/Kolkata', 'IN', 330],
  ['America/Phoenix', 'US', -420],
  ['America/New_York', 'US'],
]) {
  test(`a machine whose zone is ${name} is in ${country}`, async () => {
    const zone = await zoneIn(name);
    assert.ok(zone.regions.includes(country), zone.regions.join());
    if (offset !== undefined) assert.equal(zone.offset, offset);
  });
}

test('UTC lies nowhere', async () => {
  assert.deepEqual(await zoneIn('UTC'), { offset: 0, regions: [] });
});

test('every time zone that the browser knows lies in a country', async () => {
  const page = await browser.newPage();
  const [all, nowhere] = await page.evaluate(() => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const codes = letters.flatMap((first) => letters.map((second) => first + second));
    const placed = new Set(codes.flatMap((code) => new Intl.Locale(`und-${code}`).getTimeZones() ?? []));
    const canonical = (name) => new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    const all = Intl.supportedValuesOf('timeZone');
    return [all.length, all.filter((name) => !placed.has(canonical(name)))];
  });
  assert.ok(all > 300, `${all}`);
  assert.deepEqual(nowhere, []);
});

// What no built-in rule can know: words of the person's own list, and a policy's literals, prefixes and patterns. They
// are redacted in typed text, titles, addresses and pictures; each stands beside a control that arrives.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { boxesOf, FLAT, spreads, WRITTEN } from './pixels.mjs';
import { ofKind, replay } from './record.mjs';

const EXTRA_RULES = [
  { literals: ['Project Halcyon'] },
  { prefix: 'quay_', characters: 'hex', least: 8 },
  { pattern: 'CUST-[0-9]{5}' },
];
/** Each as the person's list or the policy has it, and as it is written in the page. */
const CANARIES = ['ISOLDE marsh', 'project-halcyon', 'quay_0f1e2d3c4b', 'CUST-90417'];
const POLICY = (open) => ({ ...open, extraRules: EXTRA_RULES });

test('words of the list and rules of the policy are redacted in text, titles, addresses and pictures', async (t) => {
  const rig = await start(t, { policy: POLICY });
  const { page } = rig;
  const { never } = await rig.ask({ kind: 'neverAdd', word: 'Isolde Marsh' });
  assert.deepEqual(never.words, ['Isolde Marsh']);
  const address = new URLSearchParams({ owner: CANARIES.join(' ') });
  await rig.visit(`/workspace?${address}`);
  await rig.click('#name');
  await rig.type(`spring-tide ${CANARIES.join(', ')}; ebb`);
  await rig.click('#status');
  const { records, dir } = await rig.finish();

  assert.match(await page.inputValue('#name'), /^spring-tide ISOLDE marsh, project-halcyon/);
  const policy = '⟦policy:[a-z2-7]{4}⟧';
  assert.match(
    replay(records, 'Release name'),
    new RegExp(`^spring-tide ⟦private⟧, ${policy}, ${policy}, ${policy}; ebb$`),
  );
  const [load] = ofKind(records, 'navigate');
  assert.match(load.title, new RegExp(`^orders\\.ts · ⟦private⟧ ${policy} ${policy} ${policy} · Tidepool$`));
  assert.match(decodeURIComponent(load.url), /\/workspace\?owner=⟦private⟧$/);
  const opened = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'latin1').toLowerCase());
  for (const word of ['isolde', 'marsh', 'halcyon', '0f1e2d', '90417']) {
    assert.ok(!opened.some((text) => text.includes(word)), word);
  }

  const typed = ofKind(records, 'type').findLast(({ text }) => text.includes('ebb'));
  const late = ofKind(records, 'frame').filter(({ seq }) => seq > typed.seq);
  assert.ok(late.length > 0);
  const control = await boxesOf(page, 'Release name');
  for (const frame of late) {
    for (const canary of CANARIES) {
      const boxes = await boxesOf(page, canary);
      assert.ok(boxes.length > 0, canary);
      for (const spread of await spreads(rig.control, dir, frame, boxes)) assert.ok(spread < FLAT, canary);
    }
    for (const spread of await spreads(rig.control, dir, frame, control)) assert.ok(spread > WRITTEN);
  }
});

test('a word that is added counts at once in a page that is open, its pictures included', async (t) => {
  const rig = await start(t);
  const { page } = rig;
  await rig.visit();
  await rig.click('#name');
  await rig.type('spring-tide heron ');
  const before = await rig.finish();
  await rig.ask({ kind: 'neverAdd', word: 'heron' });
  await rig.ask({ kind: 'neverAdd', word: 'Review notes' });
  await rig.click('#name');
  await page.keyboard.press('End');
  await rig.type('Heron ebb');
  const after = await rig.finish();

  const heading = await boxesOf(page, 'Review notes');
  const label = await boxesOf(page, 'Release name');
  const shown = async ({ dir }, frame) =>
    (await spreads(rig.control, dir, frame, [...heading, ...label])).map(Math.round);
  const [last, latest] = [before, after].map(({ records }) => ofKind(records, 'frame').at(-1));
  const [seen, control] = await shown(before, last);
  assert.ok(seen > WRITTEN && control > WRITTEN, `${seen} ${control}`);
  const [filled, still] = await shown(after, latest);
  assert.ok(filled < FLAT && still > WRITTEN, `${filled} ${still}`);
  const typed = ofKind(after.records, 'type').map(({ text }) => text);
  assert.ok(
    typed.some((text) => text.includes('⟦private⟧ ebb')),
    typed.join(' | '),
  );
  assert.ok(!typed.some((text) => text.includes('Heron')), typed.join(' | '));
});

test('nothing is recorded while the patterns of a policy can’t be looked for, and the popup says why', async (t) => {
  const rig = await start(t, { policy: POLICY });
  assert.deepEqual((await rig.status()).policyProblems, []);
  await rig.context.close();
  await rm(join(rig.extension, 'patterns_bg.wasm'));
  await rig.openBrowser();
  const status = await until('the policy is refused', async () => {
    const status = await rig.status();
    return status.tab.reason === 'invalidPolicy' && status;
  });
  assert.equal(status.policyProblems[0].key, 'extraRules');
  assert.equal(status.policyProblems[0].wrong, 'patternsMissing');
  const popup = await rig.context.newPage();
  await popup.goto(`chrome-extension://${rig.id}/popup/popup.html`);
  await popup.locator('#problems', { hasText: "can't be loaded" }).waitFor();
});

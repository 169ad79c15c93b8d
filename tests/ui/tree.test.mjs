// What a screen reader is told of our pages, held against golden files. `CANDOR_GOLDEN=1` writes them anew: read the difference.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { SENT } from './ledger.mjs';
import { pages, RECORDING, statusFor, WITHDRAWN } from './pages.mjs';
import { HELD } from './spool.mjs';
import { treeOf } from './tree.mjs';

const FOLDER = 'tests/golden/pages';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

async function unfold(page) {
  for (const id of ['task', 'policy', 'details']) await page.locator(`#${id} > summary`).click();
  await page.locator('#notice > div').first().waitFor();
  await page.locator('#build').waitFor();
  await page.locator('#leaves:not(:empty)').waitFor();
}

const PAGES = [
  ['popup-recording', 'popup', RECORDING, unfold],
  ['popup-asks', 'popup', statusFor('noConsent'), async () => {}],
  ['popup-invalid', 'popup', statusFor('invalidPolicy'), (page) => page.locator('#problems').waitFor()],
  ['popup-withdrawn', 'popup', WITHDRAWN, (page) => page.locator('#left-erase').waitFor()],
  ['welcome-asks', 'welcome', statusFor('noConsent'), (page) => page.locator('#accept').waitFor()],
  ['welcome-withdrawn', 'welcome', WITHDRAWN, (page) => page.locator('#left-erase').waitFor()],
  [
    'review',
    'review',
    RECORDING,
    async (page) => {
      await page.getByText('the afternoon').waitFor();
      await page.waitForFunction(() => document.querySelectorAll('.picture[data-drawn]').length === 2);
    },
  ],
  ['sent', 'sent', RECORDING, (page) => page.locator('.batch .erase').first().waitFor()],
];

for (const [name, what, status, prepare] of PAGES) {
  test(`a screen reader is told of ${name} what it was told before`, async () => {
    const context = { timezoneId: 'UTC', viewport: { width: 1000, height: 2400 } };
    const { page, close } = await browser.open(what, status, { held: HELD, sent: SENT, context });
    await prepare(page);
    const told = await treeOf(page);
    const file = `${FOLDER}/${name}.txt`;
    if (process.env.CANDOR_GOLDEN === '1') {
      await mkdir(FOLDER, { recursive: true });
      await writeFile(file, told);
    }
    assert.equal(told, await readFile(file, 'utf8'), `${file}: see CANDOR_GOLDEN above`);
    // What can be pressed has a name.
    const nameless = told
      .split('\n')
      .filter((line) => /^\s*(button|link|switch|checkbox|textbox|combobox)(?! ")/.test(line));
    assert.deepEqual(nameless, []);
    await close();
  });
}

// `node tests/ui/preview.mjs FOLDER`: pictures of the popup and the other pages in every state, light and dark.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SENT } from './ledger.mjs';
import { LOOPBACK, pages, REASONS, RECORDING, statusFor, WITHDRAWN } from './pages.mjs';
import { HELD } from './spool.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node tests/ui/preview.mjs FOLDER');
  process.exit(2);
}
await mkdir(folder, { recursive: true });

const browser = await pages();
const states = [
  ['recording', RECORDING],
  ['task', { ...RECORDING, task: true }],
  ['withdrawn', WITHDRAWN],
  ...REASONS.map((reason) => [reason, statusFor(reason)]),
];
for (const colorScheme of ['light', 'dark']) {
  await nothing(colorScheme);
  for (const [name, status] of states) {
    await picture(`popup-${name}`, 'popup', status, colorScheme, { width: 360, height: 100 });
  }
  await picture('popup-unfolded', 'popup', RECORDING, colorScheme, { width: 360, height: 100 }, 'de', async (page) => {
    for (const id of ['task', 'policy', 'details']) await page.locator(`#${id} > summary`).click();
    await page.locator('#notice > div').first().waitFor();
  });
  await picture('popup-question', 'popup', RECORDING, colorScheme, { width: 360, height: 100 }, 'en', async (page) => {
    await page.locator('#delete').click();
  });
  const answers = {
    ...{ asked: statusFor('noConsent'), again: statusFor('widened'), accepted: RECORDING, withdrawn: WITHDRAWN },
    ...{ declined: statusFor('declined'), 'on-loopback': { ...statusFor('noConsent'), terms: LOOPBACK } },
  };
  for (const [name, status] of Object.entries(answers)) {
    await picture(`welcome-${name}`, 'welcome', status, colorScheme, { width: 1000, height: 1080 });
  }
  for (const language of ['en', 'de']) {
    const viewport = { width: 320, height: 700 };
    await picture(`welcome-narrow-${language}`, 'welcome', statusFor('noConsent'), colorScheme, viewport, language);
  }
  for (const language of ['en', 'de']) {
    const viewport = { width: 760, height: 640 };
    await picture(`never-${language}`, 'never', RECORDING, colorScheme, viewport, language, async (page) => {
      for (const word of ['Ada Quay', 'Project Tidepool', '@adaquay']) await addWord(page, word);
      await page.evaluate(() => Object.assign(worker, { problem: 'tooShort' }));
      await addWord(page, 'x');
    });
    const tall = { width: 760, height: 1100 };
    await picture(`limits-${language}`, 'limits', RECORDING, colorScheme, tall, language, async (page) => {
      await page.locator('#in-hours').check();
      await page.locator('#hours').waitFor();
      await leaveOut(page, 'docs.example.com');
      await leaveOut(page, 'no site');
    });
    await picture(
      `limits-narrow-${language}`,
      'limits',
      RECORDING,
      colorScheme,
      { width: 320, height: 1500 },
      language,
    );
    await picture(`never-none-${language}`, 'never', RECORDING, colorScheme, viewport, language);
    // Sessions are drawn when they come into sight.
    const whole = { width: 1000, height: 2400 };
    await picture(`review-${language}`, 'review', RECORDING, colorScheme, whole, language, drawn);
    await picture(
      `review-narrow-${language}`,
      'review',
      RECORDING,
      colorScheme,
      { width: 320, height: 3600 },
      language,
      drawn,
    );
    await picture(`review-selected-${language}`, 'review', RECORDING, colorScheme, whole, language, selects);
    await picture(`review-asks-${language}`, 'review', RECORDING, colorScheme, whole, language, async (page) => {
      await drawn(page);
      await page.locator('.session > .heading > button').first().click();
      await page.locator('.question').waitFor();
    });
    for (const [size, width] of [
      ['', 1000],
      ['-narrow', 320],
    ]) {
      const viewport = { width, height: 900 };
      await picture(`sent${size}-${language}`, 'sent', RECORDING, colorScheme, viewport, language, everyState);
    }
    await picture(`sent-asks-${language}`, 'sent', RECORDING, colorScheme, { width: 760, height: 900 }, language, asks);
  }
}
await browser.close();

async function drawn(page) {
  await page.getByText('the afternoon').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.picture[data-drawn]').length === 2);
}

async function selects(page) {
  await drawn(page);
  await page.locator('input[type=checkbox]').nth(1).check();
}

/** Opens every day, with a batch that is being erased. */
async function everyState(page) {
  await page.locator('summary').first().waitFor();
  await page.evaluate(() => {
    ledger.batches[1].state = 'erasing';
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.locator('[data-state="erasing"]').waitFor();
  const closed = page.locator('details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();
  await page.locator('[data-state="missing"]').waitFor();
}

async function asks(page) {
  await page.locator('.batch .erase').first().click();
}

async function addWord(page, word) {
  const before = await page.evaluate(() => worker.answered);
  await page.locator('#word').fill(word);
  await page.locator('#add').click();
  await page.waitForFunction((before) => worker.answered > before, before);
}

async function leaveOut(page, site) {
  await page.locator('#site').fill(site);
  await page.locator('#add').click();
  await page.locator('#site[aria-invalid]').waitFor();
}

/** The review page with nothing held. */
async function nothing(colorScheme) {
  const context = { colorScheme, viewport: { width: 1000, height: 500 }, deviceScaleFactor: 2 };
  const { page, close } = await browser.open('review', RECORDING, { context, held: [] });
  await page.locator('#none').waitFor();
  await page.screenshot({ path: join(folder, `review-none-${colorScheme}.png`), fullPage: true });
  await close();
}

async function picture(name, what, status, colorScheme, viewport, language = 'en', prepare = async () => {}) {
  const context = { colorScheme, viewport, deviceScaleFactor: 2 };
  const { page, close } = await browser.open(what, status, { context, language, held: HELD, sent: SENT });
  await prepare(page);
  await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
  await close();
}

// One's own limits: what is shown is what the worker keeps, every change is asked for at once and said aloud.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { messages, pages, RECORDING } from './pages.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

const NONE = { holdMinutes: 0, byHand: false, hours: null, noFrames: false, noKeys: false, sites: [], exempt: false };
const lastAsked = (page) => page.evaluate(() => worker.asked.at(-1));

/** Does something, and waits until the page says that it counts. */
async function saved(page, act, words = 'This counts from now on.') {
  await act();
  await page.locator('#told', { hasText: words }).waitFor();
  return (await lastAsked(page)).limits;
}

for (const language of ['en', 'de']) {
  test(`everything has its words, is accessible, and nothing is cut off (${language})`, async () => {
    const texts = await messages(language);
    const { page, faults, close } = await browser.open('limits', RECORDING, { language });
    await page.locator('#limits').waitFor();
    assert.equal(await page.title(), texts.limits_heading);
    await page.locator('#in-hours').check();
    await page.locator('#hours').waitFor();
    for (const width of [320, 1000]) {
      await page.setViewportSize({ width, height: 600 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), String(width));
    }
    await assertAccessible(page, `limits, ${language}`);
    assert.deepEqual(faults, []);
    await close();
  });
}

test('each choice is kept at once, and all others with it', async () => {
  const { page, faults, close } = await browser.open('limits', RECORDING);
  await page.locator('#limits').waitFor();
  let expected = NONE;
  for (const [label, change] of [
    ['No keys, and nothing that I type', { noKeys: true }],
    ['No pictures, and no structure of pages', { noFrames: true }],
    ['I am in an exempt place', { exempt: true }],
    [/Send only when I press/, { byHand: true }],
  ]) {
    expected = { ...expected, ...change };
    assert.deepEqual(await saved(page, () => page.getByLabel(label).check()), expected);
  }
  expected = { ...expected, exempt: false };
  assert.deepEqual(await saved(page, () => page.getByLabel('I am in an exempt place').uncheck()), expected);
  assert.deepEqual(faults, []);
  await close();
});

test('hours are a part of the week', async () => {
  const { page, close } = await browser.open('limits', RECORDING);
  await page.locator('#limits').waitFor();
  const office = { from: 540, until: 1020, days: [0, 1, 2, 3, 4] };
  const { hours } = await saved(page, () => page.getByLabel('Only within these hours').check());
  assert.deepEqual(hours, office);
  const saturday = await saved(page, () => page.getByLabel('Sat').check());
  assert.deepEqual(saturday.hours.days, [0, 1, 2, 3, 4, 5]);
  const late = await saved(page, () => page.getByLabel('from', { exact: true }).fill('13:30'));
  assert.equal(late.hours.from, 13 * 60 + 30);
  const night = await saved(page, () => page.getByLabel('to', { exact: true }).fill('00:00'));
  assert.equal(night.hours.until, 1440);
  const none = await saved(page, () => page.getByLabel('Only within these hours').uncheck());
  assert.equal(none.hours, null);
  await close();
});

test('a hold can only be longer than the policy’s', async () => {
  const { page, close } = await browser.open('limits', { ...RECORDING, holdMinutes: 3 * 1440 });
  await page.locator('#limits').waitFor();
  const choices = await page.locator('#hold option').allTextContents();
  assert.deepEqual(choices, ['as long as my organisation says', '7 days', '14 days', '30 days']);
  const { holdMinutes } = await saved(page, () => page.getByLabel('Hold everything for').selectOption('14 days'));
  assert.equal(holdMinutes, 14 * 1440);
  await close();
});

test('sites are left out and put back by keyboard, and one that can’t be is said to be none', async () => {
  const { page, faults, close } = await browser.open('limits', RECORDING);
  await page.locator('#limits').waitFor();
  const field = page.getByLabel(/Site to leave out/);
  await field.focus();
  for (const site of ['docs.example.com', '<b>&.example']) {
    await page.keyboard.type(site);
    const { sites } = await saved(page, () => page.keyboard.press('Enter'), `${site} is left out.`);
    assert.ok(sites.includes(site));
  }
  await page.keyboard.type('no site');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'That is no site that can be left out.' }).waitFor();
  assert.equal(await field.inputValue(), 'no site');
  assert.deepEqual(await page.locator('#sites code').allTextContents(), ['docs.example.com', '<b>&.example']);
  await page.getByRole('button', { name: 'Put docs.example.com back' }).focus();
  const back = 'docs.example.com is no longer left out.';
  const { sites } = await saved(page, () => page.keyboard.press('Enter'), back);
  assert.deepEqual(sites, ['<b>&.example']);
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), 'Put <b>&.example back');
  assert.deepEqual(faults, []);
  await close();
});

test('what another page has set since stays as it is, and is shown', async () => {
  const { page, close } = await browser.open('limits', RECORDING);
  await page.locator('#limits').waitFor();
  const elsewhere = { ...NONE, noKeys: true, sites: ['docs.example.com'] };
  const setElsewhere = (limits) => page.evaluate((limits) => Object.assign(worker, { limits }), limits);
  await setElsewhere(elsewhere);
  assert.deepEqual(await saved(page, () => page.getByLabel(/No pictures/).check()), { ...elsewhere, noFrames: true });
  assert.ok(await page.getByLabel(/No keys/).isChecked());
  await setElsewhere(NONE);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.waitForFunction(() => !document.querySelector('#no-keys').checked);
  await close();
});

test('what is chosen and typed while the worker is still to answer is all kept', async () => {
  const { page, close } = await browser.open('limits', RECORDING);
  await page.locator('#limits').waitFor();
  await saved(page, () => page.getByLabel('Only within these hours').check());
  await page.evaluate(() => {
    const { sendMessage } = chrome.runtime;
    let last = Promise.resolve();
    chrome.runtime.sendMessage = (message) => {
      last = last.then(() => new Promise((done) => setTimeout(done, 150))).then(() => sendMessage(message));
      return last;
    };
  });
  await page.locator('#no-keys').focus();
  for (const key of ['Space', 'Tab', 'Space']) await page.keyboard.press(key);
  await page.locator('#from').focus();
  await page.keyboard.type('1030AM', { delay: 60 });
  await page.waitForFunction(() => worker.limits.hours.from === 630 && worker.limits.noKeys && worker.limits.noFrames);
  assert.equal(await page.locator('#from').inputValue(), '10:30');
  await close();
});

test('a worker that does not answer is said not to, and nothing shows as kept', async () => {
  const { page, close } = await browser.open('limits', RECORDING);
  await page.locator('#limits').waitFor();
  await page.evaluate(() => Object.assign(worker, { silent: true }));
  await page.locator('#no-keys').click();
  await page.getByRole('alert').filter({ hasText: 'Candor does not answer' }).waitFor();
  assert.equal(await page.locator('#no-keys').isChecked(), false);
  assert.equal(await page.locator('#told').textContent(), '');
  await close();
});

// The person's own list: what is on it is shown, words are added and removed, by keyboard alone if need be.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { messages, pages, RECORDING, statusFor } from './pages.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

const asked = (page) => page.evaluate(() => worker.asked);
const shown = (page) => page.locator('#words li span').allTextContents();
const focused = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.id);

for (const language of ['en', 'de']) {
  test(`everything has its words, and nothing is cut off (${language})`, async () => {
    const texts = await messages(language);
    const { page, faults, close } = await browser.open('never', statusFor('noConsent'), { language });
    assert.equal(await page.locator('h1').textContent(), texts.never_heading);
    assert.equal(await page.title(), texts.never_heading);
    assert.ok(await page.locator('#none').isVisible());
    for (const key of ['never_note_how', 'never_note_when', 'never_note_where', 'never_lead', 'never_none']) {
      assert.ok(await page.getByText(texts[key], { exact: true }).isVisible(), key);
    }
    for (const width of [320, 1000]) {
      await page.setViewportSize({ width, height: 600 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), String(width));
    }
    assert.deepEqual(faults, []);
    await close();
  });
}

test('words are added and removed by keyboard, and each change is said aloud', async () => {
  const { page, faults, close } = await browser.open('never', RECORDING);
  assert.deepEqual(await asked(page), [{ kind: 'never' }]);
  await page.getByLabel('Word or words').focus();
  for (const word of ['Ada Quay', 'tidepool', '<b>&']) {
    await page.keyboard.type(word);
    await page.keyboard.press('Enter');
    await page.locator('#told', { hasText: `${word} is on your list now.` }).waitFor();
  }
  assert.deepEqual(await shown(page), ['Ada Quay', 'tidepool', '<b>&']);
  assert.equal(await page.locator('#count').textContent(), '3 of 200');
  assert.ok(!(await page.locator('#none').isVisible()));
  assert.equal(await focused(page), 'word');

  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Remove tidepool');
  await page.keyboard.press('Enter');
  await page.locator('#told', { hasText: 'tidepool is no longer on your list.' }).waitFor();
  assert.deepEqual(await shown(page), ['Ada Quay', '<b>&']);
  assert.equal(await focused(page), 'Remove <b>&');
  assert.deepEqual((await asked(page)).at(-1), { kind: 'neverRemove', word: 'tidepool' });
  assert.deepEqual(faults, []);
  await close();
});

for (const language of ['en', 'de']) {
  test(`it is accessible, empty, with words and with a mistake (${language})`, async () => {
    const { page, close } = await browser.open('never', RECORDING, { language });
    await assertAccessible(page, 'empty');
    const add = async (word) => {
      await page.locator('#word').fill(word);
      await page.locator('#word').press('Enter');
    };
    await add('Ada Quay');
    await page.locator('#words li').waitFor();
    await assertAccessible(page, 'with a word');
    await page.evaluate(() => Object.assign(worker, { problem: 'tooShort' }));
    await add('x');
    await page.locator('#problem:not(:empty)').waitFor();
    await assertAccessible(page, 'with a mistake');
    await close();
  });
}

test('why a word is not taken is said, and the word stays to be mended', async () => {
  const { page, close } = await browser.open('never', RECORDING);
  for (const [problem, words] of [
    ['tooShort', /two characters at least/],
    ['tooLong', /a hundred characters at most/],
    ['full', /The list is full/],
  ]) {
    await page.evaluate((problem) => Object.assign(worker, { problem }), problem);
    await page.locator('#word').fill('x');
    await page.locator('#add').click();
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
    assert.equal(await page.locator('#word').inputValue(), 'x');
    assert.equal(await page.locator('#word').getAttribute('aria-invalid'), 'true');
    await page.locator('#word').fill('xy');
    assert.equal(await page.locator('#problem').textContent(), '');
  }
  assert.deepEqual(await shown(page), []);
  await close();
});

test('a worker that does not answer is said not to, and nothing shows as done', async () => {
  const { page, close } = await browser.open('never', RECORDING);
  await page.evaluate(() => Object.assign(worker, { silent: true }));
  await page.locator('#word').fill('tidepool');
  await page.locator('#add').click();
  await page.getByRole('alert').filter({ hasText: 'Candor does not answer' }).waitFor();
  assert.deepEqual(await shown(page), []);
  assert.equal(await page.locator('#word').inputValue(), 'tidepool');
  await close();
});

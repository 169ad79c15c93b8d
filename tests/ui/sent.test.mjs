// The page about what was sent shows what became of each batch, has erased what the person says and nothing else, and
// hands out receipts and the recovery code as files.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { batch, CODE, SENT } from './ledger.mjs';
import { messages, pages, RECORDING, statusFor } from './pages.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

/** Opens the page with the latest day of `SENT` in view. */
async function openSent({ sent = SENT, context = {}, ...options } = {}) {
  const opened = await browser.open('sent', RECORDING, {
    sent,
    context: { timezoneId: 'UTC', ...context },
    ...options,
  });
  await opened.page.locator('.batch').first().waitFor();
  return opened;
}

const asked = (page) => page.evaluate(() => worker.asked.filter(({ kind }) => kind !== 'ledger'));
const focused = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent);
const told = (page, words) => page.locator('#told', { hasText: words }).waitFor();
const rows = (page) => page.locator('.batch').evaluateAll((rows) => rows.map((row) => row.innerText.split('\n')));
const states = (page) => page.locator('.batch .state').allTextContents();
const question = (page) => page.locator('.question');
const button = (page, name) => page.getByRole('button', { name, exact: true });

/** Changes what was sent, and lets the page look as if it came back into view. */
async function change(page, how) {
  await page.evaluate(how);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

/** What the page hands out when the button is pressed. */
async function saved(page, name) {
  const saving = page.waitForEvent('download');
  await button(page, name).click();
  const download = await saving;
  return { name: download.suggestedFilename(), content: await readFile(await download.path(), 'utf8') };
}

/** Opens every day. */
async function openDays(page) {
  const closed = page.locator('details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();
  await page.waitForFunction(() => document.querySelectorAll('.batch').length === ledger.batches.length);
}

for (const language of ['en', 'de']) {
  test(`everything has its words, and nothing is cut off (${language})`, async () => {
    const texts = await messages(language);
    const { page, faults, close } = await openSent({ language });
    assert.equal(await page.locator('h1').textContent(), texts.sent_page);
    assert.equal(await page.title(), texts.sent_page);
    await openDays(page);
    await button(page, texts.sent_erase_all).click();
    for (const width of [320, 480, 700, 1000]) {
      await page.setViewportSize({ width, height: 600 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), String(width));
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0)
          .map((node) => node.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(cut, [], String(width));
    }
    assert.deepEqual(faults, []);
    await close();
  });

  test(`it is accessible, also with a question open and in forced colours (${language})`, async () => {
    const { page, close } = await openSent({ language });
    await openDays(page);
    await page.locator('.batch .erase').first().click();
    await change(page, () => Object.assign(ledger, { trouble: { kind: 'silent', detail: '' }, erasingAll: true }));
    await page.locator('#trouble:not(:empty)').waitFor();
    await assertAccessible(page, 'sent');
    await close();
  });
}

test('what was sent is shown by days, the latest first, and what became of it in words', async () => {
  const { page, faults, close } = await openSent();
  const titles = await page.locator('h2').allTextContents();
  assert.deepEqual(titles.slice(-3), [
    'Wednesday, November 25, 2026',
    'Tuesday, November 24, 2026',
    'Sunday, November 22, 2026',
  ]);
  assert.deepEqual(await rows(page), [
    ['1:00 PM', 'Actions: 120 · Pictures: 3 · 410 kB', 'https://candor.example.com', 'On the server', 'Erase'],
    ['12:00 PM', 'Actions: 1,204 · 1.3 MB', 'https://candor.example.com', 'On the server', 'Erase'],
    ['11:00 AM', 'Actions: 120 · Pictures: 3 · 410 kB', 'https://candor.example.com', 'On the server', 'Erase'],
  ]);
  await openDays(page);
  const [, , , , erased, missing] = await rows(page);
  assert.deepEqual(erased.slice(-2), ['https://candor.example.com', 'Erased, signed by the server']);
  assert.deepEqual(missing.slice(-2), [
    'http://127.0.0.1:8417 (this computer)',
    'The server says it has nothing of it',
  ]);
  const figures = await page.locator('.figures dd').allTextContents();
  assert.deepEqual(figures, ['4', '1,564', '9', '2.5 MB'], 'what the server has');
  assert.equal(
    await page.locator('#changes').textContent(),
    'Erased, signed by the server:\u00a01 · The server says it has nothing of it:\u00a01',
  );
  assert.deepEqual(faults, []);
  await close();
});

test('a batch is erased after a question that says what that means', async () => {
  const { page, faults, close } = await openSent();
  const erase = button(page, 'Erase: 12:00 PM, Actions: 1,204 · 1.3 MB');
  await erase.click();
  assert.match(await question(page).textContent(), /deletes it, signs that it did.*can’t be recalled/);
  assert.equal(await focused(page), 'Keep');
  await page.keyboard.press('Escape');
  assert.equal(await question(page).count(), 0);
  assert.match(await focused(page), /^Erase: 12:00 PM/);
  assert.deepEqual(await asked(page), []);

  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await told(page, 'The server is asked to erase it');
  assert.deepEqual(await asked(page), [{ kind: 'eraseSent', batches: ['b8'] }]);
  assert.deepEqual(await states(page), ['On the server', 'Being erased', 'On the server']);
  assert.ok(!(await erase.isVisible()), 'it is not to be erased twice');
  assert.match(await focused(page), /^Erase: 11:00 AM/);

  // The server has signed: the page hears of it by itself.
  await page.evaluate(() => sign());
  await told(page, 'Done');
  assert.deepEqual(await states(page), ['On the server', 'Erased, signed by the server', 'On the server']);
  assert.deepEqual(faults, []);
  await close();
});

test('a day and a selection are erased whole, and only what the server has of them', async () => {
  const { page, close } = await openSent();
  await openDays(page);
  await button(page, 'Erase all of this day: Tuesday, November 24, 2026').click();
  assert.match(await question(page).textContent(), /Batches: 1\./);
  await question(page).getByRole('button', { name: 'Erase' }).click();
  await told(page, 'The server is asked');
  assert.equal(await focused(page), await page.locator('summary').nth(1).textContent());

  const remove = button(page, 'Erase what is selected');
  assert.ok(await remove.isDisabled());
  await page.getByLabel('Select: 1:00 PM').check();
  await page.getByLabel('Select: 11:00 AM').first().check();
  await page.locator('#selected', { hasText: 'Selected: 2' }).waitFor();
  await remove.click();
  await question(page).getByRole('button', { name: 'Erase' }).click();
  await page.locator('#selected', { hasText: 'Selected: 0' }).waitFor();
  assert.equal(await focused(page), 'What was sent');
  assert.deepEqual(await asked(page), [
    { kind: 'eraseSent', batches: ['b6'] },
    { kind: 'eraseSent', batches: ['b9', 'b7'] },
  ]);
  await page.getByLabel('Select: 12:00 PM, Actions: 1,204').check();
  await button(page, 'Select nothing').click();
  assert.equal(await page.locator('.batch input:checked').count(), 0);
  await close();
});

test('what is gone by the time of the answer is not taken for everything', async () => {
  const { page, close } = await openSent();
  await page.getByLabel('Select: 1:00 PM').check();
  await button(page, 'Erase what is selected').click();
  // Erased from another window in the meantime.
  await change(page, () => Object.assign(ledger.batches[0], { state: 'erasing' }));
  await page.locator('[data-state="erasing"]').waitFor();
  await question(page).getByRole('button', { name: 'Erase' }).click();
  await question(page).waitFor({ state: 'detached' });
  assert.deepEqual(await asked(page), []);
  await close();
});

test('everything is erased after a question that says it takes what is held too', async () => {
  const { page, close } = await openSent();
  await button(page, 'Erase everything I ever sent').click();
  const words = await question(page).textContent();
  for (const expected of ['also what is not listed here', 'still held on this computer', 'can’t be recalled']) {
    assert.ok(words.includes(expected), words);
  }
  assert.equal(await focused(page), 'Keep');
  await button(page, 'Keep').click();
  assert.deepEqual(await asked(page), []);
  await button(page, 'Erase everything I ever sent').click();
  await button(page, 'Erase everything').click();
  await told(page, 'What was held here is deleted.');
  assert.deepEqual(await asked(page), [{ kind: 'eraseSent', batches: [] }]);
  assert.ok(await page.getByText('Everything that was ever sent is being erased').isVisible());
  assert.ok(await button(page, 'Erase everything I ever sent').isDisabled());
  assert.deepEqual(await states(page), Array(3).fill('Being erased'));
  await page.evaluate(() => sign(['b7']));
  await told(page, 'Done');
  assert.deepEqual((await states(page)).at(-1), 'The server says it has nothing of it');
  assert.ok(!(await page.locator('#erasing-all').isVisible()));
  await close();
});

test('what nobody has answered is not said to be asked for', async () => {
  const { page, close } = await openSent();
  await page.locator('.batch .erase').first().click();
  await page.evaluate(() => Object.assign(worker, { silent: true }));
  await question(page).getByRole('button', { name: 'Erase' }).click();
  await told(page, 'Perhaps the server was not asked');
  await page.getByRole('alert').filter({ hasText: 'Candor does not answer' }).waitFor();
  await button(page, 'Save recovery file').click();
  await told(page, 'The code could not be had');
  await page.evaluate(() => Object.assign(worker, { silent: false }));
  await page.locator('#unreachable').waitFor({ state: 'hidden' });
  assert.equal((await states(page))[0], 'On the server');
  await close();
});

test('without an answer nothing is said of receipts', async () => {
  const { page, close } = await browser.open('sent', RECORDING, { sent: null });
  await page.getByRole('alert').filter({ hasText: 'Candor does not answer' }).waitFor();
  assert.ok(await button(page, 'Save receipts').isDisabled());
  assert.ok(!(await page.locator('#none').isVisible()));
  await close();
});

test('why the server has not erased something yet is said', async () => {
  const { page, close } = await openSent();
  await page.locator('.batch .erase').first().click();
  await page.evaluate(() => Object.assign(ledger, { trouble: { kind: 'answers', detail: '503 <b>' } }));
  await question(page).getByRole('button', { name: 'Erase' }).click();
  await page.getByRole('alert').filter({ hasText: 'The server answers 503 <b>.' }).waitFor();
  await close();
});

test('receipts are saved as the server signed them, a document a line', async () => {
  const pretty = JSON.stringify(JSON.parse(SENT[0].receipt), null, 2);
  const { page, close } = await openSent({ sent: [{ ...SENT[0], receipt: pretty }, ...SENT.slice(1)] });
  const { name, content } = await saved(page, 'Save receipts');
  assert.equal(name, 'candor-receipts.ndjson');
  assert.ok(content.endsWith('\n'));
  const documents = content
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    documents.map(({ batch, signature }) => [batch, signature]),
    [
      ['b4', 'r'],
      ['b5', 'r'],
      ['b5', 'e'],
      ['b6', 'r'],
      ['b7', 'r'],
      ['b8', 'r'],
      ['b9', 'r'],
    ],
  );
  assert.ok(content.includes(SENT[1].receipt), 'byte for byte');
  assert.deepEqual(documents.at(-1), JSON.parse(SENT[0].receipt));
  await close();
});

test('the recovery code is in a file or on paper, and never on the screen', async () => {
  const { page, close } = await openSent();
  const { name, content } = await saved(page, 'Save recovery file');
  assert.equal(name, 'candor-recovery.txt');
  const lines = content.split('\n');
  assert.ok(lines.includes(CODE), 'on a line of its own');
  for (const endpoint of ['https://candor.example.com', 'http://127.0.0.1:8417']) assert.ok(lines.includes(endpoint));
  const words = content.replaceAll('\n', ' ');
  for (const expected of ['profile is lost', 'candor erase', 'can erase everything', 'comes from one person']) {
    assert.ok(words.includes(expected), `${expected} is not in: ${words}`);
  }
  assert.ok(lines.every((line) => line.length <= 80));
  const seen = () => page.evaluate(() => document.documentElement.outerHTML);
  assert.ok(!(await seen()).includes(CODE));

  await page.evaluate(() => {
    globalThis.print = () => {
      const paper = document.querySelector('#paper');
      Object.assign(globalThis, { printed: paper.textContent, onScreen: paper.checkVisibility() });
    };
  });
  await button(page, 'Print it').click();
  await page.waitForFunction(() => globalThis.printed);
  assert.equal(await page.evaluate(() => printed), content);
  assert.equal(await page.evaluate(() => onScreen), false);
  assert.ok(!(await seen()).includes(CODE));

  // On paper it is alone.
  await page.evaluate((content) => {
    document.querySelector('#paper').textContent = content;
  }, content);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('#paper').isVisible());
  assert.ok(!(await page.locator('main').isVisible()));
  await close();
});

test('what an address consists of does nothing', async () => {
  const hostile = '"><img src=x onerror="document.title=1"><script>document.title=2</script>\nCODE';
  const { page, faults, close } = await openSent({ sent: [batch('b1', Date.now(), { endpoint: hostile })] });
  assert.equal(await page.locator('.batch .where').textContent(), hostile);
  assert.equal(await page.locator('.batch img, .batch script').count(), 0);
  assert.equal(await page.title(), 'What was sent');
  const { content } = await saved(page, 'Save recovery file');
  assert.ok(!content.split('\n').includes('CODE'), 'it stays in its line');
  assert.deepEqual(faults, []);
  await close();
});

test('of thousands of batches only those of open days have rows', async () => {
  const now = Date.UTC(2026, 10, 25, 12);
  const sent = Array.from({ length: 3000 }, (_, n) => batch(`b${n}`, now - n * 2_400_000));
  const { page, close } = await openSent({ sent });
  assert.equal(await page.locator('.day').count(), 84);
  const perDay = () =>
    page.locator('.day').evaluateAll((days) => days.map((day) => day.querySelectorAll('.batch').length));
  assert.deepEqual(await perDay(), [19, ...Array(83).fill(0)]);
  assert.match(await page.locator('summary').nth(1).textContent(), /Batches: 36 · Actions: 4,320/);
  await page.locator('summary').nth(1).click();
  await page.waitForFunction(() => document.querySelectorAll('.batch').length === 55);
  await page.locator('summary').first().click();
  await page.waitForFunction(() => document.querySelectorAll('.batch').length === 36);
  assert.deepEqual((await perDay()).slice(0, 3), [0, 36, 0]);
  await close();
});

test('what was sent stays in reach of who has declined, and nothing is said to be sent when nothing was', async () => {
  const { page, close } = await browser.open('sent', statusFor('declined'), { sent: SENT });
  await page.locator('.batch').first().waitFor();
  assert.ok(await button(page, 'Erase everything I ever sent').isEnabled());
  await close();
  const empty = await browser.open('sent', RECORDING);
  await empty.page.getByText('Nothing was sent yet.').waitFor();
  assert.ok(await button(empty.page, 'Save receipts').isDisabled());
  assert.ok(await button(empty.page, 'Save recovery file').isEnabled());
  await assertAccessible(empty.page, 'nothing sent');
  await empty.close();
});

// The review page shows all that is held and nothing that is not any more, and does what it says and nothing else.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { assertAccessible } from './axe.mjs';
import { messages, pages, RECORDING, statusFor } from './pages.mjs';
import { HELD, lines } from './spool.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

const TALL = { viewport: { width: 1100, height: 2600 } };

/** Opens the page with all of `HELD` in view and read. */
async function openReview(options = {}) {
  const opened = await browser.open('review', RECORDING, { held: HELD, context: TALL, ...options });
  await opened.page.getByText('the afternoon').waitFor();
  return opened;
}

const shown = (page) => page.locator('.record:visible .what').allTextContents();
const asked = (page, kind) => page.evaluate((kind) => worker.asked.filter((message) => message.kind === kind), kind);
const focused = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent);
const record = (page, words) => page.locator('.record').filter({ hasText: words });
const told = (page, words) => page.getByRole('status').filter({ hasText: words }).waitFor();

/** Says yes to the question that is open. */
async function agree(page) {
  await page.locator('.question').getByRole('button', { name: 'Delete' }).click();
  await told(page, 'Deleted.');
}

for (const language of ['en', 'de']) {
  test(`everything has its words, and nothing is cut off (${language})`, async () => {
    const texts = await messages(language);
    const { page, faults, close } = await openReview({ language });
    assert.equal(await page.locator('h1').textContent(), texts.review_heading);
    assert.equal(await page.title(), texts.review_heading);
    assert.ok(await page.getByText(texts.review_sealed_text).isVisible());
    for (const width of [320, 480, 700, 1000]) {
      await page.setViewportSize({ width, height: 600 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), String(width));
    }
    assert.deepEqual(faults, []);
    await close();
  });
}

test('what is held is shown in its order, and what comes from a page is text', async () => {
  const { page, close } = await openReview();
  assert.deepEqual(await shown(page), [
    'main.rs – https://ide.example/w/7',
    'a <b>bold</b> "plan"',
    'button “Run”',
    'Before it. Places covered: 3',
    'After it. Places covered: 3',
    'Ctrl + Shift + s',
    'Copied. Characters: 1,204',
    'still on the first site',
    'Guide – https://docs.example/guide',
    'words for the guide',
    'There is no picture: it could not be made, not made safe, or was deleted.',
    '',
    'Begun on 2026-11-25, recorded by version 0.1.0',
    'lib.rs – https://ide.example/w/8',
    'the afternoon',
  ]);
  assert.equal(await page.locator('.record b').count(), 0);
  await record(page, 'bold').getByText('As it is sent').click();
  assert.equal(await record(page, 'bold').locator('pre:not(:empty)').textContent(), HELD[1].lines[1]);
  await close();
});

test('a snapshot of the page is shown as text, and so is word that there is none', async () => {
  const snapshot = '- main [ref=e1]:\n  - button "<b>Run</b>" [ref=e2]';
  const part = {
    ...{ id: 'only', session: 'mapped', began: 1_795_000_000_000, frames: 0, bytes: 900, leavesIn: 60_000 },
    sealed: false,
    lines: lines([
      { seq: 1, kind: 'aria', snapshot, action: 0 },
      { seq: 3, kind: 'gap', reason: 'aria', length: 'underMinute', action: 2 },
    ]),
  };
  const { page, close } = await browser.open('review', RECORDING, { held: [part], context: TALL });
  const row = record(page, 'Elements: 2');
  await row.getByText('Elements in sight').click();
  assert.equal(await row.locator('pre:not(:empty)').textContent(), snapshot);
  assert.equal(await page.locator('.record b').count(), 0);
  await record(page, 'There is no structure of the page: it could not be taken, or was deleted.').waitFor();
  await close();
});

test('it leads to what was sent, which leads back', async () => {
  const { page, close } = await openReview();
  await page.getByRole('link', { name: 'What was sent' }).click();
  await page.locator('h1', { hasText: 'What was sent' }).waitFor();
  await page.getByRole('link', { name: 'Review what is held' }).click();
  await page.getByText('the afternoon').waitFor();
  await close();
});

test('when the first of it leaves is said, and that nothing leaves while recording is not wanted', async () => {
  const { page, visit, close } = await openReview();
  const says = (words) => page.locator('#leaves', { hasText: words }).waitFor();
  await says('The first of it leaves in 1 hour.');
  for (const [status, words] of [
    [statusFor('off'), 'Recording is switched off'],
    [statusFor('paused'), 'Recording is paused'],
    [{ ...statusFor('declined'), heldRecords: 3 }, 'You have not agreed'],
  ]) {
    await visit(status);
    await says(words);
    await page.getByText('the afternoon').waitFor();
    assert.equal(await page.getByText('leaves in 1 hour').count(), 0, 'nor is it said of a minute');
  }
  await visit(RECORDING);
  await page.getByText('leaves in 1 hour', { exact: false }).nth(1).waitFor();
  await close();
});

test('a day of records is not read at once: parts are, when they come into view', async () => {
  const part = (n) => ({
    ...{ id: `part-${n}`, session: 'long', began: 1_795_000_000_000 + n * 60_000, frames: 0, bytes: 9000 },
    ...{ leavesIn: 60_000, sealed: false },
    lines: lines(
      Array.from({ length: 40 }, (_, k) => ({ seq: n * 40 + k, t: n * 60_000, kind: 'type', text: `${n}:${k}` })),
    ),
  });
  const held = Array.from({ length: 60 }, (_, n) => part(n));
  const { page, close } = await browser.open('review', RECORDING, { held });
  await page.getByText('0:39', { exact: true }).waitFor();
  assert.ok((await asked(page, 'open')).length < 5);
  assert.equal(await page.getByText('59:39', { exact: true }).count(), 0);

  // What is looked for is found wherever it is.
  await page.getByRole('searchbox').fill('59:39');
  await page.locator('#found', { hasText: 'Found: 1' }).waitFor();
  await page.getByText('59:39', { exact: true }).waitFor();
  assert.equal((await asked(page, 'open')).length, 60);
  await close();
});

test('what is looked for is found by words, by site and by kind', async () => {
  const { page, close } = await openReview();
  await page.getByRole('searchbox').fill('GUIDE');
  await told(page, 'Found: 2');
  assert.deepEqual(await shown(page), ['Guide – https://docs.example/guide', 'words for the guide']);
  assert.ok(!(await page.locator('.session').nth(1).isVisible()));
  await page.getByRole('searchbox').fill('"plan"');
  await told(page, 'Found: 1');
  await page.getByRole('searchbox').fill('');
  await page.getByLabel('Site').selectOption('https://docs.example');
  await page.getByLabel('Kind').selectOption('type');
  await told(page, 'Found: 1');
  assert.deepEqual(await shown(page), ['words for the guide']);
  await page.getByLabel('Site').selectOption('');
  await page.getByLabel('Kind').selectOption('');
  assert.equal((await shown(page)).length, 15);
  await close();
});

test('deleting a record asks first, takes its pictures, and leaves the focus beside it', async () => {
  const { page, faults, close } = await openReview();
  const click = record(page, 'button “Run”');
  await click.getByRole('button', { name: 'Delete: Click, 1:04' }).click();
  assert.equal(await focused(page), 'Keep');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.question').count(), 0);
  assert.equal(await focused(page), 'Delete: Click, 1:04');
  assert.deepEqual(await asked(page, 'deleteRecords'), []);

  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await told(page, 'Deleted.');
  assert.deepEqual(await asked(page, 'deleteRecords'), [{ kind: 'deleteRecords', part: 'one', records: [14] }]);
  assert.equal(await click.count(), 0);
  assert.equal(await page.locator('.picture').count(), 0);
  assert.ok(
    await record(
      page,
      'Nothing is recorded of this time. Whether it was deleted, paused, switched off or nothing was done is written nowhere. Records: 3',
    ).isVisible(),
  );
  assert.equal(await focused(page), 'Delete: Key, 1:05');
  assert.deepEqual(faults, []);
  await close();
});

test('a picture is deleted alone', async () => {
  const { page, close } = await openReview();
  await record(page, 'After it.').getByRole('button', { name: 'Delete: Picture' }).click();
  assert.ok(await page.getByText('Delete this picture?').isVisible());
  await agree(page);
  assert.deepEqual((await asked(page, 'deleteRecords')).at(-1).records, [16]);
  assert.ok(await record(page, 'Before it.').isVisible());
  assert.ok(await record(page, 'button “Run”').isVisible());
  await close();
});

test('a minute, a session, a batch and a site are deleted whole', async () => {
  const deletions = {
    'Delete this minute: 1:05': ['one'],
    'Delete as a whole: On its way': ['batch'],
    'Delete this session: Session of Wednesday, November 25 at 1:05': ['batch', 'one', 'two'],
  };
  for (const [name, parts] of Object.entries(deletions)) {
    const { page, faults, close } = await openReview({ context: { ...TALL, timezoneId: 'UTC' } });
    await page.getByRole('button', { name }).click();
    await agree(page);
    const expected = parts.map((part) => ({ kind: 'deleteRecords', part, records: [] }));
    assert.deepEqual(await asked(page, 'deleteRecords'), expected, name);
    assert.deepEqual(faults, []);
    await close();
  }
  const { page, close } = await openReview();
  await page.getByLabel('Site').selectOption('https://ide.example');
  await page.getByRole('button', { name: 'Delete everything of https://ide.example' }).click();
  await agree(page);
  assert.deepEqual(
    (await asked(page, 'deleteRecords')).map(({ part, records }) => [part, records]),
    [
      ['one', [12, 13, 14, 15, 16, 17, 18]],
      ['two', [19]],
      ['three', [1, 2]],
    ],
  );
  assert.equal(await page.getByLabel('Site').inputValue(), '');
  assert.equal(await focused(page), 'What is held on this computer');
  await close();
});

test('what may be of a site goes with it, and that and what stays is said before', async () => {
  // The minute that says where the tab was is sealed.
  const { page, close } = await openReview({ held: HELD.filter(({ id }) => id !== 'one') });
  await page.getByLabel('Site').selectOption('Site not known');
  await page.getByText('still on the first site').waitFor();
  await told(page, 'Found: 1');
  await page.getByLabel('Site').selectOption('https://docs.example');
  await page.getByRole('button', { name: 'Delete everything of https://docs.example' }).click();
  const question = page.locator('.question');
  await question.getByText('nobody can tell here. Records: 1').waitFor();
  await question.getByText('What is sealed and on its way stays').waitFor();
  await agree(page);
  assert.deepEqual(
    (await asked(page, 'deleteRecords')).map(({ part, records }) => [part, records]),
    [['two', [19, 20, 21, 23]]],
  );
  await close();
});

test('what could not be read is not said to be deleted with its site', async () => {
  const { page, close } = await openReview();
  await page.getByLabel('Site').selectOption('https://docs.example');
  await page.getByRole('button', { name: 'Delete everything of https://docs.example' }).click();
  await page.locator('.question').waitFor();
  await page.evaluate(() => {
    held.push({ ...held.at(-1), id: 'later', began: 1, lines: null, records: 3 });
  });
  await page.locator('.question').getByRole('button', { name: 'Delete' }).click();
  await told(page, 'Not all of it could be deleted');
  await close();
});

test('a selection is deleted, of what is shown or box by box', async () => {
  const { page, close } = await openReview();
  const remove = page.getByRole('button', { name: 'Delete what is selected' });
  assert.ok(await remove.isDisabled());
  await page.getByLabel('Select: 1:05 Key').check();
  await page.getByLabel('Select: 0:00 Text').check();
  await told(page, 'Selected: 2');
  await remove.click();
  await agree(page);
  await page.getByRole('searchbox').fill('guide');
  await page.getByRole('button', { name: 'Select everything shown' }).click();
  await told(page, 'Selected: 2');
  await remove.click();
  await agree(page);
  const sent = (await asked(page, 'deleteRecords')).map(({ part, records }) => [part, records]);
  assert.deepEqual(sent, [
    ['one', [17]],
    ['three', [2]],
    ['two', [20, 21]],
  ]);
  await told(page, 'Selected: 0');
  await close();
});

test('what could not be deleted is not said to be', async () => {
  const { page, close } = await openReview();
  await record(page, 'the afternoon').getByRole('button', { name: 'Delete' }).click();
  // Packed for its recipient in the meantime.
  await page.evaluate(() => {
    const place = held.findIndex(({ id }) => id === 'three');
    held.splice(place, 1, { ...held[place], id: 'packed', began: null, sealed: true });
  });
  await page.locator('.question').getByRole('button', { name: 'Delete' }).click();
  await told(page, 'Not all of it could be deleted');
  assert.equal(await record(page, 'the afternoon').count(), 0);
  assert.equal(await page.getByText('On its way').count(), 2);
  assert.deepEqual(await asked(page, 'deleteRecords'), []);
  await close();
});

test('a worker that does not answer is said not to, and what it may have deleted is not shown', async () => {
  const { page, close } = await openReview();
  await record(page, 'the afternoon').getByRole('button', { name: 'Delete' }).click();
  await page.evaluate(() => {
    chrome.runtime.sendMessage = ((send) => (message) => {
      if (message.kind === 'deleteRecords') worker.silent = true;
      return send(message);
    })(chrome.runtime.sendMessage);
  });
  await page.locator('.question').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alert').filter({ hasText: 'Candor does not answer' }).waitFor();
  await told(page, 'Not all of it could be deleted');
  assert.deepEqual(await shown(page), []);
  await page.evaluate(() => Object.assign(worker, { silent: false }));
  await page.getByText('the afternoon').waitFor();
  assert.ok(!(await page.locator('#unreachable').isVisible()));
  await close();
});

test('sending asks first, and says that it is on its way', async () => {
  const { page, close } = await openReview();
  await page.getByRole('button', { name: 'Send now' }).click();
  assert.equal(await focused(page), 'Wait');
  await page.getByRole('button', { name: 'Wait' }).click();
  assert.deepEqual(await asked(page, 'sendNow'), []);
  await page.getByRole('button', { name: 'Send now' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await told(page, 'It is being packed and sent now.');
  assert.equal((await asked(page, 'sendNow')).length, 1);
  await close();
});

test('what is taken along are the very lines, and the pictures', async () => {
  const { page, close } = await openReview();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download everything' }).click();
  const download = await saved;
  assert.equal(download.suggestedFilename(), 'candor.zip');
  const files = unzipSync(await readFile(await download.path()));
  const [, one, two, three] = HELD;
  assert.deepEqual(Object.keys(files), ['first.ndjson', 'second.ndjson', `frames/${'ab'.repeat(32)}.jpg`]);
  const text = (lines) => lines.map((line) => `${line}\n`).join('');
  assert.equal(strFromU8(files['first.ndjson']), text([...one.lines, ...two.lines]));
  assert.equal(strFromU8(files['second.ndjson']), text(three.lines));
  assert.deepEqual([...files[`frames/${'ab'.repeat(32)}.jpg`].slice(0, 3)], [0xff, 0xd8, 0xff]);
  await close();
});

test('a picture is small until it is asked for', async () => {
  const { page, close } = await openReview();
  const button = page.getByRole('button', { name: /^Picture, larger or smaller: Before it\./ });
  const width = () => button.locator('canvas').evaluate((canvas) => canvas.width);
  await page.locator('.picture[data-drawn]').first().waitFor();
  assert.equal(await width(), 320);
  await button.click();
  await page.waitForFunction(() => document.querySelector('[aria-expanded="true"] canvas')?.width === 640);
  await button.click();
  await page.waitForFunction(() => document.querySelector('.picture canvas').width === 320);
  await close();
});

test('it is accessible, also with a question, a disclosure and a picture open', async () => {
  const { page, close } = await openReview();
  await record(page, 'bold').getByText('As it is sent').click();
  await page.locator('.picture').first().click();
  await page.getByLabel('Select: 1:05 Key').check();
  await page.getByRole('button', { name: 'Delete what is selected' }).click();
  await assertAccessible(page, 'review');
  await close();
  const empty = await browser.open('review', RECORDING);
  await empty.page.getByText('Nothing is held.').waitFor();
  await assertAccessible(empty.page, 'review of nothing');
  await empty.close();
});

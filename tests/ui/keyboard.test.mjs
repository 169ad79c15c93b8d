// Popup and first-run page are used by keyboard alone: all of it is reached, in the order in which it is read, the focus is
// seen, and nothing keeps it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SENT } from './ledger.mjs';
import { pages, RECORDING, statusFor, TERMS, WITHDRAWN } from './pages.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

const ASKS = ['status', 'terms', 'ledger', 'held'];

const asked = (page) => page.evaluate((asks) => worker.asked.filter(({ kind }) => !asks.includes(kind)), ASKS);
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());

/** Presses Tab until the element has the focus. */
async function reach(page, id, key = 'Tab') {
  for (let step = 0; step < 60; step += 1) {
    if ((await focused(page)) === id) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${id} is not reached by ${key}`);
}

/** Runs in the page: whether what has the focus is seen to have it, and where it is in the document. */
function look() {
  const node = document.activeElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node);
  const { width, height, top, bottom } = node.getBoundingClientRect();
  const isSeen = node.checkVisibility() && width > 0 && height > 0 && bottom > 0 && top < innerHeight;
  const all = [...document.querySelectorAll('*')];
  return {
    place: node === document.body ? -1 : all.indexOf(node),
    isMarked: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && outlineColor !== 'rgba(0, 0, 0, 0)',
    isSeen,
    words: (node.ariaLabel ?? node.textContent).trim(),
  };
}

/** Everything that can have the focus now. */
function reachable() {
  const all = [...document.querySelectorAll('button, a[href], input, summary, select, textarea, [tabindex="0"]')];
  return all.filter((node) => !node.disabled && node.checkVisibility()).length;
}

const STATES = [
  ['popup', RECORDING, ['task', 'policy', 'details']],
  ['popup', statusFor('noConsent'), []],
  ['popup', statusFor('paused'), []],
  ['popup', statusFor('invalidPolicy'), ['policy', 'details']],
  ['popup', WITHDRAWN, ['details']],
  ['welcome', statusFor('noConsent'), ['blocked-more']],
  ['welcome', statusFor('widened'), []],
  ['welcome', RECORDING, []],
  ['welcome', WITHDRAWN, []],
];

for (const [name, status, folds] of STATES) {
  const state = status === WITHDRAWN ? 'withdrawn' : (status.tab.reason ?? 'recording');
  test(`${name}, ${state}: all of it is reached in its order, is seen to have the focus, and lets it go`, async () => {
    const { page, close } = await browser.open(name, status, { sent: SENT });
    if (status === WITHDRAWN) await page.locator('#left-erase').waitFor();
    for (const fold of folds) {
      await page.locator(`#${fold} > summary`).focus();
      await page.keyboard.press('Enter');
      await page.locator(`#${fold}[open]`).waitFor();
    }
    if (folds.includes('policy') && status.terms) await page.locator('#notice > div').first().waitFor();
    await page.evaluate(() => {
      document.activeElement.blur();
      getSelection().removeAllRanges();
      scrollTo(0, 0);
    });
    const most = await page.evaluate(reachable);
    assert.ok(most > 2, 'the control: there is something to reach');
    // From the top: where the focus was last is where it would go on.
    await page.evaluate(() => document.body.prepend(document.createElement('i')));
    await page.evaluate(() => {
      const first = document.querySelector('body > i');
      first.tabIndex = -1;
      first.focus();
      first.remove();
    });
    const seen = [];
    for (let step = 0; step < most; step += 1) {
      await page.keyboard.press('Tab');
      seen.push(await page.evaluate(look));
    }
    assert.deepEqual(
      seen.filter(({ isMarked, isSeen, place }) => !isMarked || !isSeen || place < 0),
      [],
    );
    assert.ok(
      seen.every(({ words }) => words !== '' || name === 'popup'),
      JSON.stringify(seen),
    );
    const places = seen.map(({ place }) => place);
    assert.deepEqual(
      places,
      [...new Set(places)].sort((a, b) => a - b),
      JSON.stringify(seen),
    );
    // It goes on, and back.
    await page.keyboard.press('Tab');
    const { place } = await page.evaluate(look);
    assert.ok(place === -1 || place === places[0], 'nothing keeps the focus');
    await reach(
      page,
      await page.evaluate((at) => {
        const node = document.querySelectorAll('*')[at];
        return node.id || node.textContent.trim();
      }, places[0]),
      'Shift+Tab',
    );
    await close();
  });
}

test('the popup is worked with keys alone', async () => {
  const { page, close } = await browser.open('popup', RECORDING);
  await reach(page, 'switch');
  await page.keyboard.press('Space');
  await reach(page, '15 min');
  await page.keyboard.press('Enter');
  await reach(page, 'delete-last');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'Keep');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'delete-last');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Delete');
  await page.keyboard.press('Enter');
  await page.locator('#deleted:not(:empty)').waitFor();
  await reach(page, 'Details');
  await page.keyboard.press('Enter');
  await reach(page, 'withdraw');
  await page.keyboard.press('Space');
  await page.waitForFunction(() => worker.asked.some(({ kind }) => kind === 'consent'));
  assert.deepEqual(await asked(page), [
    { kind: 'switch', on: false },
    { kind: 'pause', minutes: 15 },
    { kind: 'deleteLast', minutes: 10 },
    { kind: 'consent', accept: false },
  ]);
  await close();
});

test('the first-run page is answered, withdrawn from and erased by keys alone', async () => {
  const { page, close } = await browser.open('welcome', statusFor('noConsent'), { sent: SENT });
  const become = (status) => page.evaluate((status) => Object.assign(worker.status, status), status);
  await reach(page, 'accept');
  await become({ tab: { state: 'recording' }, consent: true, heldRecords: 3, sentRecords: 5 });
  await page.keyboard.press('Enter');
  await page.locator('#withdraw').waitFor();
  assert.equal(await focused(page), 'answer-title');
  await reach(page, 'withdraw');
  await become({ tab: WITHDRAWN.tab, consent: WITHDRAWN.consent, stays: WITHDRAWN.stays });
  await page.keyboard.press('Space');
  await page.locator('#left-erase').waitFor();
  await reach(page, 'left-erase');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'Keep');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.locator('#left-due:not(:empty)').waitFor();
  assert.deepEqual(await asked(page), [
    { kind: 'consent', accept: true, policy: TERMS.policy },
    { kind: 'consent', accept: false, policy: TERMS.policy },
    { kind: 'eraseSent', batches: [] },
  ]);
  await close();
});

// Whoever withdraws is offered, in the same place, to delete what is held and to have erased what was sent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { SENT } from './ledger.mjs';
import { messages, pages, RECORDING, statusFor, TERMS, WITHDRAWN } from './pages.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

/** Withdrawn, with this much held and sent. */
const LEFT = { ...WITHDRAWN, heldRecords: 120, heldFrames: 3, heldBytes: 410_000 };
const NOTHING = { heldRecords: 0, heldFrames: 0, heldBytes: 0 };

const words = (page) => page.locator('#leftover').innerText();
const asked = (page) =>
  page.evaluate(() => worker.asked.filter(({ kind }) => !['status', 'terms', 'ledger', 'held'].includes(kind)));

for (const name of ['popup', 'welcome']) {
  test(`${name}: withdrawing offers to delete and to erase, without choosing or asking`, async () => {
    const { page, close } = await browser.open(name, RECORDING, { sent: SENT });
    assert.ok(!(await page.locator('#leftover').isVisible()));
    await page.evaluate((left) => {
      const withdraw = () => Object.assign(worker.status, left);
      document.getElementById('withdraw').addEventListener('click', withdraw, { capture: true, once: true });
    }, LEFT);
    if (name === 'popup') await page.locator('#details > summary').click();
    await page.locator('#withdraw').click();
    const offer = page.getByRole('region', { name: 'What there is already' });
    await offer.getByRole('button', { name: 'Erase everything I ever sent' }).waitFor();
    assert.ok(await offer.getByRole('button', { name: 'Delete everything' }).isVisible());
    assert.match(await words(page), /Held on this computer: Actions: 120 · Pictures: 3 · 410 kB/);
    assert.match(await words(page), /On the server: Actions: 1,564/);
    const title = name === 'popup' ? 'title' : 'answer-title';
    assert.equal(await page.evaluate(() => document.activeElement.id), title, 'neither has the focus');
    const shown = name === 'popup' ? {} : { policy: TERMS.policy };
    assert.deepEqual(await asked(page), [{ kind: 'consent', accept: false, ...shown }]);
    await assertAccessible(page, name);
    await close();
  });

  test(`${name}: each of the two asks back and does what it says, and says so`, async () => {
    const { page, close } = await browser.open(name, LEFT, { sent: SENT });
    await page.locator('#left-delete').click();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Keep');
    assert.deepEqual(await asked(page), []);
    await page.evaluate((nothing) => Object.assign(worker.status, nothing), NOTHING);
    await page.locator('.question button.danger').click();
    await page.locator('#left-told', { hasText: 'Deleted.' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'left-heading');
    assert.deepEqual(await asked(page), [{ kind: 'deleteHeld' }]);
    assert.ok(!(await page.locator('#left-of-held').isVisible()));

    await page.locator('#left-erase').click();
    assert.match(await page.locator('.question legend').textContent(), /can’t be recalled/);
    await page.locator('.question button.danger').click();
    await page.locator('#left-due', { hasText: 'asked until it has signed' }).waitFor();
    assert.deepEqual((await asked(page)).slice(1), [{ kind: 'eraseSent', batches: [] }]);
    assert.ok(!(await page.locator('#left-erase').isVisible()));

    // The server can't be reached: it stays due, and that is said.
    await page.evaluate(() => Object.assign(ledger, { trouble: { kind: 'silent', detail: '' } }));
    await page.locator('#left-trouble', { hasText: 'Not erased yet: The server does not answer.' }).waitFor();
    await assertAccessible(page, 'due');
    await page.evaluate(() => {
      ledger.trouble = null;
      sign();
    });
    await page.locator('#left-told', { hasText: 'Done' }).waitFor();
    assert.ok(!(await page.locator('#left-of-sent').isVisible()));
    await close();
  });

  test(`${name}: a worker that does not answer has deleted nothing`, async () => {
    const { page, close } = await browser.open(name, LEFT, { sent: SENT });
    await page.locator('#left-delete').click();
    await page.evaluate(() => Object.assign(worker, { silent: true }));
    await page.locator('.question button.danger').click();
    await page.locator('.question').waitFor({ state: 'detached' });
    assert.equal(await page.locator('#left-told').textContent(), '');
    await close();
  });

  test(`${name}: who has nothing here and sent nothing is offered nothing`, async () => {
    const { page, visit, close } = await browser.open(name, statusFor('declined'));
    assert.ok(!(await page.locator('#leftover').isVisible()));
    await visit(LEFT);
    assert.ok(await page.locator('#leftover').isVisible(), 'the control');
    await close();
  });

  test(`${name}: the offer is in the person's language and fits a narrow window`, async () => {
    const texts = await messages('de');
    const context = { viewport: { width: 320, height: 480 } };
    const { page, faults, close } = await browser.open(name, LEFT, { sent: SENT, language: 'de', context });
    await page.locator('#left-erase').waitFor();
    assert.ok((await words(page)).includes(texts.left_text));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual(faults, []);
    await close();
  });
}

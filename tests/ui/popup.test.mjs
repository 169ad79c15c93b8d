// The popup says how things stand in every state, and asks the worker for what the person wants, and nothing else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { messages, pages, REASONS, RECORDING, statusFor } from './pages.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

const asked = (page) => page.evaluate(() => worker.asked.filter(({ kind }) => kind !== 'status'));
const seen = (page, id) => page.locator(`#${id}`).isVisible();

/** Waits until the popup has shown an answer to something it asks from now on. */
async function afterAnswer(page, act) {
  const before = await page.evaluate(() => worker.answered);
  await act();
  await page.waitForFunction((before) => worker.answered > before + 1, before);
}

for (const language of ['en', 'de']) {
  test(`every state has a title, a reason and a remedy (${language})`, async () => {
    const texts = await messages(language);
    const states = [['recording', RECORDING], ...REASONS.map((reason) => [reason, statusFor(reason)])];
    const { page, faults, visit, close } = await browser.open('popup', RECORDING, { language });
    for (const [name, status] of states) {
      await visit(status);
      for (const part of ['title', 'text', 'remedy']) {
        const shown = page.locator(`#${part}`);
        assert.equal(await shown.textContent(), texts[`${name}_${part}`], name);
        assert.ok(await shown.isVisible(), `${name}: ${part} is hidden`);
      }
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      assert.equal(
        await page.evaluate(() => document.documentElement.scrollWidth),
        await page.evaluate(() => innerWidth),
      );
      assert.deepEqual(faults, [], name);
    }
    await close();
  });
}

test('nothing but the status is asked for unless the person does something', async () => {
  const { page, close } = await browser.open('popup', RECORDING);
  assert.deepEqual(await page.evaluate(() => worker.asked[0]), { kind: 'status', tab: 7 });
  await page.waitForFunction(() => worker.answered >= 2);
  assert.deepEqual(await asked(page), []);
  await close();
});

test('every control asks for what it says', async () => {
  const cases = [
    [RECORDING, 'switch', { kind: 'switch', on: false }],
    [statusFor('off'), 'switch', { kind: 'switch', on: true }],
    [RECORDING, 'pause button[data-minutes="15"]', { kind: 'pause', minutes: 15 }],
    [RECORDING, 'pause button[data-minutes="60"]', { kind: 'pause', minutes: 60 }],
    [statusFor('paused'), 'resume', { kind: 'pause', minutes: 0 }],
    [statusFor('noConsent'), 'accept', { kind: 'consent', accept: true }],
    [statusFor('noConsent'), 'decline', { kind: 'consent', accept: false }],
    [statusFor('declined'), 'accept', { kind: 'consent', accept: true }],
    [RECORDING, 'withdraw', { kind: 'consent', accept: false }],
  ];
  const { page, visit, close } = await browser.open('popup', RECORDING);
  for (const [status, control, message] of cases) {
    await visit(status);
    await page.locator('summary').click();
    await afterAnswer(page, () => page.locator(`#${control}`).click());
    assert.deepEqual(await asked(page), [message], control);
  }
  await close();
});

test('deleting asks back first, with the focus on keeping', async () => {
  const { page, close } = await browser.open('popup', RECORDING);
  await page.locator('#delete').click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'delete-no');
  assert.deepEqual(await asked(page), []);
  await page.locator('#delete-no').click();
  assert.ok(!(await seen(page, 'confirm')));
  await page.locator('#delete').click();
  await page.evaluate(() => {
    Object.assign(worker.status, { heldRecords: 0, heldFrames: 0, heldBytes: 0 });
  });
  await page.locator('#delete-yes').click();
  await page.locator('#deleted:not(:empty)').waitFor();
  assert.deepEqual(await asked(page), [{ kind: 'deleteHeld' }]);
  assert.ok(await page.locator('#delete').isDisabled());
  await close();
});

test('the choice is offered only to who can make it, and both answers alike', async () => {
  const { page, visit, close } = await browser.open('popup', RECORDING);
  for (const reason of REASONS) {
    await visit(statusFor(reason));
    assert.equal(await seen(page, 'decline'), reason === 'noConsent', reason);
    assert.equal(await seen(page, 'accept'), reason === 'noConsent' || reason === 'declined', reason);
    if (reason === 'noConsent') {
      const [accept, decline] = [page.locator('#accept'), page.locator('#decline')];
      const [a, b] = [await accept.boundingBox(), await decline.boundingBox()];
      assert.deepEqual([a.width, a.height], [b.width, b.height]);
    }
  }
  await close();
});

test('who agreed can always switch, delete and withdraw', async () => {
  const { page, visit, close } = await browser.open('popup', RECORDING);
  for (const reason of REASONS.filter((reason) => statusFor(reason).consent)) {
    await visit(statusFor(reason));
    await page.locator('summary').click();
    for (const control of ['switch', 'delete', 'withdraw'])
      assert.ok(await seen(page, control), `${reason}: ${control}`);
  }
  await close();
});

test('what is held, sent, recorded and wrong is shown in words', async () => {
  const problem = { key: 'sites[0].match', problem: 'lacks a path; add `/*`' };
  const status = { ...RECORDING, trouble: 'The server does not answer.', policyProblems: [problem], holdMinutes: 90 };
  const { page, close } = await browser.open('popup', status);
  await page.locator('summary').click();
  const words = await page.locator('body').textContent();
  for (const expected of [
    '1,284',
    '31',
    '4.2 MB',
    '1 hour, 30 minutes',
    'https://candor.example.com',
    'Web IDEs',
    'https://*.workspace.example.com/*',
    'Actions: 18,042',
    'The server does not answer.',
    'sites[0].match',
    'lacks a path; add /*',
    'Version 0.1.0',
  ]) {
    assert.ok(words.includes(expected), `${expected} is not in: ${words}`);
  }
  await close();
});

test('how long things are held is said only when a policy says so', async () => {
  const { page, visit, close } = await browser.open('popup', { ...RECORDING, holdMinutes: 0 });
  assert.match(await page.locator('#held-for').textContent(), /sent at once/);
  await visit({ ...statusFor('invalidPolicy'), consent: true, holdMinutes: 0, heldRecords: 3 });
  assert.ok(await seen(page, 'held'));
  assert.ok(!(await seen(page, 'held-for')));
  await close();
});

test('a worker that does not answer is not taken for one that is well', async () => {
  const { page, close } = await browser.open('popup', RECORDING);
  assert.equal(await page.locator('#title').textContent(), 'Recording this tab');
  await page.evaluate(() => {
    worker.silent = true;
  });
  await page.locator('#title', { hasText: 'Candor does not answer' }).waitFor();
  await page.evaluate(() => {
    worker.silent = false;
  });
  await page.locator('#title', { hasText: 'Recording this tab' }).waitFor();
  await close();
});

test('the popup can be used by keyboard and by role', async () => {
  const { page, close } = await browser.open('popup', RECORDING);
  assert.ok(await page.getByRole('switch', { name: 'Recording', checked: true }).isVisible());
  assert.ok(await page.getByRole('status').filter({ hasText: 'Recording this tab' }).isVisible());
  const reached = [];
  for (let step = 0; step < 7; step += 1) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.textContent.trim()));
  }
  assert.deepEqual(reached, [
    'On',
    '15 minutes',
    '1 hour',
    'Delete what is held',
    'Words that are never recorded',
    'Details',
    'What is this about?',
  ]);
  await close();
});

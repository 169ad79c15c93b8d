// The popup says how things stand in every state, and asks the worker for what the person wants, and nothing else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, IN_LIGHT } from './axe.mjs';
import { BUILD, messages, pages, REASONS, RECORDING, statusFor, TERMS } from './pages.mjs';
import { HELD } from './spool.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

const asked = (page) =>
  page.evaluate(() => worker.asked.filter(({ kind }) => !['status', 'held', 'terms'].includes(kind)));
/** Chrome shows this much of a popup at once. */
const MOST_PIXELS = 600;
const height = (page) => page.evaluate(() => document.documentElement.getBoundingClientRect().height);

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

for (const language of ['en', 'de']) {
  test(`in every state the whole popup is in sight (${language})`, async () => {
    const context = { viewport: { width: 360, height: 100 } };
    const { page, visit, close } = await browser.open('popup', RECORDING, { language, held: HELD, context });
    const reason = 'The rules of this version let names through. We are working on it. '.repeat(2).slice(0, 120);
    const states = [['recording', RECORDING], ...REASONS.map((reason) => [reason, statusFor(reason)])];
    for (const [name, status] of [...states, ['halted for a reason', { ...statusFor('halted'), halted: reason }]]) {
      await visit(status);
      if (status.heldRecords > 0) await page.locator('#leaves:not(:empty)').waitFor();
      assert.ok((await height(page)) <= MOST_PIXELS, `${name}: ${await height(page)} px`);
    }
    for (const task of [false, true]) {
      await visit({ ...RECORDING, task });
      await page.locator('#leaves:not(:empty)').waitFor();
      await page.locator('#task > summary').click();
      assert.ok((await height(page)) <= MOST_PIXELS, `a task: ${await height(page)} px`);
    }
    await close();
  });
}

test('a task is begun and ended with a note or without, and offered only where one can be noted', async () => {
  const { page, visit, close } = await browser.open('popup', RECORDING);
  const note = page.locator('#task-note');
  assert.ok(!(await note.isVisible()), 'closed until somebody opens it');
  await page.locator('#task > summary').click();
  await note.fill('  Make the build green ');
  await afterAnswer(page, () => page.getByRole('button', { name: 'Start' }).click());
  assert.deepEqual(await asked(page), [{ kind: 'taskStart', goal: 'Make the build green' }]);
  assert.equal(await note.inputValue(), '');
  assert.ok(!(await seen(page, 'done')));
  for (const [button, words, outcome] of [
    ['Done', '', 'done'],
    ['Done', 'but slow', 'done: but slow'],
    ['Not done', '', 'not done'],
    ['Not done', 'no time', 'not done: no time'],
  ]) {
    await visit({ ...RECORDING, task: true });
    await page.locator('#task > summary').click();
    await page.getByLabel('How did it go?').fill(words);
    await afterAnswer(page, () => page.getByRole('button', { name: button, exact: true }).click());
    assert.deepEqual(await asked(page), [{ kind: 'taskEnd', outcome }]);
    assert.ok(!(await seen(page, 'start')));
  }
  await visit({ ...statusFor('off'), task: null });
  assert.ok(!(await seen(page, 'task')));
  await close();
});

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
    [RECORDING, 'pause button[data-minutes="30"]', { kind: 'pause', minutes: 30 }],
    [RECORDING, 'pause button[data-minutes="60"]', { kind: 'pause', minutes: 60 }],
    [statusFor('paused'), 'resume', { kind: 'pause', minutes: 0 }],
    [statusFor('noConsent'), 'accept', { kind: 'consent', accept: true, policy: TERMS.policy }],
    [statusFor('noConsent'), 'decline', { kind: 'consent', accept: false }],
    [statusFor('declined'), 'accept', { kind: 'consent', accept: true, policy: TERMS.policy }],
    [RECORDING, 'withdraw', { kind: 'consent', accept: false }],
  ];
  const { page, visit, close } = await browser.open('popup', RECORDING);
  for (const [status, control, message] of cases) {
    await visit(status);
    await page.locator('#details > summary').click();
    await afterAnswer(page, () => page.locator(`#${control}`).click());
    assert.deepEqual(await asked(page), [message], control);
  }
  await close();
});

test('what is agreed to is what was shown, and a policy that comes meanwhile is shown first', async () => {
  const { page, close } = await browser.open('popup', statusFor('noConsent'));
  await page.waitForFunction(() => worker.asked.some(({ kind }) => kind === 'terms'));
  assert.ok(!(await seen(page, 'changed')));
  const other = { ...TERMS, policy: 'a0'.repeat(32) };
  // It is refused: the worker has another one by now.
  await page.evaluate((terms) => {
    Object.assign(worker.status, { terms });
    document.querySelector('#accept').click();
  }, other);
  await page.locator('#changed').waitFor();
  assert.ok(await page.locator('#policy').evaluate((policy) => policy.open && policy.checkVisibility()));
  await page.locator('#accept').click();
  await page.waitForFunction(() => worker.asked.filter(({ kind }) => kind === 'consent').length === 2);
  assert.deepEqual(
    (await asked(page)).map(({ policy }) => policy),
    [TERMS.policy, other.policy],
  );
  await close();
});

test('a pause until tomorrow is one of hours', async () => {
  const { page, close } = await browser.open('popup', RECORDING);
  await page.clock.setFixedTime(new Date(2026, 10, 25, 18, 30));
  await afterAnswer(page, () => page.locator('#until-morning').click());
  assert.deepEqual(await asked(page), [{ kind: 'pause', minutes: 570 }]);
  await close();
});

test('deleting everything, or the last minutes, asks back first, with the focus on keeping', async () => {
  const deletions = {
    'Delete everything': [{ kind: 'deleteHeld' }, 'Delete everything held on this computer?'],
    'Delete the last 10 min': [{ kind: 'deleteLast', minutes: 10 }, 'recorded in the last 10 minutes'],
  };
  for (const [name, [message, question]] of Object.entries(deletions)) {
    const { page, close } = await browser.open('popup', RECORDING);
    const button = page.getByRole('button', { name });
    await button.click();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Keep');
    assert.ok((await page.getByRole('group', { name: question }).textContent()).includes('Keep'));
    assert.deepEqual(await asked(page), []);
    await page.getByRole('button', { name: 'Keep' }).click();
    assert.ok(await button.evaluate((node) => node === document.activeElement));
    await button.click();
    await page.evaluate(() => {
      Object.assign(worker.status, { heldRecords: 0, heldFrames: 0, heldBytes: 0 });
    });
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.locator('#deleted:not(:empty)').waitFor();
    assert.deepEqual(await asked(page), [message]);
    assert.ok(await button.isDisabled());
    assert.equal(await page.evaluate(() => document.activeElement.id), 'review');
    await close();
  }
});

test('keys that do the same are told where there are some', async () => {
  const { page, close } = await browser.open('popup', RECORDING);
  await page.waitForFunction(() => document.querySelector('button.pause').title !== '');
  assert.equal(await page.locator('button.pause').first().getAttribute('title'), 'Ctrl+Shift+Y');
  assert.equal(await page.locator('#resume').getAttribute('title'), 'Ctrl+Shift+Y');
  assert.equal(await page.locator('#delete-last').getAttribute('title'), null);
  await close();
});

test('a deletion that nobody has answered is not said to be done', async () => {
  const { page, close } = await browser.open('popup', RECORDING);
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.evaluate(() => Object.assign(worker, { silent: true }));
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.locator('#title', { hasText: 'Candor does not answer' }).waitFor();
  await page.locator('.question').waitFor({ state: 'detached' });
  assert.equal(await page.locator('#deleted').textContent(), '');
  await close();
});

test('when the first of what is held leaves is said, and the pages are opened in tabs', async () => {
  const { page, close } = await browser.open('popup', RECORDING, { held: HELD });
  await page.locator('#leaves', { hasText: 'The first of it leaves in 1 hour.' }).waitFor();
  await page.locator('#details > summary').click();
  const names = ['Review what is held', 'What was sent', 'See it, or have it erased', 'Words never recorded'];
  for (const name of [...names, 'Your limits', 'What is this about?']) await page.getByRole('button', { name }).click();
  assert.deepEqual(await page.evaluate(() => worker.opened), [
    'review/review.html',
    'sent/sent.html',
    'sent/sent.html',
    'never/never.html',
    'limits/limits.html',
    'welcome/welcome.html',
  ]);
  await close();
});

for (const language of ['en', 'de']) {
  test(`the popup is accessible ${language === 'en' ? 'in every state' : 'in another language'}`, async () => {
    const { page, visit, close } = await browser.open('popup', RECORDING, { language, held: HELD });
    const states = [RECORDING, { ...RECORDING, task: true }, ...REASONS.map(statusFor)];
    const looks = language === 'en' ? undefined : IN_LIGHT;
    // Another language has other words in the same elements.
    for (const status of language === 'en' ? states : states.slice(0, 2)) {
      await visit(status);
      await openFolds(page);
      await assertAccessible(page, JSON.stringify(status.tab), looks);
    }
    await visit(RECORDING);
    await page.locator('#delete').click();
    await assertAccessible(page, 'with a question', looks);
    await close();
  });

  test(`at four times its size, and in a narrow window, nothing is cut off (${language})`, async () => {
    // What fits in German, whose words are longer, fits in English.
    for (const width of language === 'en' ? [200] : [200, 320]) {
      const context = { viewport: { width, height: 150 } };
      const { page, visit, close } = await browser.open('popup', RECORDING, { language, held: HELD, context });
      const states = [RECORDING, { ...RECORDING, task: true, busy: true }, ...REASONS.map(statusFor)];
      for (const status of states) {
        await visit(status);
        await openFolds(page);
        assert.deepEqual(await page.evaluate(cutOff), [], `${width}: ${JSON.stringify(status.tab)}`);
      }
      // The control: what is wider than the window is found.
      await page.evaluate(() => Object.assign(document.querySelector('#title').style, { width: '360px' }));
      assert.ok((await page.evaluate(cutOff)).length > 0);
      await visit(RECORDING);
      await page.locator('#delete').click();
      assert.deepEqual(await page.evaluate(cutOff), [], `${width}: with a question`);
      await assertAccessible(page, `${width} px wide`, language === 'en' ? undefined : IN_LIGHT);
      await close();
    }
  });
}

/** Opens what is folded up, as far as it is there. */
function openFolds(page) {
  return page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) if (fold.checkVisibility()) fold.open = true;
  });
}

/** Runs in the page: what can be seen only in part, or by scrolling sideways. */
function cutOff() {
  const wide = [...document.querySelectorAll('body, body *')].filter((node) => {
    const { left, right, width } = node.getBoundingClientRect();
    const isOut = left < 0 || right > document.documentElement.clientWidth + 0.5;
    return node.checkVisibility() && width > 0 && (isOut || node.scrollWidth > Math.ceil(node.clientWidth || Infinity));
  });
  const isScrolled = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  return [...(isScrolled ? ['the page'] : []), ...wide.map((node) => `${node.tagName}#${node.id}`)];
}

test('the choice is offered only to who can make it, and both answers alike', async () => {
  const { page, visit, close } = await browser.open('popup', RECORDING);
  for (const reason of REASONS) {
    await visit(statusFor(reason));
    assert.equal(await seen(page, 'decline'), ['noConsent', 'widened'].includes(reason), reason);
    assert.equal(await seen(page, 'accept'), ['noConsent', 'declined', 'widened'].includes(reason), reason);
    if (await seen(page, 'decline')) {
      const [accept, decline] = [page.locator('#accept'), page.locator('#decline')];
      const [a, b] = [await accept.boundingBox(), await decline.boundingBox()];
      assert.deepEqual([a.width, a.height], [b.width, b.height]);
    }
  }
  await close();
});

test('whoever has sent something finds it, also with nothing held and no consent', async () => {
  const { page, close } = await browser.open('popup', statusFor('declined'));
  await page.locator('#details > summary').click();
  assert.ok(await seen(page, 'sent-open'));
  await close();
});

test('who agreed can always switch, delete and withdraw', async () => {
  const { page, visit, close } = await browser.open('popup', RECORDING);
  for (const reason of REASONS.filter((reason) => statusFor(reason).consent)) {
    await visit(statusFor(reason));
    await page.locator('#details > summary').click();
    for (const control of ['switch', 'delete', 'withdraw'])
      assert.ok(await seen(page, control), `${reason}: ${control}`);
  }
  await close();
});

test('what is held, sent, recorded and wrong is shown in words', async () => {
  const problem = { key: 'sites[0].match', wrong: 'patternPath', values: [] };
  const trouble = { kind: 'silent', detail: '' };
  const status = { ...RECORDING, trouble, policyProblems: [problem], heldMinutes: 90 };
  const { page, close } = await browser.open('popup', status);
  await page.locator('#details > summary').click();
  await page.locator('#build').waitFor();
  const words = await page.locator('body').textContent();
  for (const expected of [
    '1,284',
    '31',
    '4.2 MB',
    '1 hour, 30 minutes',
    'Actions: 18,042',
    'Of that today –Actions: 311Pictures: 12Size: 1.9 MB',
    'The server does not answer.',
    'sites[0].match',
    'lacks a path; add /*',
    'Version 0.1.0',
    `Build: ${BUILD}`,
  ]) {
    assert.ok(words.includes(expected), `${expected} is not in: ${words}`);
  }
  await close();
});

test('what whoever manages the browser forbids is said', async () => {
  const { page, visit, close } = await browser.open('popup', { ...RECORDING, picturesForbidden: true });
  assert.ok(await page.getByText('forbids screenshots').isVisible());
  await visit(statusFor('notAllowedSite'));
  assert.ok(!(await page.getByText('keeps extensions out').isVisible()));
  await page.evaluate(() => {
    chrome.tabs.get = async () => ({});
    chrome.scripting = {
      executeScript: () =>
        Promise.reject(new Error('This page cannot be scripted due to an ExtensionsSettings policy.')),
    };
  });
  // It asks again every second.
  await page.getByText('keeps extensions out').waitFor();
  await close();
});

test('what is the same a second later is not said again', async () => {
  const { page, visit, close } = await browser.open('popup', { ...statusFor('halted'), halted: 'A rule.' });
  const repeated = async () => {
    await page.evaluate(() => {
      globalThis.said = [];
      new MutationObserver((changes) => said.push(...changes.map(({ target }) => target.id))).observe(
        document.querySelector('#state'),
        { subtree: true, childList: true, characterData: true },
      );
    });
    await afterAnswer(page, () => {});
    await afterAnswer(page, () => {});
    return page.evaluate(() => said);
  };
  assert.deepEqual(await repeated(), []);
  await visit(statusFor('notAllowedSite'));
  await page.evaluate(() => {
    chrome.tabs.get = async () => ({});
    chrome.scripting = { executeScript: () => Promise.reject(new Error('blocked by policy')) };
  });
  await page.getByText('keeps extensions out').waitFor();
  assert.deepEqual(await repeated(), []);
  await close();
});

test('what a policy has deleted is said until somebody has read it', async () => {
  const { page, close } = await browser.open('popup', { ...RECORDING, deletion: 'narrowed' });
  assert.ok(await page.getByText('allow less than before').isVisible());
  await afterAnswer(page, () => page.getByRole('button', { name: 'Got it' }).click());
  assert.deepEqual(await asked(page), [{ kind: 'noted' }]);
  await close();
});

test('why the server has stopped recording is said in the words of whoever runs it, as text', async () => {
  const { page, visit, close } = await browser.open('popup', { ...statusFor('halted'), halted: 'A <b>rule</b>' });
  assert.match(await page.locator('#text').textContent(), /what is held stays here. They say: A <b>rule<\/b>$/);
  await visit({ ...statusFor('halted'), halted: '' });
  assert.match(await page.locator('#text').textContent(), /what is held stays here.$/);
  await close();
});

test('how long things are held is said only when a policy says so', async () => {
  const { page, visit, close } = await browser.open('popup', { ...RECORDING, heldMinutes: 0 });
  assert.match(await page.locator('#held-for').textContent(), /sent at once/);
  const unsaid = { consent: true, heldMinutes: null, heldRecords: 3 };
  for (const status of [
    { ...statusFor('invalidPolicy'), ...unsaid },
    { ...RECORDING, ...unsaid },
  ]) {
    await visit(status);
    assert.ok(await seen(page, 'held'));
    assert.ok(!(await seen(page, 'held-for')));
  }
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
  for (let step = 0; step < 13; step += 1) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.textContent.trim()));
  }
  assert.deepEqual(reached, [
    'On',
    '15 min',
    '30 min',
    '1 hr',
    'until tomorrow',
    'Review what is held',
    'What was sent',
    'Delete the last 10 min',
    'Delete everything',
    'Task',
    'Settings',
    'Details',
    'What is this about?',
  ]);
  await close();
});

test('the policy in words is in the popup, and is asked for by whoever opens it', async () => {
  const { page, visit, close } = await browser.open('popup', RECORDING);
  const terms = () => page.evaluate(() => worker.asked.filter(({ kind }) => kind === 'terms').length);
  assert.equal(await terms(), 0);
  await page.getByText('Settings', { exact: true }).click();
  await page.locator('#notice > div').first().waitFor();
  assert.ok((await terms()) > 0);
  const words = await page.locator('#policy').innerText();
  for (const expected of [
    'Web IDEs and notebooks',
    'https://*.workspace.example.com/*',
    'Pictures of parts of the page',
    'It is sent to https://candor.example.com, under a random name',
    'training-2026 or training-2027',
    'held on this computer for 1 day',
    'may keep it for 365 days',
    'privacy@example.com',
    'No key of them was rejected',
    'Your administrator has added: 1',
  ]) {
    assert.ok(words.includes(expected), `${expected} is not in: ${words}`);
  }
  await visit(statusFor('invalidPolicy'));
  await page.getByText('Settings', { exact: true }).click();
  assert.match(await page.locator('#policy').innerText(), /no sites are set up/);
  assert.ok(!(await seen(page, 'problems-none')) && (await seen(page, 'problems')));
  await close();
});

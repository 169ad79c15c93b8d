// The first-run page asks one question, fairly, and only when it can be answered.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { LOOPBACK, messages, pages, REASONS, RECORDING, statusFor, TERMS } from './pages.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

const seen = (page, id) => page.locator(`#${id}`).isVisible();

for (const language of ['en', 'de']) {
  test(`every state has its words and no faults (${language})`, async () => {
    const texts = await messages(language);
    const { page, faults, visit, close } = await browser.open('welcome', RECORDING, { language });
    for (const [name, status] of [['recording', RECORDING], ...REASONS.map((reason) => [reason, statusFor(reason)])]) {
      await visit(status);
      assert.equal(await page.locator('h1').textContent(), texts.welcome_heading);
      const asks = name === 'noConsent' || name === 'widened';
      assert.equal(await seen(page, 'choice'), asks, name);
      assert.equal(await seen(page, 'answer'), !asks, name);
      if (status.consent === null && name !== 'noConsent') {
        assert.equal(await page.locator('#answer-title').textContent(), texts[`${name}_title`]);
      }
      assert.deepEqual(faults, [], name);
    }
    for (const width of [320, 480, 700, 1000]) {
      await page.setViewportSize({ width, height: 600 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), String(width));
    }
    await close();
  });
}

test('both answers look alike', async () => {
  const { page, close } = await browser.open('welcome', statusFor('noConsent'));
  const looks = await page.evaluate(() =>
    ['accept', 'decline'].map((id) => {
      const button = document.getElementById(id);
      const { width, height } = button.getBoundingClientRect();
      const { color, backgroundColor, borderColor, fontSize, fontWeight } = getComputedStyle(button);
      return { width, height, color, backgroundColor, borderColor, fontSize, fontWeight };
    }),
  );
  assert.deepEqual(looks[0], looks[1]);
  assert.ok(await page.evaluate(() => document.activeElement === document.body), 'neither has the focus');
  await close();
});

test('an answer is passed on, confirmed, and can be changed', async () => {
  const { page, close } = await browser.open('welcome', statusFor('noConsent'));
  const answer = async (id, consent, title) => {
    // With the click: the page asks how things are by itself.
    await page.evaluate(
      ([id, consent]) => {
        const told = { asked: [], status: { ...worker.status, consent, tab: { state: 'recording' } } };
        const tell = () => Object.assign(worker, told);
        document.getElementById(id).addEventListener('click', tell, { capture: true, once: true });
      },
      [id, consent],
    );
    await page.locator(`#${id}`).click();
    await page.locator('#answer-title', { hasText: title }).waitFor();
    assert.deepEqual(await page.evaluate(() => worker.asked[0]), {
      kind: 'consent',
      accept: consent,
      policy: TERMS.policy,
    });
  };
  await answer('accept', true, 'Thank you');
  assert.ok(!(await seen(page, 'change')));
  await answer('withdraw', false, 'Nothing is recorded');
  assert.ok(!(await seen(page, 'withdraw')));
  await page.locator('#change').click();
  await page.locator('#choice').waitFor();
  await answer('decline', false, 'Nothing is recorded');
  await page.locator('#change').click();
  await answer('accept', true, 'Thank you');
  await close();
});

test('an answer that takes long is confirmed when it is taken, and has the focus then', async () => {
  const { page, visit, close } = await browser.open('welcome', statusFor('noConsent'));
  await page.clock.install();
  await visit(statusFor('noConsent'));
  await page.evaluate(() => {
    const { runtime } = chrome;
    const send = runtime.sendMessage;
    const taken = new Promise((resolve) => Object.assign(worker, { take: resolve }));
    runtime.sendMessage = async (message) => {
      if (message.kind === 'consent') await taken;
      return send(message);
    };
  });
  await page.locator('#accept').click();
  // The page looks every two seconds how things are.
  await page.clock.runFor(10_000);
  assert.ok(await seen(page, 'choice'));
  await page.evaluate((status) => {
    worker.status = status;
    worker.take();
  }, RECORDING);
  await page.waitForFunction(() => document.activeElement?.id === 'answer-title');
  assert.match(await page.locator('#answer-title').textContent(), /Thank you/);
  await close();
});

test('recording is said to be on only when it is', async () => {
  const { page, visit, close } = await browser.open('welcome', RECORDING);
  const agreed = (reason) => ({ ...statusFor(reason), consent: true });
  const elsewhere = ['incognito', 'blockedSite', 'notAllowedSite', 'sensitivePage', 'leftOut', 'notReached'];
  for (const reason of REASONS.filter((reason) => !['noConsent', 'declined', 'widened'].includes(reason))) {
    await visit(agreed(reason));
    const title = await page.locator('#answer-title').textContent();
    assert.equal(title.includes('Recording is on'), elsewhere.includes(reason), reason);
    assert.ok(await seen(page, 'withdraw'), reason);
  }
  await close();
});

test('whoever agreed to less is told so and asked again', async () => {
  const { page, close } = await browser.open('welcome', statusFor('widened'));
  assert.ok(await seen(page, 'choice'));
  assert.match(await page.locator('#again').textContent(), /goes beyond what you accepted/);
  assert.match(await page.getByRole('region', { name: 'More would be recorded' }).textContent(), /Saying no is fine/);
  await close();
  const first = await browser.open('welcome', statusFor('noConsent'));
  assert.ok((await seen(first.page, 'choice')) && !(await seen(first.page, 'again')));
  await first.close();
});

const notice = (page) =>
  page
    .locator('#notice > div')
    .evaluateAll((entries) => entries.map(({ children: [name, value] }) => [name.textContent, value.textContent]));
const words = (page) => page.locator('main').innerText();

test('what is recorded is said site by site, before the choice', async () => {
  const { page, close } = await browser.open('welcome', statusFor('noConsent'));
  const sites = await page
    .locator('#sites > li')
    .evaluateAll((items) =>
      items.map((item) => [
        item.firstChild.textContent,
        ...[...item.querySelectorAll('li')].map((what) => what.textContent),
      ]),
    );
  assert.deepEqual(sites, [
    [
      ...['Web IDEs and notebooks, such as VS Code for the Web, GitHub Codespaces and Colab'],
      ...['Clicks', 'Keys and text', 'Pictures of the page'],
      ...[
        'What is on the page before an action: its buttons, fields and texts by name, but nothing that is written in fields',
      ],
    ],
    [
      ...['https://*.workspace.example.com/*', 'Clicks', 'Keys and text', 'Pictures of parts of the page'],
      ...['Drawing areas and videos are seen in pictures', 'Also what you type in terminals that Candor can’t read'],
      ...[
        'What is in the working areas before an action: buttons, fields and texts by name, but nothing that is written in fields',
      ],
    ],
    // What it trusts makes no difference where there is nothing to be seen and nothing typed.
    ['https://board.example.com/*', 'No clicks', 'No keys and no text', 'No pictures'],
  ]);
  await close();
});

test('who receives it, how it is kept and the whole notice are said, as the policy has them', async () => {
  const { page, close } = await browser.open('welcome', statusFor('noConsent'));
  const said = await words(page);
  for (const expected of [
    'sent to https://candor.example.com, under a random name that is used for 30 days',
    'only the holder of the key training-2026 or training-2027 can read it',
    'held on this computer for 1 day',
    'may keep it for 365 days and has to delete it then',
    'at most 1,600 pixels on the longer edge, in JPEG quality 70',
    'rounded to 50 milliseconds, and a rest counts for two seconds at most',
    'has 318 addresses, and nobody can take one off it',
    'Your administrator has added: 1',
    'rules for what else is taken out: 12',
    'must have no effect on your job',
    'Your tools work as before',
    'can’t be recalled',
  ]) {
    assert.ok(said.includes(expected), `${expected} is not in: ${said}`);
  }
  await page.locator('summary').click();
  assert.deepEqual(await page.locator('#blocked li').allTextContents(), TERMS.blockedSites);
  assert.deepEqual(await notice(page), [
    ['Who is responsible', TERMS.notice.controller],
    ['Whom to ask', TERMS.notice.contact],
    ['Legal basis', TERMS.notice.legalBasis],
    ['Who receives it', TERMS.notice.recipients],
    ['How long it is kept', TERMS.notice.retention],
    ['Your rights', TERMS.notice.rights],
    ['Agreement with the workforce', TERMS.notice.agreement],
    ['For people in', 'United States (US-NY)'],
    ['Digest of these settings', TERMS.policy],
  ]);
  assert.ok(!(await seen(page, 'notice-none')));
  await close();
});

test('on this computer it works without a notice and without a key, and says so', async () => {
  const { page, faults, close } = await browser.open('welcome', { ...statusFor('noConsent'), terms: LOOPBACK });
  const said = await words(page);
  for (const expected of [
    '127.0.0.1:8417 (this computer)',
    'not encrypted for anybody',
    'at once',
    'There is none: it',
  ]) {
    assert.ok(said.includes(expected), `${expected} is not in: ${said}`);
  }
  assert.ok(!(await seen(page, 'blocked-more')) && !(await seen(page, 'rules')));
  assert.deepEqual(
    (await notice(page)).map(([name]) => name),
    ['For people in', 'Digest of these settings'],
  );
  assert.deepEqual(faults, []);
  await close();
});

test('without a policy nothing is said of what it would have', async () => {
  const { page, visit, close } = await browser.open('welcome', statusFor('noPolicy'));
  const isSilent = async () => {
    assert.ok(await seen(page, 'sites-none'));
    assert.equal(await page.locator('[data-terms]:visible').count(), 0);
  };
  await isSilent();
  await visit(statusFor('noConsent'));
  assert.ok(!(await seen(page, 'sites-none')) && (await seen(page, 'notice')));
  // The policy is taken back while the page is open.
  await page.evaluate(() => Object.assign(worker.status, { terms: null }));
  await page.locator('#sites-none').waitFor();
  await isSilent();
  await close();
});

test('what is agreed to is what was shown, and a policy that comes meanwhile is said to be another', async () => {
  const { page, close } = await browser.open('welcome', statusFor('noConsent'));
  const other = { ...TERMS, policy: 'a0'.repeat(32) };
  await page.locator('#accept').waitFor();
  assert.ok(!(await seen(page, 'changed')));
  // It is refused: the worker has another one by now.
  await page.evaluate((terms) => {
    Object.assign(worker.status, { terms });
    document.querySelector('#accept').click();
  }, other);
  await page.locator('#changed').waitFor();
  await page.locator('#accept').click();
  await page.waitForFunction(() => worker.asked.filter(({ kind }) => kind === 'consent').length === 2);
  const asked = await page.evaluate(() => worker.asked.filter(({ kind }) => kind === 'consent'));
  assert.deepEqual(
    asked.map(({ policy }) => policy),
    [TERMS.policy, other.policy],
  );
  await close();
});

test('what a policy consists of does nothing', async () => {
  const hostile = '"><img src=x onerror="document.title=1"><script>document.title=2</script>';
  const all = (value) => Object.fromEntries(Object.keys(value).map((key) => [key, hostile]));
  const terms = {
    ...{
      ...TERMS,
      endpoint: hostile,
      recipientKeys: [hostile],
      region: 'US',
      blockedSites: [hostile],
      policy: hostile,
    },
    sites: TERMS.sites.map((site) => ({ ...site, label: hostile })),
    notice: all(TERMS.notice),
  };
  const { page, faults, close } = await browser.open('welcome', { ...statusFor('noConsent'), terms });
  await page.locator('summary').click();
  assert.equal(await page.locator('.facts img, .facts script').count(), 0);
  assert.ok((await words(page)).includes(hostile));
  assert.equal(await page.title(), 'Candor: your choice');
  assert.deepEqual(faults, []);
  await close();
});

test('who has answered finds what is held and what was sent', async () => {
  const { page, close } = await browser.open('welcome', RECORDING);
  await page.getByRole('link', { name: 'What was sent, and have it erased' }).click();
  await page.locator('h1', { hasText: 'What was sent' }).waitFor();
  await close();
});

test('it is accessible when it asks, when it asks again and when it was answered', async () => {
  const { page, visit, close } = await browser.open('welcome', RECORDING);
  for (const status of [RECORDING, statusFor('noConsent'), statusFor('widened'), statusFor('declined')]) {
    await visit(status);
    await page.locator('summary').click();
    await assertAccessible(page, JSON.stringify(status.tab));
  }
  await close();
});

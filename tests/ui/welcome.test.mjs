// The first-run page asks one question, fairly, and only when it can be answered.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { messages, pages, REASONS, RECORDING, statusFor } from './pages.mjs';

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
    assert.deepEqual(await page.evaluate(() => worker.asked[0]), { kind: 'consent', accept: consent });
  };
  await answer('accept', true, 'Thank you');
  await page.locator('#change').click();
  await page.locator('#choice').waitFor();
  await answer('decline', false, 'Nothing is recorded');
  await close();
});

test('recording is said to be on only when it is', async () => {
  const { page, visit, close } = await browser.open('welcome', RECORDING);
  const agreed = (reason) => ({ ...statusFor(reason), consent: true });
  const elsewhere = ['incognito', 'blockedSite', 'notAllowedSite', 'leftOut', 'notReached'];
  for (const reason of REASONS.filter((reason) => !['noConsent', 'declined', 'widened'].includes(reason))) {
    await visit(agreed(reason));
    const title = await page.locator('#answer-title').textContent();
    assert.equal(title.includes('Recording is on'), elsewhere.includes(reason), reason);
    assert.ok(await seen(page, 'change'), reason);
  }
  await close();
});

test('whoever agreed to less is told so and asked again', async () => {
  const { page, close } = await browser.open('welcome', statusFor('widened'));
  assert.ok(await seen(page, 'choice'));
  assert.match(await page.locator('#again').textContent(), /goes beyond what you accepted/);
  await close();
  const first = await browser.open('welcome', statusFor('noConsent'));
  assert.ok((await seen(first.page, 'choice')) && !(await seen(first.page, 'again')));
  await first.close();
});

test('where it goes is said before the choice', async () => {
  for (const [particulars, expected] of [
    [{}, ['1 day', 'https://candor.example.com']],
    [{ endpoint: 'http://127.0.0.1:8417', holdMinutes: 0 }, ['at once', 'this computer']],
  ]) {
    const { page, close } = await browser.open('welcome', { ...statusFor('noConsent'), ...particulars });
    const where = await page.locator('#where').textContent();
    for (const words of expected) assert.ok(where.includes(words), where);
    await close();
  }
});

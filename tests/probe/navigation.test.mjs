// The addresses a document takes on are told, each with its title, and each before what happened there.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

const addresses = (talk) =>
  talk.observations
    .filter(({ seen }) => seen.kind === 'navigate')
    .map(({ seen }) => `${seen.how} ${new URL(seen.url).pathname}${new URL(seen.url).hash} ${seen.title}`);

test('load, push, replace, hash and pop', async () => {
  browser.serve('/start', '<!doctype html><title>Start</title><a href="#part">Part</a><input>');
  const { page, talk } = await browser.open('/start');
  const step = async (how, action) => {
    await action();
    await talk.seen('navigate', (seen) => seen.how === how);
  };
  await step('load', async () => {});
  await step('push', () =>
    page.evaluate(() => {
      history.pushState({}, '', '/pushed');
      document.title = 'Pushed';
    }),
  );
  await step('replace', () =>
    page.evaluate(() => {
      history.replaceState({}, '', '/replaced#new');
      document.title = 'Replaced';
    }),
  );
  await page.evaluate(() => history.replaceState({ other: true }, '', location.href));
  await step('hash', () => page.click('a'));
  await step('pop', () => page.evaluate(() => history.back()));
  assert.deepEqual(addresses(talk), [
    'load /start Start',
    'push /pushed Pushed',
    'replace /replaced#new Replaced',
    'hash /replaced#part Replaced',
    'pop /replaced#new Replaced',
  ]);
});

test('the address comes before what is done there, and the text before the address that follows it', async () => {
  browser.serve(
    '/type',
    `<!doctype html><title>Type</title><input><script>
    document.querySelector('input').addEventListener('keydown', ({ key }) => key === 'Enter' && history.pushState({}, '', '/next'));
  </script>`,
  );
  const { page, talk } = await browser.open('/type');
  await page.focus('input');
  await page.keyboard.type('go');
  await page.keyboard.press('Enter');
  await page.keyboard.type('x');
  await talk.seen('text', ({ text }) => text.text === 'gox');
  const said = talk.observations.map(({ seen }) => seen.key ?? seen.how ?? seen.text?.text);
  const enter = said.indexOf('Enter');
  assert.deepEqual(said.slice(enter - 1, enter + 2), ['go', 'Enter', 'push']);
  assert.ok(said.indexOf('x') > enter + 1);
});

test('a click that ends the page is told, with the text that stood in a field', async () => {
  browser.serve('/leave', '<!doctype html><title>Leave</title><input><a href="/arrived">Go</a>');
  browser.serve('/arrived', '<!doctype html><title>Arrived</title>');
  const { page, talk } = await browser.open('/leave');
  await page.focus('input');
  await page.keyboard.type('draft');
  await page.click('a');
  await talk.seen('navigate', ({ title }) => title === 'Arrived');
  const { seen } = await talk.seen('click');
  assert.equal(seen.target.selectors.name, 'Go');
  await talk.seen('text', ({ text }) => text.text === 'draft');
  await talk.until(({ message, url }) => message.kind === 'bye' && url.endsWith('/leave'));
});

test('a document that comes back from the cache goes on with its numbers', async () => {
  browser.serve('/cached', '<!doctype html><title>Cached</title><input>');
  browser.serve('/away', '<!doctype html><title>Away</title>');
  const { page, talk } = await browser.open('/cached');
  const first = await talk.seen('navigate');
  const { nonce } = talk.entries.at(-1);
  await page.goto(`${browser.origin}/away`);
  await page.evaluate(() => history.back());
  const back = await talk.until((entry) => entry.message.observations?.some(({ seen }) => seen.how === 'restore'));
  assert.equal(back.nonce, nonce);
  assert.ok(back.message.observations[0].n > first.n);
});

test('a document that its page opens anew is watched on', async (t) => {
  const written = '<!doctype html><body style="margin:0"><button id="written" style="width:200px;height:60px">Written';
  const write = (document, html) =>
    `${document}.open(); ${document}.write(${JSON.stringify(html)}); ${document}.close();`;
  await t.test('the page itself', async () => {
    browser.serve(
      '/opened',
      `<!doctype html><button>Before</button><script>
      setTimeout(() => { ${write('document', written)} });</script>`,
    );
    const { page, talk } = await browser.open('/opened');
    await page.locator('#written').click();
    const { seen } = await talk.seen('click');
    assert.equal(seen.target.selectors.css, '#written');
    await page.close();
  });
  await t.test('a frame that a script makes and writes, as editors do', async () => {
    browser.serve(
      '/editor',
      `<!doctype html><body style="margin:0"><script>
      const frame = document.body.appendChild(document.createElement('iframe'));
      ${write('frame.contentDocument', '<!doctype html><body contenteditable style="margin:0"><p>Words')}</script>`,
    );
    const { page, talk } = await browser.open('/editor');
    await talk.until(({ message }) => message.kind === 'hello' && message.frame.length === 1);
    await page.frameLocator('iframe').locator('p').click();
    await talk.seen('click', ({ target }) => target.tag === 'p');
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    await talk.seen('key', ({ key }) => key === '!');
    await talk.seen('text', ({ text }) => text.text === 'Words!');
    await page.close();
  });
});

// Nothing that was seen is lost when the worker is stopped, and nothing is told under two numbers.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

async function open(path, html = '<input>') {
  browser.serve(path, `<!doctype html><title>${path}</title>${html}`);
  return browser.open(path);
}

const kinds = (talk) => talk.observations.map(({ seen }) => seen.kind);

test('what is not acknowledged is sent again on the next line, under the same numbers', async () => {
  await browser.configure({}, { acknowledges: false });
  const { page, talk } = await open('/again');
  await page.focus('input');
  await page.keyboard.type('ab');
  await talk.seen('text', ({ text }) => text.text === 'ab');
  const before = new Map(talk.observations.map((each) => [each.n, each]));
  const { nonce, port } = talk.entries.at(-1);
  await talk.drop();
  const hello = await talk.until(
    (entry) => entry.message.kind === 'hello' && entry.port > port && entry.nonce === nonce,
  );
  assert.equal(hello.message.fields.length, 1);
  const { message } = await talk.until((entry) => entry.port === hello.port && entry.message.kind === 'observed');
  assert.deepEqual(
    message.observations.map(({ n }) => n),
    [...before.keys()],
  );
  for (const each of message.observations) assert.deepEqual(each, before.get(each.n));
  // Once a line: the worker's answer asks for nothing that is on its way already.
  await page.keyboard.type('c');
  await talk.seen('text', ({ text }) => text.text === 'abc');
  const told = talk.entries.filter((entry) => entry.port === hello.port && entry.message.kind === 'observed');
  const numbers = told.flatMap((entry) => entry.message.observations.map(({ n }) => n));
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => at + 1),
  );
  await browser.configure({}, { acknowledges: true });
});

test('what is acknowledged is not sent again, and the numbers go on', async () => {
  const { page, talk } = await open('/on');
  await page.focus('input');
  await page.keyboard.type('a');
  await talk.seen('text', ({ text }) => text.text === 'a');
  await talk.until(({ message }) => message.kind === 'settled' && message.n === 6);
  const { nonce, port } = talk.entries.at(-1);
  await talk.drop();
  await page.keyboard.type('b');
  const { message } = await talk.until(
    (entry) => entry.nonce === nonce && entry.port > port && entry.message.kind === 'observed',
  );
  assert.equal(message.observations[0].n, 7);
  assert.deepEqual(
    message.observations.map(({ seen }) => seen.kind),
    ['text', 'key'],
  );
});

test('nothing is told before the worker wants it, and nothing is lost until it does', async () => {
  await browser.configure({}, { answers: false });
  const { page, talk } = await open('/early');
  await page.focus('input');
  await page.keyboard.type('ab');
  await page.waitForFunction(() => document.querySelector('input').value === 'ab');
  assert.deepEqual(talk.observations, []);
  await browser.configure({}, { answers: true });
  await talk.tell({
    kind: 'observe',
    clicks: true,
    keys: true,
    frames: true,
    maskSelectors: [],
    trustCanvas: false,
    trustTerminal: false,
    upto: 0,
  });
  await talk.seen('text', ({ text }) => text.text === 'ab');
  assert.deepEqual(kinds(talk), ['navigate', 'focus', 'field', 'text', 'key', 'text', 'key', 'text']);
});

test('keys seen before the worker wanted none are forgotten, without a hole in the numbers', async () => {
  await browser.configure({}, { answers: false });
  const { page, talk } = await open('/nokeys', '<input><button>Go</button>');
  await page.focus('input');
  await page.keyboard.type('ab');
  await page.click('button');
  await talk.until(({ message }) => message.kind === 'settled');
  assert.deepEqual(talk.observations, []);
  await browser.configure({}, { answers: true });
  await talk.tell({
    kind: 'observe',
    clicks: true,
    keys: false,
    frames: true,
    maskSelectors: [],
    trustCanvas: false,
    trustTerminal: false,
    upto: 0,
  });
  await talk.seen('click');
  assert.deepEqual(
    talk.observations.map(({ n, seen }) => `${n} ${seen.kind}`),
    ['1 navigate', '2 focus', '3 click'],
  );
});

test('before the worker has said what is a surface, only controls are called by their words', async () => {
  for (const surfaceSelectors of [['.work'], null]) {
    await browser.configure({}, { answers: false });
    const { page, talk } = await open(
      '/comment',
      '<p title="canary-title">canary-early</p><a href="#x">canary-link</a><button>Go</button><p id="late">later</p>',
    );
    await page.click('p');
    await page.click('a');
    await page.click('button');
    await talk.until(({ message }) => message.kind === 'settled');
    await browser.configure({}, { answers: true });
    await talk.tell({
      kind: 'observe',
      clicks: true,
      keys: true,
      surfaceSelectors,
      maskSelectors: [],
      trustCanvas: false,
      trustTerminal: false,
      upto: 0,
    });
    await talk.seen('click', ({ target }) => target.selectors.name === 'Go');
    assert.ok(talk.observations.some(({ seen }) => seen.kind === 'click' && seen.target.tag === 'p'));
    assert.ok(!talk.everything.includes('canary'), 'what may be a comment was told');
    await page.click('#late');
    const { seen } = await talk.seen('click', ({ target }) => target.selectors.css === '#late');
    assert.equal(seen.target.selectors.text, surfaceSelectors ? undefined : 'later');
    await page.close();
  }
});

test('a detached probe is silent', async () => {
  const { page, talk } = await open('/off');
  await page.focus('input');
  await page.keyboard.type('a');
  await talk.seen('key', ({ key }) => key === 'a');
  await talk.tell({ kind: 'detach' });
  await page.keyboard.type('canary');
  const control = await open('/other');
  await control.page.focus('input');
  await control.page.keyboard.type('control');
  await control.talk.seen('text', ({ text }) => text.text === 'control');
  await page.bringToFront();
  await page.mouse.move(5, 5);
  await page.keyboard.type('canary');
  await page.waitForFunction(() => document.querySelector('input').value.endsWith('canarycanary'));
  await control.page.bringToFront();
  await control.page.keyboard.type('!');
  await control.talk.seen('text', ({ text }) => text.text === 'control!');
  assert.ok(!control.talk.entries.some(({ url }) => url.endsWith('/off')));
});

test('the first movement after stillness stirs, and the page settles after an action', async () => {
  const { page, talk } = await open('/stir', '<button>Go</button>');
  await talk.until(({ message }) => message.kind === 'settled');
  await page.mouse.move(10, 10);
  await talk.until(({ message }) => message.kind === 'stirred');
  await page.click('button');
  const { n } = await talk.seen('click');
  await talk.until(({ message }) => message.kind === 'settled' && message.n === n);
});

test('a buffer that overflows is told as a number of lost observations', async () => {
  await browser.configure({}, { acknowledges: false });
  const { page, talk } = await open('/full', '<input>');
  await page.focus('input');
  const devtools = await page.context().newCDPSession(page);
  const press = (key) =>
    devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: 35 });
  const presses = 2_100;
  await Promise.all(Array.from({ length: presses }, () => press('End')));
  await talk.until(({ message }) => message.observations?.some(({ n }) => n === 2_000));
  await talk.tell({ kind: 'ack', upto: 2_000 });
  const { n, seen } = await talk.seen('lost');
  assert.equal(n, 2_001);
  const keys = talk.observations.filter((each) => each.seen.kind === 'key').length;
  assert.equal(seen.count, presses - keys);
  await browser.configure({}, { acknowledges: true });
});

test('frames are named by their place, also sandboxed ones and those without an address', async () => {
  browser.serve('/inner', '<iframe src="/leaf"></iframe>');
  browser.serve('/leaf', 'leaf');
  const { talk } = await open(
    '/frames',
    `<iframe srcdoc="<p>one</p>"></iframe><iframe src="/inner"></iframe><iframe sandbox src="${browser.otherOrigin}/leaf"></iframe><iframe></iframe>`,
  );
  const wanted = ['[0]', '[1]', '[1,0]', '[2]', '[3]'];
  const met = new Set();
  await talk.until(({ message }) => {
    if (message.kind === 'hello') met.add(JSON.stringify(message.frame));
    return wanted.every((path) => met.has(path));
  });
});

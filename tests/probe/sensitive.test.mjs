// Nothing of a sensitive field is ever said: no key, no value, no length. Beside every secret stands a control that
// must be said.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

const CANARY = 'Xq7Zw9Kv';

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

/** Opens a page with the field and a control field after it. */
async function open(path, html) {
  browser.serve(path, `<!doctype html><title>page</title>${html}<input id="control" aria-label="Control">`);
  return browser.open(path);
}

/** Types into the control, and checks that it was heard and that nothing of the canary was. */
async function nothingBut({ page, talk }) {
  await page.click('#control');
  await page.keyboard.type('harmless');
  await talk.seen('text', ({ text }) => text.text === 'harmless');
  const keys = talk.observations.filter(({ seen }) => seen.kind === 'key').map(({ seen }) => seen.key);
  assert.equal(keys.join(''), 'harmless');
  assert.ok(!talk.everything.includes(CANARY), 'the secret was said');
}

const FIELDS = [
  ['a password field', '<input class="t" type="password">', 'password'],
  ['a shown password', '<input class="t" autocomplete="current-password">', 'password'],
  ['dots by style', '<input class="t" style="-webkit-text-security:disc">', 'password'],
  ['a label that says password', '<label>Your password <input class="t"></label>', 'password'],
  ['a name that says PIN', '<input class="t" name="pinCode">', 'password'],
  ['a label in another language', '<label>Passwort <input class="t"></label>', 'password'],
  ['a one-time code', '<input class="t" autocomplete="one-time-code">', 'oneTimeCode'],
  ['a code by its label', '<label>Verification code <input class="t"></label>', 'oneTimeCode'],
  [
    'a box for one digit of six',
    `<div>${'<input class="t" maxlength="1" inputmode="numeric">'.repeat(6)}</div>`,
    'oneTimeCode',
  ],
  ['a card number', '<input class="t" autocomplete="billing cc-number">', 'card'],
  ['a card number by its name', '<input class="t" name="cardNumber">', 'card'],
  ['a security code', '<input class="t" placeholder="CVC">', 'card'],
  ['data-private', '<textarea class="t" data-private></textarea>', 'private'],
  ['a mask of another recorder on an ancestor', '<div class="ph-no-capture"><p><input class="t"></p></div>', 'private'],
  ['a masked contenteditable', '<div class="t" contenteditable data-sentry-mask style="height:20px"></div>', 'private'],
];
for (const [name, html, verdict] of FIELDS) {
  test(`${name} is ${verdict}`, async () => {
    const { page, talk } = await open('/field', html);
    await page.locator('.t').first().click();
    await page.keyboard.type(CANARY);
    const { seen } = await talk.seen('secret');
    const described = talk.observations.find((each) => each.seen.kind === 'field' && each.seen.field.id === seen.field);
    assert.equal(described.seen.field.sensitive, verdict);
    assert.equal(described.seen.field.target.sensitive, verdict);
    await nothingBut({ page, talk });
    assert.equal(talk.observations.filter((each) => each.seen.kind === 'secret').length, 1);
    await page.close();
  });
}

const HARMLESS = [
  ['opinion', '<label>Opinion <input class="t" name="opinion"></label>'],
  ['spinning', '<input class="t" name="spinning">'],
  ['discard number', '<input class="t" placeholder="Scorecard">'],
  ['a postcode', '<label>Postcode <input class="t"></label>'],
  ['data-private="false"', '<input class="t" data-private="false">'],
];
for (const [name, html] of HARMLESS) {
  test(`${name} is not sensitive`, async () => {
    const { page, talk } = await open('/harmless', html);
    await page.click('.t');
    await page.keyboard.type('word');
    await talk.seen('text', ({ text }) => text.text === 'word');
    await page.close();
  });
}

/** Types a password, and presses the button that shows it. */
async function typeAndShow({ page, talk }) {
  await page.click('.t');
  await page.keyboard.type(CANARY);
  await talk.seen('secret');
  await page.click('button');
}

test('a password stays one when it is shown and when it is replaced', async (t) => {
  const cases = [
    ['shown', "field.type = 'text'"],
    ['replaced', "field.outerHTML = '<input class=t>'; document.querySelector('.t').value = field.value"],
    ['stripped', "for (const { name } of [...field.attributes]) if (name !== 'class') field.removeAttribute(name)"],
  ];
  for (const [name, change] of cases) {
    await t.test(name, async () => {
      const session = await open(
        '/toggle',
        `<form><p><input class="t" type="password" name="pw"></p></form><button>Show</button><script>
          document.querySelector('button').onclick = () => { const field = document.querySelector('.t'); ${change}; };
        </script>`,
      );
      const { page } = session;
      await typeAndShow(session);
      await page.waitForFunction(() => document.querySelector('.t').type === 'text');
      await page.click('.t');
      await page.keyboard.type(CANARY);
      await nothingBut(session);
      await page.close();
    });
  }
});

test('a password stays one, and its value a secret, for the probe after a pause', async () => {
  const session = await open(
    '/resumed',
    `<input class="t" type="password"><button>Show</button><p>plain</p><script>
      document.querySelector('button').onclick = () => {
        document.querySelector('.t').type = 'text';
        document.querySelector('p').textContent = document.querySelector('.t').value;
      };
    </script>`,
  );
  const { page, talk } = session;
  await typeAndShow(session);
  await talk.seen('click', ({ target }) => target.tag === 'button');
  await talk.resume();
  await page.click('p');
  await page.click('.t');
  await page.keyboard.type(CANARY);
  await talk.until(({ message: { observations }, nonce }) => {
    return nonce === talk.hello.nonce && observations?.some(({ seen }) => seen.kind === 'secret');
  });
  await nothingBut(session);
  assert.ok(talk.observations.some(({ seen }) => seen.kind === 'click' && seen.target.tag === 'p'));
});

test('text that was pasted from elsewhere is covered for the probe after a pause', async () => {
  const session = await open('/pasted', `<textarea class="t"></textarea><p>Harmless words of the page</p><b></b>`);
  const { page, talk } = session;
  const letter = 'Dear Ann, the figures of the quarter are below';
  const other = await browser.context.newPage();
  await other.setContent(`<textarea>${letter}</textarea>`);
  await other.focus('textarea');
  await other.keyboard.press('Control+A');
  await other.keyboard.press('Control+C');
  await page.bringToFront();
  await page.click('.t');
  await page.keyboard.press('Control+V');
  await talk.seen('clipboard', ({ length }) => length === letter.length);
  await talk.resume();
  await page.evaluate((text) => {
    document.querySelector('.t').value = '';
    document.querySelector('b').textContent = text;
  }, letter);
  const { ready } = await talk.ticket(1);
  const letters = await page.locator('b').boundingBox();
  const words = await page.locator('p').boundingBox();
  const isCovered = ({ x, y, width, height }) =>
    ready.rects.some((rect) => covers(rect, { x: x + 2, y: y + 2, width: width - 4, height: height - 4 }));
  assert.ok(isCovered(letters), 'what was pasted is shown');
  assert.ok(!isCovered(words));
});

test('a password that nobody touched before it is shown is covered in the picture', async () => {
  const session = await open(
    '/untouched',
    `<input class="t" type="password" value="${CANARY}"><button>Show</button><script>
      document.querySelector('button').onclick = () => { document.querySelector('.t').type = 'text'; };
    </script>`,
  );
  const { page, talk } = session;
  await page.click('button');
  await talk.seen('click');
  const { runs, ready } = await talk.ticket(1);
  assert.ok(runs.runs.some(({ text }) => text.includes('Show')));
  const field = await page.locator('.t').boundingBox();
  assert.ok(ready.rects.some((rect) => covers(rect, field)));
  await nothingBut(session);
});

function covers(rect, box) {
  return (
    rect.x <= box.x &&
    rect.y <= box.y &&
    rect.x + rect.width >= box.x + box.width &&
    rect.y + rect.height >= box.y + box.height
  );
}

test('a password in a closed shadow tree', async () => {
  const session = await open(
    '/closed',
    `<x-login style="position:absolute;left:300px;top:100px"></x-login><script>
      document.querySelector('x-login').attachShadow({ mode: 'closed' }).innerHTML = '<input type=password style="width:90px;height:30px">';
    </script>`,
  );
  const { page, talk } = session;
  await page.mouse.click(320, 110);
  await page.keyboard.type(CANARY);
  const { seen } = await talk.seen('field');
  assert.equal(seen.field.sensitive, 'password');
  assert.equal(seen.field.target.shadow.length, 1);
  await nothingBut(session);
});

test('what a password field says of itself does not repeat its value', async () => {
  const session = await open(
    '/echo',
    `<label>Secret word <input class="t" type="password" value="${CANARY}" aria-label="${CANARY}" title="${CANARY}" placeholder="${CANARY}" data-value="${CANARY}"></label>`,
  );
  await session.page.click('.t');
  const { seen } = await session.talk.seen('click');
  assert.equal(seen.target.sensitive, 'password');
  await session.page.keyboard.press('Control+A');
  await session.page.keyboard.press('Control+C');
  await nothingBut(session);
});

test('selectors of the policy mask, and one that cannot be read masks everything', async () => {
  await browser.configure({ maskSelectors: ['.hr', '::nonsense('] });
  const all = await open('/policy', '<div class="hr"><input class="t"></div>');
  await all.talk.seen('navigate');
  await all.page.click('#control');
  await all.page.keyboard.type(CANARY);
  await all.talk.seen('secret');
  assert.ok(!all.talk.everything.includes(CANARY));

  await browser.configure({ maskSelectors: ['.hr'] });
  const some = await open('/policy', '<div class="hr"><input class="t"></div>');
  await some.talk.seen('navigate');
  await some.page.click('.t');
  await some.page.keyboard.type(CANARY);
  await some.talk.seen('secret');
  await nothingBut(some);
  await browser.configure({ maskSelectors: [] });
});

test('a mask that is added later is told with the field', async () => {
  const session = await open('/later', '<input class="t">');
  const { page, talk } = session;
  await page.click('.t');
  await page.keyboard.type('early');
  await talk.seen('text', ({ text }) => text.text === 'early');
  await page.evaluate(() => document.querySelector('.t').setAttribute('data-private', ''));
  await page.keyboard.type(CANARY);
  await talk.seen('field', ({ field }) => field.sensitive === 'private');
  await talk.seen('secret');
  await page.click('#control');
  await page.keyboard.type('harmless');
  await talk.seen('text', ({ text }) => text.text === 'harmless');
  assert.ok(!talk.everything.includes(CANARY));
});

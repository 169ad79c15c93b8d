// A click is told once, with the element as it was before the page reacted, by selectors that find it again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

/** Serves a page, opens it, clicks, and gives back the click that was told. */
async function click(path, html, selector, options = {}) {
  browser.serve(path, `<!doctype html><title>${path}</title>${html}`);
  const { page, talk } = await browser.open(path);
  await page.click(selector, options);
  const { seen } = await talk.seen('click');
  return { page, talk, click: seen, clicks: () => talk.observations.filter(({ seen }) => seen.kind === 'click') };
}

/** Tells the probe's story up to now: a key is seen after everything before it. */
async function upToHere(page, talk) {
  await page.keyboard.press('F8');
  await talk.seen('key', ({ key }) => key === 'F8');
}

test('a form whose fields are called like what the browser says of a form is told and shown all the same', async () => {
  const names = ['parentElement', 'parentNode', 'children', 'childNodes', 'matches', 'closest'];
  names.push('getRootNode', 'textContent', 'previousElementSibling');
  const fields = names.map((name) => `<input name="${name}" size="4">`).join('');
  browser.serve('/named', `<p>Above</p><form>${fields}<button>Go</button><button>Stop</button><i>on</i></form>`);
  const { page, talk } = await browser.open('/named');
  // What drives the browser climbs such a form in vain, too.
  const clickOn = async (css, beside = 0) => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect().toJSON();
    const { x, y, width, height } = await page.evaluate(box, css);
    await page.mouse.click(x + width / 2 + beside, y + height / 2);
  };
  await page.evaluate(() => addEventListener('submit', (event) => event.preventDefault()));
  await clickOn('button');
  const { seen: click } = await talk.seen('click');
  const { css, xpath, name } = click.target.selectors;
  assert.deepEqual([css, xpath, name], ['form > button:nth-of-type(1)', '/html/body/form/button[1]', 'Go']);
  await clickOn('i', 100);
  const { seen } = await talk.seen('click', ({ target }) => target.tag === 'form');
  assert.equal(seen.target.selectors.css, 'form');
  await clickOn('[name=matches]');
  await page.keyboard.type('ab');
  await talk.seen('text', ({ text }) => text.text === 'ab');
  const { runs } = await talk.ticket(1);
  const text = runs.runs.map((run) => run.text).join('|');
  for (const word of ['Above', 'Go', 'on', 'ab']) assert.ok(text.includes(word), word);
  assert.ok(!talk.observations.some(({ seen: { kind } }) => kind === 'lost'));
});

test('a form whose field is called like what measures it changes, and what is done is told all the same', async () => {
  const change = `document.querySelector('form').className += 'x'`;
  browser.serve(
    '/measured',
    `<form><input name="getBoundingClientRect"></form><button onclick="${change}">Go</button>`,
  );
  const { page, talk } = await browser.open('/measured');
  await page.locator('button').click();
  await talk.until(({ message }) => message.kind === 'settled' && message.n > 1);
  await page.locator('button').click();
  let clicks = 0;
  await talk.seen('click', () => ++clicks === 2);
  assert.ok(!talk.observations.some(({ seen: { kind } }) => kind === 'lost'));
});

test('the family that names the element alone is the first one', async (t) => {
  const cases = [
    ['a test id', '<button data-testid="save">Save</button>', 'testId', { testId: 'save' }],
    ['role and name', '<button>Save</button><button>Send</button>', 'role', { name: 'Save' }],
    ['a name by label', '<label>City <input></label>', 'role', { name: 'City', label: 'City' }],
    ['a label of what has no role', '<label>Code <input type="color" id="c"></label>', 'label', { label: 'Code' }],
    ['a placeholder', '<div placeholder="Search" style="height:20px"></div>', 'placeholder', { placeholder: 'Search' }],
    ['a text', '<div><span>Only here</span></div>', 'text', { text: 'Only here' }],
    ['a place', '<button>Same</button><button>Same</button>', 'css', { css: 'body > button:nth-of-type(1)' }],
    ['an id that lasts', '<i id="icon"></i><style>i{display:block;height:9px}</style>', 'css', { css: '#icon' }],
    ['no id of a machine', '<i id=":r1:"></i><style>i{display:block;height:9px}</style>', 'css', { css: 'body > i' }],
  ];
  for (const [name, html, family, selectors] of cases) {
    await t.test(name, async () => {
      const target = html.match(/<(button|input|i|span|div p)/)[1].split(' ')[0];
      const { page, click: seen } = await click('/family', html, target);
      assert.deepEqual(seen.target.primary, { family, matches: 1 });
      for (const [key, value] of Object.entries(selectors)) assert.equal(seen.target.selectors[key], value);
      assert.equal(await page.locator(seen.target.selectors.css).count(), 1);
      assert.equal(await page.locator(`xpath=${seen.target.selectors.xpath}`).count(), 1);
      await page.close();
    });
  }
});

test('point, button, modifiers and count', async () => {
  const html = '<button style="position:absolute;left:100px;top:50px;width:80px;height:30px;border:0">Go</button>';
  const { talk } = await click('/point', html, 'button', {
    clickCount: 2,
    position: { x: 10, y: 5 },
    modifiers: ['Shift'],
  });
  const { seen } = await talk.seen('click', ({ count }) => count === 2);
  assert.deepEqual(seen.point, { x: 110, y: 55 });
  assert.deepEqual(seen.inTarget, { x: 10, y: 5 });
  assert.deepEqual(seen.modifiers, { alt: false, ctrl: false, meta: false, shift: true, altGraph: false });
  assert.deepEqual(seen.target.rect, { x: 100, y: 50, width: 80, height: 30 });
  assert.equal(seen.button, 0);
});

const REMOVALS = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
for (const type of REMOVALS) {
  test(`an element that its page removes at ${type} was clicked once`, async () => {
    const html = `<div id="menu"><button>Delete</button></div><script>
      document.querySelector('button').addEventListener('${type}', ({ target }) => {
        target.remove();
        document.getElementById('menu').innerHTML = '<p>Deleted</p>';
      });</script>`;
    const { page, talk, click: seen, clicks } = await click('/removed', html, 'button');
    assert.equal(seen.target.selectors.name, 'Delete');
    assert.equal(seen.target.primary.family, 'role');
    await upToHere(page, talk);
    assert.equal(clicks().length, 1);
  });
}

test('the right button and the middle one are told once', async () => {
  const html = '<button>Go</button>';
  for (const [button, number] of [
    ['right', 2],
    ['middle', 1],
  ]) {
    const { page, talk, click: seen, clicks } = await click(`/${button}`, html, 'button', { button });
    assert.equal(seen.button, number);
    await upToHere(page, talk);
    assert.equal(clicks().length, 1);
  }
});

test('a key that clicks and a click that the page makes up are no clicks; a click on a label is one', async () => {
  const html = '<button>Go</button><label>Agree <input type="checkbox"></label>';
  const { page, talk, click: seen, clicks } = await click('/keys', html, 'label', { position: { x: 3, y: 3 } });
  assert.equal(seen.target.tag, 'label');
  await page.focus('button');
  await page.keyboard.press('Enter');
  await page.evaluate(() => document.querySelector('button').click());
  await upToHere(page, talk);
  assert.equal(clicks().length, 1);
  const { seen: key } = await talk.seen('key', ({ key }) => key === 'Enter');
  assert.equal(key.target.selectors.name, 'Go');
});

test('an element in a closed shadow tree inside an open one', async () => {
  const html = `<x-one></x-one><script>
    const one = document.querySelector('x-one').attachShadow({ mode: 'open' });
    one.innerHTML = '<p>Text</p><x-two style="position:absolute;left:0;top:0"></x-two>';
    one.querySelector('x-two').attachShadow({ mode: 'closed' }).innerHTML =
      '<p><i></i></p><button style="width:90px;height:30px">Deep</button><style>p{margin:0}i{display:block;width:9px;height:9px}</style>';
  </script>`;
  const { page, talk, click: seen } = await click('/shadow', html, 'body', { position: { x: 50, y: 20 } });
  assert.equal(seen.target.selectors.name, 'Deep');
  assert.deepEqual(seen.target.shadow, ['body > x-one', ':host > x-two']);
  assert.deepEqual(seen.target.primary, { family: 'role', matches: 1 });
  await page.mouse.click(4, 4);
  const { seen: icon } = await talk.seen('click', ({ target }) => target.tag === 'i');
  assert.deepEqual(icon.target.primary, { family: 'css', matches: 1 });
});

test('selectors find the element again after the page has rendered anew', async () => {
  const html = `<div id="app"></div><script>
    let turn = 0;
    const render = () => {
      turn++;
      document.getElementById('app').innerHTML =
        '<ul class="c' + turn + '"><li id=":r' + turn + ':"><button class="b' + turn + '">One</button></li>' +
        '<li><a href="#' + turn + '" class="x' + turn + '"><i></i></a></li></ul>';
    };
    render();
    addEventListener('click', (event) => { event.preventDefault(); render(); });
  </script><style>i{display:block;width:20px;height:20px}</style>`;
  for (const selector of ['button', 'i']) {
    const { page, click: seen } = await click('/again', html, selector);
    for (const found of [seen.target.selectors.css, `xpath=${seen.target.selectors.xpath}`]) {
      assert.equal(await page.locator(found).count(), 1);
      assert.equal(await page.locator(found).evaluate((element) => element.localName), selector);
    }
  }
});

test('no value of a field, and nothing masked, is in the name or the text of what is around it', async () => {
  const html = `<section id="form" style="padding:20px"><button id="all" style="padding:20px">Pay
    <span data-private>canary-masked</span>
    <span contenteditable>canary-written</span>
    <span style="-webkit-text-security:disc">canary-dots</span> now</button>
    <input value="canary-value"></section>`;
  const { talk, click: seen } = await click('/around', html, '#all', { position: { x: 4, y: 4 } });
  assert.equal(seen.target.selectors.name, 'Pay now');
  assert.ok(!talk.everything.includes('canary'));
});

test('clicks are not told where the policy leaves them out', async () => {
  await browser.configure({ clicks: false });
  browser.serve('/off', '<button>Go</button>');
  const { page, talk } = await browser.open('/off');
  await talk.seen('navigate');
  await page.click('button');
  await upToHere(page, talk);
  assert.ok(!talk.observations.some(({ seen }) => seen.kind === 'click'));
  await browser.configure({ clicks: true });
});

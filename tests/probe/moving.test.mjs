// Pages that move under the hand: what is told is what was there when the hand came down.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

async function open(path, html) {
  browser.serve(path, `<!doctype html><title>${path}</title><style>body{margin:0}</style>${html}`);
  return browser.open(path);
}

const LINES = `<div id="lines" style="width:300px;height:200px;background:#eee">
  ${['one', 'two', 'three', 'four'].map((id) => `<p id="${id}" style="margin:0;height:20px">${id}</p>`).join('')}</div>`;

test('a click names what was pressed, whatever the page does when the button goes down', async (t) => {
  const cases = [
    ['it captures the pointer', 'onpointerdown = ({ pointerId }) => lines.setPointerCapture(pointerId)', 'left'],
    [
      'it captures it, and the hand shakes',
      'onpointerdown = ({ pointerId }) => lines.setPointerCapture(pointerId)',
      'left',
      4,
    ],
    ['it puts something under the hand', 'onmousedown = () => { cover.hidden = false; }', 'left'],
    ['it puts a field under the right button', 'onmousedown = () => { cover.hidden = false; }', 'right'],
  ];
  const cover =
    '<textarea id="cover" hidden style="position:absolute;left:0;top:0;width:300px;height:200px"></textarea>';
  for (const [name, script, button, shake = 0] of cases) {
    await t.test(name, async () => {
      const { page, talk } = await open('/capture', `${LINES}${cover}<script>${script}</script>`);
      await page.mouse.move(20, 38);
      await page.mouse.down({ button });
      await page.mouse.move(20, 38 + shake);
      await page.mouse.up({ button });
      const { seen } = await talk.seen('click');
      assert.equal(seen.target.selectors.css, '#two');
      await page.keyboard.press('F8');
      await talk.seen('key', ({ key }) => key === 'F8');
      assert.equal(talk.observations.filter(({ seen: { kind } }) => kind === 'click').length, 1);
      await page.close();
    });
  }
});

test('a hand that slips onto another element clicks what holds both', async () => {
  const { page, talk } = await open('/slip', LINES);
  await page.mouse.move(20, 38);
  await page.mouse.down();
  await page.mouse.move(20, 42);
  await page.mouse.up();
  const { seen } = await talk.seen('click');
  assert.equal(seen.target.selectors.css, '#lines');
});

test('a menu that takes the focus while the button is down has taken it; a press that moves it has not', async () => {
  const html = `${LINES}<div id="menu" role="menu" tabindex="-1" hidden>Menu</div><input aria-label="Words"><script>
    oncontextmenu = (event) => { event.preventDefault(); menu.hidden = false; menu.focus(); };
  </script>`;
  const { page, talk } = await open('/menu', html);
  await page.getByLabel('Words').click();
  await page.mouse.move(20, 30);
  await page.mouse.down({ button: 'right' });
  const { seen } = await talk.seen('focus');
  assert.deepEqual([seen.target.role, seen.byKey], ['menu', false]);
  await page.mouse.up({ button: 'right' });
});

test('the wheel over a page that scrolls by itself is told of what was under the pointer, once', async () => {
  const script = `addEventListener('wheel', () => {
    const first = lines.firstElementChild;
    lines.append(first);
  })`;
  const { page, talk } = await open('/scrolls', `${LINES}<script>${script}</script>`);
  await page.mouse.move(20, 30);
  await page.mouse.wheel(0, 100);
  await page.mouse.wheel(0, 100);
  const { seen } = await talk.seen('scroll');
  assert.deepEqual([seen.target.selectors.css, seen.target.rect.y, seen.to], ['#two', 20, null]);
  assert.equal(seen.deltaY, 200);
});

test('a field that is called otherwise with every line is found by what lasts', async () => {
  const html = `<textarea aria-label="Line 1"></textarea><textarea aria-label="Notes"></textarea><script>
    const [field] = document.querySelectorAll('textarea');
    field.oninput = () => { field.ariaLabel = 'Line ' + field.value.split('\\n').length; };
  </script>`;
  const { page, talk } = await open('/renamed', html);
  const fields = () => talk.observations.filter(({ seen: { kind } }) => kind === 'field').map(({ seen }) => seen.field);
  await page.getByLabel('Line 1').pressSequentially('one\ntwo\nthree');
  await page.getByLabel('Notes').pressSequentially('Buy milk');
  await talk.seen('text', ({ text }) => text.text === 'Buy milk');
  assert.deepEqual(
    fields().map(({ id, target: { primary } }) => [id, primary.family]),
    [
      [1, 'role'],
      [1, 'css'],
      [2, 'role'],
    ],
  );
  const [, { target }] = fields();
  assert.equal(await page.locator(target.selectors.css).getAttribute('aria-label'), 'Line 3');
  assert.equal(target.selectors.name, 'Line 1', 'nothing is read of a name that could say what is being written');
  await page.locator('textarea').first().click();
  const { seen } = await talk.seen('click');
  assert.equal(seen.target.primary.family, 'css');
});

test('a field stays sensitive when it is called otherwise', async () => {
  const html = `<input aria-label="Password"><input aria-label="City"><script>
    const [field] = document.querySelectorAll('input');
    field.oninput = () => { field.ariaLabel = 'canary ' + field.value; };
  </script>`;
  const { page, talk } = await open('/sticky', html);
  await page.locator('input').first().pressSequentially('canary');
  await page.getByLabel('City').pressSequentially('Porto');
  await talk.seen('text', ({ text }) => text.text === 'Porto');
  assert.ok(!talk.everything.includes('canary'));
  assert.equal(talk.observations.filter(({ seen }) => seen.kind === 'secret').length, 1);
});

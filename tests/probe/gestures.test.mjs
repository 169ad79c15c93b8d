// Drags, scrolling, choices, focus, selections and the window's size: each is told once, when it has come to rest, of the
// element it was.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

async function open(path, html) {
  browser.serve(path, `<!doctype html><title>${path}</title><style>body{margin:0}</style>${html}`);
  const { page, talk } = await browser.open(path);
  const of = (...kinds) => talk.observations.map(({ seen }) => seen).filter(({ kind }) => kinds.includes(kind));
  let calls = 0;
  /** What was seen of these kinds until now: a key is told after everything before it. */
  const upToHere = async (...kinds) => {
    calls += 1;
    await page.keyboard.press('F8');
    let told = 0;
    await talk.seen('key', ({ key }) => key === 'F8' && ++told === calls);
    return of(...kinds);
  };
  return { page, talk, upToHere };
}

async function drag(page, from, to, steps = 8) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps });
  await page.mouse.up();
}

const BOX = (id, x, y) =>
  `<div id="${id}" role="button" style="position:absolute;left:${x}px;top:${y}px;width:80px;height:40px;background:silver"></div>`;

test('a drag is one record with its way, and no click', async () => {
  const { page, talk, upToHere } = await open('/drag', BOX('one', 100, 100) + BOX('two', 400, 300));
  await drag(page, [120, 110], [420, 320]);
  const { seen } = await talk.seen('drag');
  assert.equal(seen.how, 'pointer');
  assert.equal(seen.target.selectors.css, '#one');
  assert.equal(seen.onto.selectors.css, '#two');
  assert.deepEqual(seen.path[0], { x: 120, y: 110 });
  assert.deepEqual(seen.path.at(-1), { x: 420, y: 320 });
  assert.ok(seen.path.length >= 5 && seen.path.length <= 64, `${seen.path.length} points`);
  assert.deepEqual((await upToHere('drag', 'click')).length, 1);
});

test('a long way keeps its ends and at most 64 points', async () => {
  const { page, talk } = await open('/way', BOX('one', 0, 0));
  await page.mouse.move(10, 10);
  await page.mouse.down();
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.move(turn % 2 ? 10 : 900, 20 + turn * 20, { steps: 20 });
  await page.mouse.up();
  const { seen } = await talk.seen('drag');
  assert.ok(seen.path.length > 30 && seen.path.length <= 64, `${seen.path.length} points`);
  assert.deepEqual(seen.path[0], { x: 10, y: 10 });
  assert.deepEqual(seen.path.at(-1), { x: 10, y: 400 });
});

test('a hand that shakes clicks', async () => {
  const { page, talk, upToHere } = await open('/shake', BOX('one', 100, 100));
  await drag(page, [120, 110], [123, 112], 2);
  await talk.seen('click');
  assert.deepEqual((await upToHere('drag', 'click')).length, 1);
});

test('a drag that stays in its element is no click either, though the page gets one', async () => {
  const html = `${BOX('one', 100, 100)}<output></output><script>
    one.onclick = () => { document.querySelector('output').textContent = 'clicked'; };
  </script>`;
  const { page, talk, upToHere } = await open('/inside', html);
  await drag(page, [110, 110], [170, 130]);
  const { seen } = await talk.seen('drag');
  assert.equal(seen.onto, null);
  await page.locator('output', { hasText: 'clicked' }).waitFor();
  assert.equal((await upToHere('drag', 'click')).length, 1);
});

test('the drag and drop of the browser', async () => {
  const html = `${BOX('one', 100, 100)}${BOX('two', 400, 300)}<script>
    one.draggable = true;
    two.ondragover = (event) => event.preventDefault();
    two.ondrop = () => { two.textContent = 'dropped'; };
  </script>`;
  const { page, talk, upToHere } = await open('/drop', html);
  await drag(page, [120, 110], [420, 320]);
  await page.locator('#two', { hasText: 'dropped' }).waitFor();
  const { seen } = await talk.seen('drag');
  assert.equal(seen.how, 'drop');
  assert.equal(seen.target.selectors.css, '#one');
  assert.equal(seen.onto.selectors.css, '#two');
  assert.equal((await upToHere('drag', 'click')).length, 1);
});

test('text that is dragged over is selected, and only how long it is is told of a page', async () => {
  const { page, talk, upToHere } = await open(
    '/text',
    '<p style="font:20px monospace;margin:40px">other people wrote this</p>',
  );
  await drag(page, [45, 50], [200, 52]);
  const { seen } = await talk.seen('drag');
  assert.equal(seen.how, 'selection');
  const { seen: selected } = await talk.seen('select');
  const text = await page.evaluate(() => getSelection().toString());
  assert.ok(text.length > 3);
  assert.deepEqual([selected.length, selected.at, selected.target.tag], [text.length, null, 'p']);
  assert.equal((await upToHere('select')).length, 1);
});

test('what is selected in a field is told by its place and length, once', async () => {
  const { page, talk, upToHere } = await open('/field', '<input aria-label="Note" value="alpha beta gamma">');
  await page.click('input');
  await page.keyboard.press('Control+a');
  const { seen } = await talk.seen('select');
  assert.deepEqual(seen, { kind: 'select', length: 16, at: 0, target: seen.target });
  assert.equal(seen.target.selectors.name, 'Note');
  await page.keyboard.press('F7');
  await talk.until(({ message }) => message.kind === 'settled' && message.n >= talk.observations.at(-1)?.n);
  assert.equal((await upToHere('select')).length, 1);
});

test('a part of a secret, which looks like none, is not told when it is selected', async () => {
  const { page, talk } = await open('/part', '<input aria-label="Note" value="use ghp_canaryCANARY now" size="40">');
  await page.click('input');
  await page.keyboard.press('Home');
  for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight');
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('Shift+ArrowRight');
  const { seen } = await talk.seen('select', ({ length }) => length === 6);
  assert.equal(seen.at, 10);
  assert.ok(!JSON.stringify(seen).includes('naryCA'));
});

test('nothing is told of what is selected in a sensitive field', async () => {
  const html = '<input type="password" value="hunter2-canary"><input aria-label="Note" value="control">';
  const { page, talk } = await open('/secret', html);
  await page.click('input[type=password]');
  await page.keyboard.press('Control+a');
  await page.click('[aria-label=Note]');
  await page.keyboard.press('Control+a');
  const { seen } = await talk.seen('select');
  assert.equal(seen.target.selectors.name, 'Note');
  assert.ok(!talk.everything.includes('hunter2'));
  const lengths = talk.observations.flatMap(({ seen }) => (seen.kind === 'select' ? [seen.length] : []));
  assert.deepEqual(lengths, ['control'.length]);
});

test('scrolling one way is one record, of what was scrolled', async () => {
  const html = `<div id="list" style="position:absolute;left:50px;top:50px;width:300px;height:200px;overflow:auto">
    <div style="height:5000px"><button>In it</button></div></div><div style="height:3000px"></div>`;
  const { page, talk } = await open('/wheel', html);
  await page.mouse.move(100, 100);
  for (let turn = 0; turn < 3; turn += 1) await page.mouse.wheel(0, 120);
  const { seen } = await talk.seen('scroll');
  assert.equal(seen.target.selectors.css, '#list');
  assert.deepEqual([seen.deltaX, seen.deltaY, seen.deltaMode], [0, 360, 0]);
  assert.deepEqual(seen.to, { x: 0, y: await page.evaluate(() => document.querySelector('#list').scrollTop) });
  assert.deepEqual(seen.point, { x: 100, y: 100 });
  await page.mouse.wheel(0, -120);
  const { seen: back } = await talk.seen('scroll', ({ deltaY }) => deltaY < 0);
  assert.equal(back.deltaY, -120);
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, 200);
  const { seen: all } = await talk.seen('scroll', ({ deltaY }) => deltaY === 200);
  assert.equal(all.target.tag, 'html');
  assert.ok(all.to.y > 0);
});

test('two fingers that do not go quite straight scroll one way', async () => {
  const { page, talk, upToHere } = await open('/fingers', '<div style="height:9000px"></div>');
  await page.mouse.move(100, 100);
  for (const aside of [0, 1, -1, 2, 0, -2]) await page.mouse.wheel(aside, 40);
  const { seen } = await talk.seen('scroll');
  assert.deepEqual([seen.deltaX, seen.deltaY], [0, 240]);
  await page.mouse.wheel(40, 1);
  await page.mouse.wheel(-40, 1);
  await talk.seen('scroll', ({ deltaX }) => deltaX === -40);
  assert.equal((await upToHere('scroll')).length, 3);
});

test('a box that holds thousands of empty ones holds nobody up', async (t) => {
  const rows = `<x-list id="box"></x-list><script>
    box.attachShadow({ mode: 'open' }).innerHTML = '<slot></slot>';
    for (let row = 0; row < 6000; row += 1) box.append(document.createElement('x-row'));</script>`;
  const style = '<style>#box,x-row{display:block;height:20px}#box{height:600px;overflow:auto}</style>';
  const watch = `<script>globalThis.longest = 0;
    new PerformanceObserver((list) => {
      longest = Math.max(longest, ...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });</script>`;
  for (const [name, html] of [
    ['cells', `<div id="box"><table>${`<tr>${'<td></td>'.repeat(100)}</tr>`.repeat(600)}</table></div>`],
    ['rows in a slot', rows],
  ]) {
    await t.test(name, async () => {
      const { page, talk } = await open('/empty', style + watch + html);
      await page.mouse.move(900, 300);
      await talk.until(({ message }) => message.kind === 'settled');
      await page.evaluate(() => {
        globalThis.longest = 0;
      });
      await page.mouse.wheel(0, 40);
      await talk.seen('scroll');
      await page.mouse.click(900, 300);
      await talk.seen('click');
      const most = await page.evaluate(() => new Promise((done) => setTimeout(() => done(globalThis.longest), 100)));
      assert.ok(most < 200, `${most} ms`);
      await page.close();
    });
  }
});

test('a page that scrolls by itself has no offset to tell', async () => {
  const html = `${BOX('map', 100, 100)}<script>
    map.addEventListener('wheel', (event) => { event.preventDefault(); map.textContent = 'zoomed'; });
  </script>`;
  const { page, talk } = await open('/map', html);
  await page.mouse.move(120, 120);
  await page.mouse.wheel(0, 240);
  const { seen } = await talk.seen('scroll');
  assert.deepEqual([seen.target.selectors.css, seen.deltaY, seen.to], ['#map', 240, null]);
});

test('a press in a box that could scroll, and does not, is no scrolling', async () => {
  const html = `<div id="box" style="height:100px;overflow:auto"><p style="height:900px">x</p></div>
    <script>box.addEventListener('pointerdown', () => { document.scrollingElement.scrollTop = 40; });</script>
    <div style="height:3000px"></div>`;
  const { page, talk, upToHere } = await open('/box', html);
  await page.click('#box');
  await talk.seen('click');
  await page.waitForFunction(() => scrollY === 40);
  assert.deepEqual(await upToHere('scroll'), []);
});

test('a scroll bar that is dragged scrolls what it is of, and is no click', async (t) => {
  const other = await start({ scrollBars: true });
  t.after(() => other.close());
  const box = 'width:300px;height:200px;overflow:scroll';
  other.serve(
    '/bar',
    `<!doctype html><style>body{margin:0}</style><div id="box" style="${box}"><p style="height:2000px">x</p></div>`,
  );
  const { page, talk } = await other.open('/bar');
  const inner = await page.evaluate(() => document.querySelector('#box').clientWidth);
  assert.ok(inner < 300, 'there is a bar');
  await drag(page, [inner + 5, 30], [inner + 5, 90]);
  const { seen } = await talk.seen('scroll');
  const to = await page.evaluate(() => document.querySelector('#box').scrollTop);
  assert.ok(to > 100);
  assert.deepEqual([seen.target.selectors.css, seen.to, seen.deltaY], ['#box', { x: 0, y: to }, to]);
  assert.deepEqual(
    talk.observations.map(({ seen: { kind } }) => kind),
    ['navigate', 'scroll'],
  );
});

test('scrolling that is under way comes before the key that ends it', async () => {
  const { page, upToHere } = await open('/order', '<div style="height:3000px"></div>');
  await page.mouse.move(100, 100);
  await page.mouse.wheel(0, 100);
  const seen = await upToHere('scroll', 'key');
  assert.deepEqual(
    seen.map(({ kind }) => kind),
    ['scroll', 'key'],
  );
});

test('choices', async (t) => {
  const html = `<select aria-label="Theme"><option>Light</option><option>Dark</option></select>
    <select aria-label="Many" multiple><option>One</option><option>Two</option><option>Three</option></select>
    <input type="checkbox" aria-label="Wrap"><input type="radio" name="r" aria-label="Left">
    <input type="range" aria-label="Size" min="0" max="10" value="5">
    <input type="date" aria-label="Day"><input aria-label="Words">`;
  const { page, talk, upToHere } = await open('/choices', html);
  const told = (name, value) =>
    talk.seen(
      'change',
      ({ target: { selectors }, value: told }) => [selectors.name, selectors.label].includes(name) && told === value,
    );
  const cases = [
    ['Theme', 'Dark', () => page.locator('[aria-label=Theme]').press('ArrowDown')],
    ['Wrap', 'true', () => page.click('[aria-label=Wrap]')],
    ['Left', 'true', () => page.click('[aria-label=Left]')],
    ['Size', '6', () => page.locator('[aria-label=Size]').press('ArrowRight')],
    ['Day', '2026-11-25', () => page.locator('[aria-label=Day]').pressSequentially('11252026')],
  ];
  for (const [name, value, act] of cases) {
    await t.test(name, async () => {
      await act();
      const { seen } = await told(name, value);
      assert.deepEqual([seen.value, seen.autofilled], [value, false]);
    });
  }
  await t.test('what is typed is not chosen, and what a script chooses is not told', async () => {
    await page.selectOption('[aria-label=Many]', ['One', 'Two']);
    await page.locator('[aria-label=Words]').pressSequentially('typed');
    await page.click('[aria-label=Wrap]');
    const names = (await upToHere('change')).map(({ target }) => target.selectors.name);
    assert.ok(!names.includes('Words') && !names.includes('Many'), `${names}`);
    assert.equal(names.filter((name) => name === 'Wrap').length, 2);
  });
});

test('a box that a script clicks is not chosen by anybody', async () => {
  const html = `<input type="checkbox" id="box" aria-label="Terms"><p id="done"></p>
    <script>setTimeout(() => { box.click(); done.textContent = 'clicked'; });</script>`;
  const { page, talk, upToHere } = await open('/forged', html);
  await page.getByText('clicked').waitFor();
  assert.deepEqual(await upToHere('change'), []);
  await page.getByLabel('Terms').click();
  await talk.seen('change', ({ value }) => value === 'false');
  await page.keyboard.press('Space');
  await talk.seen('change', ({ value }) => value === 'true');
});

test('files are counted, and not named', async (t) => {
  const { page, talk } = await open('/files', '<input type="file" multiple aria-label="Papers">');
  const folder = await mkdtemp(join(tmpdir(), 'papers-'));
  t.after(() => rm(folder, { recursive: true }));
  const files = ['canary-one.txt', 'canary-two.txt'].map((name) => join(folder, name));
  for (const file of files) await writeFile(file, 'words');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.click('input')]);
  await chooser.setFiles(files);
  const { seen } = await talk.seen('change');
  assert.equal(seen.value, '2');
  assert.ok(!talk.everything.includes('canary'));
});

test('a choice in a sensitive control is not told', async () => {
  const html = '<div data-private><input type="checkbox" id="a"></div><input type="checkbox" aria-label="Control">';
  const { page, talk, upToHere } = await open('/private', html);
  await page.click('#a');
  await page.click('[aria-label=Control]');
  await talk.seen('change');
  assert.equal((await upToHere('change')).length, 1);
});

test('the focus is told when a key or the page moves it, not when a press does', async () => {
  const html = `<button>First</button><button>Second</button><button id="jump">Jump</button><button id="end">End</button>
    <script>jump.onclick = () => setTimeout(() => end.focus());</script>`;
  const { page, talk, upToHere } = await open('/focus', html);
  await page.click('text=First');
  await page.keyboard.press('Tab');
  const { seen } = await talk.seen('focus');
  assert.deepEqual([seen.byKey, seen.target.selectors.name], [true, 'Second']);
  await page.click('#jump');
  const { seen: jumped } = await talk.seen('focus', ({ target }) => target.selectors.name === 'End');
  assert.equal(jumped.byKey, false);
  assert.equal((await upToHere('focus')).length, 2);
});

test('a window that was resized, once it is still', async () => {
  const { page, talk, upToHere } = await open('/resize', '<p>x</p>');
  for (const width of [900, 850, 800]) await page.setViewportSize({ width, height: 600 });
  const { seen } = await talk.seen('resize', ({ width }) => width === 800);
  assert.deepEqual([seen.width, seen.height, seen.dpr], [800, 600, 1]);
  const widths = (await upToHere('resize')).map(({ width }) => width);
  assert.equal(widths.at(-1), 800);
});

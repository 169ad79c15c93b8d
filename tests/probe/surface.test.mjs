// Where only surfaces may be seen, nothing else is: whatever is drawn beside them, or over them by something that is not in
// them, is filled. Told from pixels, as in ticket-pixels.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';
import { differences, fillOf, ROW } from './pixels.mjs';

const SECRET = 'Meet at noon, Ann';
const DECOY = 'wwmm%mm%wwwwm%wmm';
const SMALL = (text) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15">${text}</text></svg>`)}`;

/** What is drawn over a surface that is a row high, or beside it. */
const ROWS = [
  ['a toast', (text) => `<div class="over" style="background:#fff;border:1px solid">${text}</div>`],
  ['a toast without a background', (text) => `<div class="over">${text}</div>`],
  [
    'a toast in a shadow tree',
    (text) => `<div class="over"><template shadowrootmode="closed"><p>${text}</p></template></div>`,
  ],
  [
    'a toast of a stylesheet',
    (text) =>
      `<style>.css::after{content:"${text}";position:absolute;left:10px;top:20px;white-space:nowrap}</style><div class="over css"></div>`,
  ],
  ['a small image', (text) => `<img class="over" width="90" height="20" src='${SMALL(text)}'>`],
  [
    'a small background',
    (text) => `<div class="over" style='width:90px;height:20px;background-image:url("${SMALL(text)}")'></div>`,
  ],
  ['a field', (text) => `<input class="over" value="${text}">`],
  ['a drawing', (text) => `<svg class="over" width="300" height="40"><text y="20">${text}</text></svg>`],
  [
    'a popover',
    (text, top) =>
      `<div popover="manual" style="margin:0;inset:auto;left:10px;top:${top + 9}px;border:0">${text}</div>`,
    (row) => row.querySelector('[popover]').showPopover(),
  ],
  ['what the surface itself says of a person', () => '', undefined, (text) => `<p>${text}</p>`],
  [
    'what reaches out of a surface',
    () => '',
    undefined,
    (text) => `<p style="position:absolute;top:41px;left:0">${text}</p>`,
  ],
];

let browser;
let found;
before(async () => {
  browser = await start();
  await browser.configure({ surfaceSelectors: ['.surface'] });
  const secret = ['jo.doe@example.com', 'wm%wmw%m%wmwmwmw%w'];
  const html = (text, mail) =>
    `<!doctype html><meta charset="utf-8"><style>body{margin:0;font:14px monospace}p{margin:0}input{font:inherit}
     .row{position:absolute;left:0;width:1000px;height:${ROW}px}.surface{position:absolute;top:10px;width:1000px;height:40px;background:#eef}
     .over{position:absolute;left:10px;top:15px}aside{position:absolute;left:560px;top:8px}</style>${ROWS.map(
       ([, over, , inside], index) =>
         `<div class="row" style="top:${index * ROW}px"><div class="surface">${inside?.(index === 9 ? mail : text) ?? ''}<aside>Harmless text</aside></div>${over(text, index * ROW)}</div>`,
     ).join('')}`;
  browser.serve('/surface', html(SECRET, secret[0]));
  browser.serve('/decoy', html(DECOY, secret[1]));
  const prepare = async (page) => {
    for (const [index, [, , task]] of ROWS.entries()) if (task) await page.locator('.row').nth(index).evaluate(task);
    return page.screenshot();
  };
  const { page, talk } = await browser.open('/surface');
  await talk.until(({ message }) => message.kind === 'settled');
  const one = await prepare(page);
  const { ready, closed } = await talk.ticket(1);
  const fill = fillOf([...ready.rects, ...closed.rects, ...closed.changed], ready.view, 1);
  const surfaces = fillOf(ready.surfaces, ready.view, 1);
  await page.goto(`${browser.origin}/decoy`);
  const other = await prepare(page);
  found = await differences(page, one, other, fill, ROWS.length, { surfaces });
});
after(() => browser.close());

for (const [index, [name]] of ROWS.entries()) {
  test(`over a surface is filled: ${name}`, () => {
    const { differ, bare, control } = found[index];
    assert.ok(differ > 10, `nothing is drawn: ${differ} pixels`);
    assert.equal(bare, 0, `${bare} of ${differ} pixels are not filled`);
    assert.equal(control, 0, 'the surface beside it is filled');
  });
}

test('frames are a part of a surface, or show their own', async () => {
  browser.serve('/child', '<div class="surface" style="width:50px;height:20px">child</div>');
  browser.serve(
    '/frames',
    `<div class="surface" style="width:400px;height:200px"><iframe src="/child"></iframe></div><iframe src="/child"></iframe>`,
  );
  const { talk } = await browser.open('/frames');
  await talk.until(({ message }) => message.kind === 'settled');
  const { ready } = await talk.ticket(1);
  assert.deepEqual(
    ready.children.map(({ surface }) => surface),
    [true, false],
  );
  assert.equal(ready.surfaces.length, 1);
});

// What is selected outside of the field in use: how much, and of which element. Never how long what a field holds is.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

const FIELDS = `<input type="password" value="hunter2-canary"><input aria-label="Note" value="alpha beta">`;
const TEXT = '<p style="margin:0">Words of the page</p>';

/** Puts markup into shadow trees of a page. */
function inTree(mode, html) {
  return `<x-box></x-box><script>
    document.querySelector('x-box').attachShadow({ mode: '${mode}' }).innerHTML = ${JSON.stringify(html)};
  </script>`;
}

for (const [name, html] of [
  ['of a page', FIELDS],
  ['in an open tree', inTree('open', FIELDS)],
  ['in a closed tree', inTree('closed', FIELDS)],
]) {
  test(`what a field ${name} has selected is no selection of the page once the focus is gone`, async () => {
    browser.serve('/left', `<!doctype html><style>body{margin:0}</style>${TEXT}${html}<button>Go</button>`);
    const { page, talk } = await browser.open('/left');
    for (const x of [20, 190]) {
      await page.mouse.click(x, 30);
      await page.keyboard.press('Control+a');
      await page.click('button');
      await talk.until(({ message }) => message.kind === 'settled' && message.n >= talk.observations.at(-1)?.n);
    }
    await page.dblclick('p', { position: { x: 10, y: 8 } });
    await talk.seen('select', ({ target }) => target.tag === 'p');
    const selections = talk.observations.flatMap(({ seen }) => (seen.kind === 'select' ? [seen] : []));
    assert.deepEqual(
      selections.map(({ length, target: { tag } }) => [length, tag]),
      [
        [10, 'input'],
        [5, 'p'],
      ],
    );
    await page.close();
  });
}

for (const mode of ['open', 'closed']) {
  test(`text that is selected in a tree that is ${mode} is told of its element there, unless that is masked`, async () => {
    const html = `${TEXT}<p class="rr-mask" style="margin:0">Masked words</p>`;
    browser.serve('/tree', `<!doctype html><style>body{margin:0}</style>${inTree(mode, html)}`);
    const { page, talk } = await browser.open('/tree');
    await page.mouse.dblclick(10, 27);
    await page.mouse.dblclick(10, 8);
    const { seen } = await talk.seen('select');
    assert.deepEqual([seen.length, seen.target.tag, seen.target.shadow], [5, 'p', ['body > x-box']]);
    await page.close();
  });
}

// Components draw themselves in shadow trees: what is done there is told of the element that a person means.

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

/** Elements with a shadow tree each: `[selector, mode, html]`, outer ones first. */
function trees(...each) {
  return `<script>for (const [selector, mode, html] of ${JSON.stringify(each)}) {
    const all = (root) => [...root.querySelectorAll(selector), ...[...root.querySelectorAll('*')].flatMap(
      (element) => element.opened ? all(element.opened) : [])];
    for (const host of all(document)) (host.opened = host.attachShadow({ mode })).innerHTML = html;
  }</script>`;
}

/** Clicks in the middle of an element, wherever it is. */
async function clickOn(page, selector) {
  const { x, y, width, height } = await page.locator(selector).boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
}

test('a click on slotted text names the element that the text is in', async (t) => {
  const button = ['x-button', 'open', '<button style="width:120px;height:40px"><slot></slot></button>'];
  const cases = [
    ['in an open tree', '<x-button id="save">Save</x-button>', [button], 'x-button'],
    ['in a closed tree', '<x-button id="save">Save</x-button>', [button.with(1, 'closed')], 'x-button'],
    [
      'handed on from tree to tree',
      '<x-pair>Save</x-pair>',
      [['x-pair', 'open', '<x-button><slot></slot></x-button>'], button],
      'x-pair',
    ],
    [
      'in a slot with a box',
      '<x-button>Save</x-button>',
      [button.with(2, button[2].replace('<slot', '<slot style="display:block"'))],
      'x-button',
    ],
    [
      'but not beside it, in a slot with a box',
      '<x-button>Save</x-button>',
      [button.with(2, button[2].replace('<slot', '<slot style="display:block;text-align:right"'))],
      'slot',
    ],
    ['in an element that is slotted', '<x-button><b>Save</b></x-button>', [button], 'b'],
    [
      'a slot’s own, for want of another',
      '<x-button></x-button>',
      [button.with(2, '<button><slot>Save</slot></button>')],
      'button',
    ],
  ];
  for (const [name, html, roots, tag] of cases) {
    await t.test(name, async () => {
      const { page, talk } = await open('/slot', html + trees(...roots));
      await clickOn(page, html.match(/<(x-\w+)/)[1]);
      const { seen } = await talk.seen('click');
      assert.equal(seen.target.tag, tag);
      assert.ok(seen.target.rect.width > 0, 'it has a box');
      await page.close();
    });
  }
});

test('nothing is told of slotted text that a tree around its slot masks', async (t) => {
  const masked = '<p data-private style="margin:0"><slot></slot></p>';
  const cases = [
    ['right around it', '<x-note>canary-note</x-note>', [['x-note', 'open', masked]]],
    [
      'in the tree that it is handed on to',
      '<x-pair>canary-note</x-pair>',
      [
        ['x-pair', 'open', '<x-note><slot></slot></x-note>'],
        ['x-note', 'open', masked],
      ],
    ],
    [
      'by its characters',
      '<x-note>canary-note</x-note>',
      [['x-note', 'open', masked.replace('data-private style="', 'style="-webkit-text-security:disc;')]],
    ],
  ];
  for (const [name, html, roots] of cases) {
    await t.test(name, async () => {
      const { page, talk } = await open('/masked', html + trees(...roots));
      await page.mouse.click(20, 8);
      await talk.seen('click');
      assert.ok(!talk.everything.includes('canary'));
      await page.close();
    });
  }
});

test('a name leaves out what is slotted in a place that is masked', async (t) => {
  const inside = '<span data-private><slot></slot></span>';
  const handedOn = [
    ['x-pair', 'closed', '<x-note><slot></slot></x-note>'],
    ['x-note', 'closed', inside],
  ];
  for (const [name, tag, roots] of [
    ['text', 'x-note', [['x-note', 'open', inside]]],
    ['in a closed tree', 'x-note', [['x-note', 'closed', inside]]],
    ['handed on', 'x-pair', handedOn],
  ]) {
    await t.test(name, async () => {
      const html = `<button>Send <${tag}>canary-text<b>canary-element</b></${tag}> now</button>`;
      const { page, talk } = await open('/masked-name', html + trees(...roots));
      await page.mouse.click(10, 10);
      const { target } = (await talk.seen('click')).seen;
      assert.equal(target.selectors.name, 'Send now');
      assert.ok(!talk.everything.includes('canary'));
      await page.close();
    });
  }
});

test('a choice in a shadow tree is told, once', async (t) => {
  const box = '<input type="checkbox" aria-label="Mail" style="margin:4px">';
  const cases = [
    ['open', '<x-box></x-box>', [['x-box', 'open', box]], ['body > x-box']],
    ['closed', '<x-box></x-box>', [['x-box', 'closed', box]], ['body > x-box']],
    [
      'in two trees',
      '<x-pair></x-pair>',
      [
        ['x-pair', 'open', '<x-box></x-box>'],
        ['x-box', 'closed', box],
      ],
      ['body > x-pair', ':host > x-box'],
    ],
    ['slotted', `<x-frame>${box}</x-frame>`, [['x-frame', 'open', '<p style="margin:0"><slot></slot></p>']], []],
  ];
  for (const [name, html, roots, shadow] of cases) {
    await t.test(name, async () => {
      const { page, talk } = await open('/choice', html + trees(...roots));
      await page.mouse.click(10, 10);
      const { seen } = await talk.seen('change');
      assert.deepEqual([seen.value, seen.target.selectors.name, seen.target.shadow], ['true', 'Mail', shadow]);
      await page.keyboard.press('Space');
      await talk.seen('change', ({ value }) => value === 'false');
      const changes = talk.observations.filter(({ seen: { kind } }) => kind === 'change');
      assert.deepEqual(
        changes.map(({ seen: { value } }) => value),
        ['true', 'false'],
      );
      await page.close();
    });
  }
});

test('a choice in a tree that was out of the page for a while is told once', async () => {
  const box = '<input type="checkbox" aria-label="Mail" style="margin:4px">';
  const { page, talk } = await open('/back', `<p>Beside</p><x-box></x-box>${trees(['x-box', 'open', box])}`);
  await page.getByLabel('Mail').click();
  await talk.seen('change');
  await page.evaluate(() => {
    globalThis.host = document.querySelector('x-box');
    host.remove();
  });
  await page.locator('p').click();
  await page.evaluate(() => document.body.append(host));
  await page.getByLabel('Mail').click();
  await page.locator('p').click();
  let presses = 0;
  await talk.seen('click', ({ target }) => target.tag === 'p' && ++presses === 2);
  const changes = talk.observations.filter(({ seen: { kind } }) => kind === 'change');
  assert.deepEqual(
    changes.map(({ seen: { value } }) => value),
    ['true', 'false'],
  );
});

test('a sensitive choice in a shadow tree is not told, and nothing once the probe is gone', async () => {
  const boxes = `<input type="checkbox" aria-label="Mail" style="margin:4px">
    <input type="checkbox" aria-label="canary" class="ph-no-capture" style="margin:4px">`;
  const { page, talk } = await open('/choices', `<x-box></x-box>${trees(['x-box', 'open', boxes])}`);
  await page.getByLabel('canary').click();
  await page.getByLabel('Mail').click();
  await talk.seen('change', ({ target }) => target.selectors.name === 'Mail');
  assert.ok(!talk.everything.includes('canary'));
  await talk.tell({ kind: 'detach' });
  const control = await open('/control', `<x-box></x-box>${trees(['x-box', 'open', boxes])}`);
  await page.getByLabel('Mail').click();
  await control.page.getByLabel('Mail').click();
  await control.talk.seen('change');
  assert.equal(talk.observations.filter(({ seen }) => seen.kind === 'change').length, 1);
});

test('a field and a text are masked by a tree around their slot', async (t) => {
  const inside = '<section data-private><p style="margin:0"><slot></slot></p></section>';
  const html = `<x-field><input style="width:90px;height:20px"><b>canary-name</b></x-field><input id="control">`;
  const cases = [
    ['open', html, [['x-field', 'open', inside]]],
    ['closed', html, [['x-field', 'closed', inside]]],
    [
      'handed on',
      html.replaceAll('x-field', 'x-pair'),
      [
        ['x-pair', 'closed', '<x-field><slot></slot></x-field>'],
        ['x-field', 'closed', inside],
      ],
    ],
  ];
  for (const [name, body, roots] of cases) {
    await t.test(name, async () => {
      const { page, talk } = await open('/slotted-field', body + trees(...roots));
      await page.mouse.click(20, 10);
      await page.keyboard.type('canary');
      await talk.seen('secret');
      await clickOn(page, 'b');
      await talk.seen('click', ({ target }) => target.tag === 'b');
      await page.click('#control');
      await page.keyboard.type('plain');
      await talk.seen('text', ({ text }) => text.text === 'plain');
      const keys = talk.observations.filter(({ seen }) => seen.kind === 'key').map(({ seen }) => seen.key);
      assert.equal(keys.join(''), 'plain');
      assert.ok(!talk.everything.includes('canary'));
      await page.close();
    });
  }
});

// A picture is covered where something sensitive is to be seen, and given up when it can't be known what it shows.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

const MAIL = 'jo.doe+x@example.com';

let browser;
before(async () => {
  browser = await start();
  await browser.serveScript('/monaco.js', 'monaco.mjs');
});
after(() => browser.close());

async function open(path, html) {
  browser.serve(path, `<!doctype html><title>${path}</title><body style="margin:20px">${html}`);
  const session = await browser.open(path);
  await session.talk.until(({ message }) => message.kind === 'settled');
  return session;
}

/** Whether some of the boxes cover every box. */
function covered(rects, boxes) {
  assert.ok(boxes.length);
  return boxes.every((box) => rects.some((rect) => around(rect, box)));
}

function around(rect, box) {
  return (
    rect.x <= box.x &&
    rect.y <= box.y &&
    rect.x + rect.width >= box.x + box.width &&
    rect.y + rect.height >= box.y + box.height
  );
}

/** Where an element's text is drawn, as the page says it. */
const boxesOf = (page, selector) =>
  page.evaluate((css) => {
    const walker = document.createTreeWalker(document.querySelector(css), NodeFilter.SHOW_TEXT);
    const boxes = [];
    while (walker.nextNode()) {
      const range = new Range();
      range.selectNodeContents(walker.currentNode);
      for (const { x, y, width, height } of range.getClientRects()) boxes.push({ x, y, width, height });
    }
    return boxes;
  }, selector);

test('a mail address split over inline elements is covered, and what is beside it is not', async () => {
  const html = `<p><i id="plain">Write to</i> <b id="a">jo.doe</b><i id="b">+x</i>@<span><u id="c">example</u></span><em id="d">.com</em> or not.</p>`;
  const { page, talk } = await open('/split', html);
  const { ready, closed } = await talk.ticket(1);
  for (const id of ['a', 'b', 'c', 'd']) assert.ok(covered(ready.rects, await boxesOf(page, `#${id}`)), id);
  const [plain] = await boxesOf(page, '#plain');
  assert.ok(!ready.rects.some((rect) => rect.x < plain.x + plain.width - 1));
  assert.equal(closed.moved, false);
  assert.deepEqual(closed.rects, ready.rects);
  assert.deepEqual(closed.changed, []);
  assert.equal(ready.view.width, 1000);
});

const SHOWN = [
  ['soft-wrapped over two lines', `<p style="width:90px;word-break:break-all" class="t">${MAIL}</p>`],
  ['from right to left', `<p dir="rtl">כתבו אל <b class="t">${MAIL}</b></p>`],
  [
    'in an overflow container',
    `<div style="overflow:auto;height:50px"><p class="t">${MAIL}</p><p style="height:900px"></p></div>`,
  ],
  ['under a transform', `<p style="transform:scale(.5) rotate(3deg)" class="t">${MAIL}</p>`],
  ['in a picture of text', `<svg width="400" height="40"><text y="20" class="t">${MAIL}</text></svg>`],
  ['in an open shadow tree', `<div><template shadowrootmode="open"><p>${MAIL}</p></template></div>`, 'div'],
  ['in a closed shadow tree', `<div><template shadowrootmode="closed"><p>${MAIL}</p></template></div>`, 'div'],
  ['in a field', `<input class="t" value="${MAIL}">`, 'input'],
  ['as a placeholder', `<input class="t" placeholder="${MAIL}">`, 'input'],
  ['in a text area', `<textarea class="t">${MAIL}</textarea>`, 'textarea'],
  ['in a list', `<select><option>${MAIL}</option></select>`, 'select'],
  ['on a button', `<input type="submit" value="${MAIL}">`, 'input'],
  [
    'over many lines of code',
    `<div style="white-space:pre" class="t"><div>-----BEGIN KEY-----</div><div>abc</div><div>-----END KEY-----</div></div>`,
  ],
];
for (const [name, html, element] of SHOWN) {
  test(`a secret ${name} is covered`, async () => {
    const { page, talk } = await open('/shown', html);
    const { ready } = await talk.ticket(1);
    const boxes = element ? [await inner(page, element)] : await boxesOf(page, '.t');
    assert.ok(covered(ready.rects, boxes.filter(({ width }) => width > 0).map(shrunk)));
    await page.close();
  });
}

/** The box of an element; of a shadow host, a part that its text is in for sure. */
async function inner(page, selector) {
  const box = await page.locator(selector).first().boundingBox();
  return selector === 'div' ? { x: box.x + 5, y: box.y + 6, width: 60, height: 4 } : box;
}

/** A pixel less on each side: how a page and its picture round is not what is tested. */
function shrunk({ x, y, width, height }) {
  return { x: x + 1, y: y + 1, width: Math.max(0, width - 2), height: Math.max(0, height - 2) };
}

const COVERED = [
  ['a password field', '<input type="password" class="t" value="x">'],
  ['what another recorder masks', '<p class="t rr-block">text</p>'],
  ['a canvas', '<canvas class="t" width="50" height="50"></canvas>'],
  ['a video', '<video class="t" width="50" height="50"></video>'],
];
for (const [name, html] of COVERED) {
  test(`${name} is covered whatever it shows`, async () => {
    const { page, talk } = await open('/covered', `<p>Control</p>${html}`);
    const { ready } = await talk.ticket(1);
    assert.ok(covered(ready.rects, [await page.locator('.t').boundingBox()]));
    assert.equal(
      ready.rects.some(({ y }) => y < 30),
      false,
    );
    await page.close();
  });
}

test('a canvas is shown where the policy trusts it', async () => {
  await browser.configure({ trustCanvas: true });
  const { talk } = await open(
    '/trusted',
    '<canvas width="50" height="50"></canvas><video width="20" height="20"></video>',
  );
  const { ready } = await talk.ticket(1);
  assert.equal(ready.rects.length, 1);
  await browser.configure({ trustCanvas: false });
});

test('lines of Monaco are one text, in the order in which they are drawn', async () => {
  const { page, talk } = await open(
    '/monaco',
    '<link rel="stylesheet" href="/monaco.css"><div id="editor" style="height:300px"></div><script src="/monaco.js"></script>',
  );
  await page.click('.view-lines');
  await page.keyboard.type('-----BEGIN KEY-----\nabc\n-----END KEY-----\nharmless');
  await page.waitForFunction(() => document.querySelector('.view-lines').textContent.includes('harmless'));
  const { ready } = await talk.ticket(1);
  const lines = await page.locator('.view-line').evaluateAll((all) =>
    all.map((line) => {
      const { x, y, width, height } = line.querySelector('span').getBoundingClientRect();
      return { text: line.textContent, box: { x, y: y + 4, width, height: height - 8 } };
    }),
  );
  for (const { text, box } of lines) assert.equal(covered(ready.rects, [shrunk(box)]), text !== 'harmless', text);
});

test('children are told by index and content box', async () => {
  browser.serve('/child', 'child');
  const { talk } = await open(
    '/children',
    `<iframe src="/child" style="position:absolute;left:50px;top:60px;width:200px;height:100px;border:3px solid"></iframe>
     <div style="position:absolute;left:400px;transform:rotate(5deg)"><iframe src="/child"></iframe></div>
     <iframe src="/child" style="position:absolute;top:5000px"></iframe>`,
  );
  const { ready } = await talk.ticket(1);
  assert.deepEqual(ready.children[0], {
    index: 0,
    rect: { x: 53, y: 63, width: 200, height: 100 },
    transformed: false,
    surface: false,
  });
  assert.equal(ready.children[1].transformed, true);
  assert.equal(ready.children.length, 3);
});

/** How much of a page may change: see `src/capture/ticket.rs`. */
const QUARTER = 0.25;

const MEANWHILE = [
  ['nothing', () => {}, false],
  [
    'a blinking caret',
    () => {
      document.getElementById('caret').style.visibility = 'hidden';
    },
    false,
  ],
  [
    'a spinner',
    () => {
      document.getElementById('spinner').style.transform = 'rotate(40deg)';
    },
    false,
  ],
  ['scrolling', () => scrollTo(0, 100), true],
  [
    'scrolling inside',
    () => {
      document.getElementById('inside').scrollTop = 50;
    },
    true,
  ],
  [
    'a new page',
    () => {
      document.getElementById('app').innerHTML = '<div style="height:600px">Else</div>';
    },
    true,
  ],
];
for (const [name, change, moved] of MEANWHILE) {
  test(`${name} while the picture is taken ${moved ? 'spoils' : 'does not spoil'} it`, async () => {
    const { page, talk } = await open(
      '/meanwhile',
      `<div id="app">Text</div><b id="caret" style="position:absolute;width:2px;height:20px;background:red"></b>
       <div id="spinner" style="width:24px;height:24px;border:2px dotted"></div>
       <div id="inside" style="height:60px;overflow:auto"><p style="height:500px">in</p></div><p style="height:3000px">End</p>`,
    );
    const { closed } = await talk.ticket(1, () => page.evaluate(change));
    const area = closed.changed.reduce((sum, { width, height }) => sum + width * height, 0);
    assert.equal(closed.moved || area > 1000 * 700 * QUARTER, moved);
    await page.close();
  });
}

test('text that changes while the picture is taken is covered, before and after', async () => {
  const { page, talk } = await open('/live', '<p id="one">first</p><p id="two">second</p><p id="three">third</p>');
  const [before] = await boxesOf(page, '#two');
  const { closed } = await talk.ticket(1, () =>
    page.evaluate(() => {
      document.querySelector('#two').firstChild.data = 'a much longer text';
      document.querySelector('#three').innerHTML = '<b>new</b>';
    }),
  );
  const [after] = await boxesOf(page, '#two');
  const [added] = await boxesOf(page, '#three');
  assert.ok(covered(closed.changed, [before, after, added]));
  const [untouched] = await boxesOf(page, '#one');
  assert.ok(!closed.changed.some(({ y }) => y < untouched.y + untouched.height));
  assert.equal(closed.moved, false);
});

test('a secret that moves while the picture is taken is covered on its way', async () => {
  const { page, talk } = await open('/way', `<p id="mail" style="position:absolute;top:100px;left:20px">${MAIL}</p>`);
  const [before] = await boxesOf(page, '#mail');
  const { closed } = await talk.ticket(1, () =>
    page.evaluate(() => {
      document.getElementById('mail').style.left = '120px';
    }),
  );
  const [after] = await boxesOf(page, '#mail');
  const way = { x: before.x, y: before.y, width: after.x + after.width - before.x, height: before.height };
  assert.ok(covered(closed.changed, [way]));
});

const UNSEEN_CHANGES = [
  [
    'text that only a style sheet reveals',
    '<style>#late{display:none}#box:checked ~ #late{display:block}</style><input type="checkbox" id="box"><p id="late">late</p>',
    () => {
      document.getElementById('box').checked = true;
    },
    '#late',
  ],
  [
    'text that was there for a moment',
    '<p id="host" style="height:30px"></p>',
    () => {
      const flash = document.createElement('b');
      flash.textContent = 'flash';
      const host = document.getElementById('host');
      host.append(flash);
      host.textContent = '';
    },
    '#host',
  ],
  [
    'text that was another for a moment',
    '<p id="same">same</p>',
    () => {
      const text = document.getElementById('same').firstChild;
      text.data = 'else';
      text.data = 'same';
    },
    '#same',
  ],
  [
    'what a field shows',
    '<input id="field" value="one">',
    () => {
      document.getElementById('field').value = 'two';
    },
    '#field',
  ],
];
for (const [name, html, change, selector] of UNSEEN_CHANGES) {
  test(`${name} while the picture is taken is covered`, async () => {
    const { page, talk } = await open('/unseen', `${html}<p id="other">other</p>`);
    const { closed } = await talk.ticket(1, () => page.evaluate(change));
    const texts = await boxesOf(page, selector);
    const boxes = texts.length ? texts : [await page.locator(selector).boundingBox()];
    assert.ok(covered(closed.changed, boxes.map(shrunk)));
    assert.equal(closed.moved, false);
    await page.close();
  });
}

test('text that was not judged is covered', async () => {
  const { page, talk } = await open('/new', '<p id="late"></p><p id="other">other</p>');
  const { closed } = await talk.ticket(1, () =>
    page.evaluate(() => {
      document.getElementById('late').textContent = 'new';
    }),
  );
  assert.ok(covered(closed.rects, await boxesOf(page, '#late')));
  const [other] = await boxesOf(page, '#other');
  assert.ok(!closed.rects.some((rect) => around(rect, other)));
});

test('a frame that is scaled is told by the box that it is drawn in', async () => {
  const { page, talk } = await open(
    '/scaled',
    `<iframe src="/child" style="width:100px;height:50px;transform:scale(3);transform-origin:0 0"></iframe>`,
  );
  const { ready } = await talk.ticket(1);
  const drawn = await page.locator('iframe').boundingBox();
  const [child] = ready.children;
  assert.ok(child.transformed && around(child.rect, shrunk(drawn)));
});

test('a frame is told by the place that it has now', async () => {
  const { page, talk } = await open(
    '/moving',
    '<iframe src="/child" id="a"></iframe><iframe src="/child" id="b"></iframe>',
  );
  await page.evaluate(() => document.getElementById('a').remove());
  await talk.ticket(1);
  const tell = (nonce, message) => browser.worker.evaluate(([to, said]) => globalThis.tell(to, said), [nonce, message]);
  const child = talk.entries.findLast(({ message }) => message.kind === 'hello' && message.frame.join() === '1');
  await tell(child.nonce, { kind: 'open', ticket: 2 });
  const { message } = await talk.until(({ message: said }) => said.kind === 'ready' && said.ticket === 2);
  assert.deepEqual(message.frame, [0]);
});

test('a page of many elements is looked at in slices', async () => {
  const { page, talk } = await open('/many', `<p id="mail">${MAIL}</p>${'<p><b>a</b> <i>b</i> c</p>'.repeat(4_000)}`);
  await page.evaluate(() => {
    globalThis.turns = 0;
    const turn = () => {
      globalThis.turns++;
      setTimeout(turn);
    };
    turn();
  });
  const turns = () => page.evaluate(() => globalThis.turns);
  const began = await turns();
  const { ready } = await talk.ticket(1);
  assert.ok((await turns()) - began > 2, 'the page had no turn');
  assert.ok(covered(ready.rects, await boxesOf(page, '#mail')));
});

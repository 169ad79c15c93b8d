// Every pixel that a secret draws is filled. The page is drawn twice, with a secret and with another text of the same
// length in its place: whatever is not the same in the two pictures was drawn by the secret, however it was drawn.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';
import { differences, fillOf, ROW } from './pixels.mjs';

const SECRET = 'jo.doe+x@example.com';
const DECOY = 'wm%wmw%m%wmwmwmw%wmw';

/** What a row shows of a text: its name, its HTML, and what to do with it once it is there. */
const ROWS = [
  ['plain text', (text) => `<p>Write to ${text}.</p>`],
  ['text in italics, larger than its line', (text) => `<p style="font:italic 30px/1 monospace">${text}</p>`],
  [
    'text over inline elements',
    (text) => `<p>Write <b>${text.slice(0, 4)}</b><i>${text.slice(4, 9)}</i>${text.slice(9)}</p>`,
  ],
  ['soft-wrapped text', (text) => `<p style="width:90px;font-size:10px;word-break:break-all">${text}</p>`],
  ['text from right to left', (text) => `<p dir="rtl">כתבו אל ${text} עוד</p>`],
  [
    'text in flex items',
    (text) => `<p style="display:flex"><span>${text.slice(0, 7)}</span><span>${text.slice(7)}</span></p>`,
  ],
  [
    'words placed one by one',
    (text) =>
      `<b style="position:absolute;left:5px">${text.slice(0, 10)}</b><b style="position:absolute;left:calc(5px + 10ch)">${text.slice(10)}</b>`,
  ],
  ['capitals', (text) => `<p style="text-transform:uppercase">${text}</p>`],
  ['a first letter of its own', (text) => `<style>.fl::first-letter{font-size:36px}</style><p class="fl">${text}</p>`],
  ['vertical writing', (text) => `<p style="writing-mode:vertical-rl;font-size:8px;height:44px">${text}</p>`],
  ['a transform', (text) => `<p style="transform:scale(.8) rotate(2deg);transform-origin:0 0">${text}</p>`],
  [
    'a transform in space',
    (text) => `<div style="perspective:300px"><p style="transform:rotateY(20deg)">${text}</p></div>`,
  ],
  ['CSS zoom', (text) => `<div style="zoom:1.3"><p>${text}</p></div>`],
  ['CSS zoom in a field', (text) => `<div style="zoom:1.3"><input value="${text}" size="24"></div>`],
  [
    'an overflow container',
    (text) => `<div style="overflow:auto;height:40px;width:120px"><p style="width:500px">${text}</p></div>`,
  ],
  [
    'a sticky header',
    (text) =>
      `<div style="overflow:auto;height:50px"><p style="position:sticky;top:0">${text}</p><p style="height:300px"></p></div>`,
  ],
  [
    'a fixed element in a box without size',
    (text, top) =>
      `<div style="overflow:hidden;width:0;height:0"><p style="position:fixed;left:10px;top:${top + 10}px">${text}</p></div>`,
  ],
  [
    'an absolute element that its parent does not cut off',
    (text) =>
      `<div style="overflow:hidden;width:20px;height:20px"><p style="position:absolute;left:60px;top:10px">${text}</p></div>`,
  ],
  ['an open shadow tree', (text) => `<div><template shadowrootmode="open"><p>${text}</p></template></div>`],
  ['a closed shadow tree', (text) => `<div><template shadowrootmode="closed"><p>${text}</p></template></div>`],
  [
    'text in slots',
    (text) =>
      `<div><template shadowrootmode="closed"><p><slot name="a"></slot>${text.slice(5, 12)}<slot></slot></p></template>${text.slice(12)}<b slot="a">${text.slice(0, 5)}</b></div>`,
  ],
  [
    'a slot that leaves its host',
    (text) =>
      `<div style="overflow:hidden;width:10px;height:10px"><template shadowrootmode="closed"><div style="position:absolute;left:50px;top:9px"><slot></slot></div></template>${text}</div>`,
  ],
  ['a field', (text) => `<input value="${text}" size="24">`],
  ['a placeholder', (text) => `<input placeholder="${text}" size="24">`],
  ['a text area', (text) => `<textarea rows="1" cols="24">${text}</textarea>`],
  ['a list', (text) => `<select><option>one<option selected>${text}</select>`],
  ['an open list', (text) => `<select size="2"><option selected>one<option>${text}</select>`],
  ['a button', (text) => `<input type="submit" value="${text}">`],
  ['an image that is missing', (text) => `<img src="/none.png" alt="${text}" width="300" height="30">`],
  [
    'SVG text over spans',
    (text) =>
      `<svg width="400" height="50"><text y="20"><tspan>${text.slice(0, 9)}</tspan><tspan dy="12">${text.slice(9)}</tspan></text></svg>`,
  ],
  [
    'text before and after',
    (text) =>
      `<style>.ba::before{content:"${text.slice(0, 6)}"}.ba::after{content:attr(data-end)}</style><p class="ba" data-end="${text.slice(9)}">${text.slice(6, 9)}</p>`,
  ],
  [
    'a tooltip of CSS',
    (text) =>
      `<style>.tip{position:relative}.tip::after{content:attr(data-tip);position:absolute;left:60px;top:25px;transform:translateX(20px)}</style><span class="tip" data-tip="${text}">tip</span>`,
  ],
  [
    'a tooltip of CSS on something else',
    (text) =>
      `<style>.other::after{content:attr(data-tip);position:absolute;left:60px;top:25px}</style><span class="other" data-tip="${text}">tip</span>`,
  ],
  ['a summary', (text) => `<details><summary>${text}</summary>more</details>`],
  [
    'a dialog on top',
    (text, top) => `<dialog style="margin:0;top:${top}px;padding:2px;border:0">${text}</dialog>`,
    (row) => row.querySelector('dialog').showModal(),
  ],
  [
    'a popover',
    (text, top) =>
      `<div style="overflow:hidden;width:9px;height:9px;position:relative"><div popover="manual" style="inset:auto;position:absolute;margin:0;top:${top + 6}px;left:9px;border:0">${text}</div></div>`,
    (row) => row.querySelector('[popover]').showPopover(),
  ],
  [
    'what is marked',
    (text) => `<p><mark>${text.slice(0, 9)}</mark><span style="user-select:none">${text.slice(9)}</span></p>`,
  ],
  [
    'lines of code',
    (text) =>
      `<div style="white-space:pre;font-size:9px;line-height:10px"><div>-----BEGIN KEY-----</div><div>${text}</div><div>-----END KEY-----</div></div>`,
  ],
  [
    'lines of code whose beginning is out of sight',
    (text) =>
      `<div style="white-space:pre;height:40px;overflow:auto" class="end"><div>-----BEGIN KEY-----</div>${'<div>abc</div>'.repeat(20)}<div>${text}</div><div>-----END KEY-----</div></div>`,
    (row) => {
      row.querySelector('.end').scrollTop = 9_999;
    },
  ],
  [
    'a row of a terminal that goes on in the next',
    (text) =>
      `<div class="xterm" style="font-size:9px;line-height:11px"><div class="xterm-screen"><div class="xterm-rows" style="white-space:pre"><div>$ cat /etc/aliases to</div><div>root:     ${text.slice(0, 11)}</div><div>${text.slice(11)}</div></div></div></div>`,
  ],
  [
    'a line of an editor that goes on in the next',
    (text) =>
      `<div class="view-lines" style="position:relative;white-space:pre;font-size:9px"><div class="view-line" style="position:absolute;top:24px"><span>    ${text.slice(12)}</span></div><div class="view-line" style="position:absolute;top:0"><span>const recipients =</span></div><div class="view-line" style="position:absolute;top:12px"><span>    mail=</span><span>"${text.slice(0, 12)}</span></div></div>`,
  ],
  ['a masked element', (text) => `<p class="rr-block">${text}</p>`],
  [
    'a masked element that is bigger inside',
    (text) =>
      `<p class="ph-no-capture" style="height:2px;width:2px"><b style="position:absolute;left:40px;top:20px">${text}</b></p>`,
  ],
  [
    'a shadow tree in a masked element',
    (text) =>
      `<div data-private style="width:2px;height:2px"><div><template shadowrootmode="closed"><b style="position:absolute;left:40px;top:20px">${text}</b></template></div></div>`,
  ],
  [
    'what is slotted into a mask',
    (text) =>
      `<div><template shadowrootmode="open"><div class="fs-mask" style="height:2px"><slot></slot></div></template><b style="position:absolute;left:40px;top:20px">${text}</b></div>`,
  ],
  ['dots', (text) => `<p style="-webkit-text-security:disc">${text.slice(0, 5 + (text === DECOY) * 5)}</p>`],
  [
    'a canvas',
    (text) => `<canvas width="300" height="40" data-text="${text}"></canvas>`,
    (row) => {
      const canvas = row.querySelector('canvas');
      canvas.getContext('2d').fillText(canvas.dataset.text, 9, 20);
    },
  ],
  ['an image of a document', (text) => picture(text, 300, 40)],
  [
    'a background that is a document',
    (text) => `<div style='width:300px;height:40px;background:${url(text, 300, 40)}'></div>`,
  ],
  [
    'an image in SVG',
    (text) =>
      `<svg width="300" height="40"><image width="300" height="40" href='${url(text, 300, 40).slice(5, -2)}'/></svg>`,
  ],
  [
    'an image of a document behind a name of its own',
    (text) => picture(text, 40, 40),
    async (row) => {
      const image = row.querySelector('img');
      image.src = URL.createObjectURL(
        new Blob([decodeURIComponent(image.src.split(',')[1])], { type: 'image/svg+xml' }),
      );
      await image.decode();
    },
  ],
];

/** An image with a text in it. */
function url(text, width, height) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text y="20">${text}</text></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
}

function picture(text, width, height) {
  return `<img width="${width}" height="${height}" src='${url(text, width, height).slice(5, -2)}'>`;
}

let browser;
let rows;
before(async () => {
  browser = await start();
  const pages = [];
  for (let at = 0; at < ROWS.length; at += 12) pages.push(ROWS.slice(at, at + 12));
  rows = new Map();
  for (const [number, page] of pages.entries())
    for (const [name, row] of await look(`/rows${number}`, page)) rows.set(name, row);
});
after(() => browser.close());

/** Draws rows with the secret and with the decoy; what of each differs, what of it is filled, and how its control stands. */
async function look(path, page) {
  const html = (text) =>
    `<!doctype html><meta charset="utf-8"><style>body{margin:0;font:14px monospace}p{margin:0}input,textarea,select{font:inherit}
     section{position:absolute;left:0;width:480px;height:${ROW}px}aside{position:absolute;left:560px;width:400px}</style>${page
       .map(
         ([, row], index) =>
           `<section style="top:${index * ROW}px">${row(text, index * ROW)}</section><aside style="top:${index * ROW + 20}px">Harmless text</aside>`,
       )
       .join('')}`;
  browser.serve(path, html(SECRET));
  browser.serve(`${path}-decoy`, html(DECOY));
  const prepare = async (to) => {
    for (const [index, [, , task]] of page.entries()) {
      if (task) await to.locator('section').nth(index).evaluate(task);
    }
    return to.screenshot();
  };
  const { page: shown, talk } = await browser.open(path);
  await talk.until(({ message }) => message.kind === 'settled');
  const secret = await prepare(shown);
  const { ready, closed } = await talk.ticket(1);
  const fill = fillOf([...ready.rects, ...closed.rects, ...closed.changed], ready.view, 1);
  await shown.goto(`${browser.origin}${path}-decoy`);
  const decoy = await prepare(shown);
  const found = await differences(shown, secret, decoy, fill, page.length);
  await shown.close();
  return page.map(([name], index) => [name, { ...found[index], closed }]);
}

for (const [name] of ROWS) {
  test(`every pixel of a secret is filled: ${name}`, () => {
    const { differ, bare, control, closed } = rows.get(name);
    assert.ok(differ > 10, `the secret draws nothing: ${differ} pixels`);
    assert.equal(bare, 0, `${bare} of ${differ} pixels are not filled`);
    assert.equal(control, 0, 'the control beside it is filled');
    assert.deepEqual([closed.moved, closed.changed], [false, []]);
  });
}

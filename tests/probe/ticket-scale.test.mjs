// Boxes and pictures agree at every scale: device pixels, zoom of the page, and a page that is pinched, where a picture
// shows a part of the viewport only.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';
import { differences, fillOf } from './pixels.mjs';

const SECRET = 'jo.doe@example.com';
const DECOY = 'wm%wmw%m%wmwmwmw%w';

let browser;
before(async () => {
  browser = await start();
  const html = (text) =>
    `<!doctype html><style>body{margin:0;height:3000px;font:14px monospace}input{font:inherit}p{margin:0;padding:9px}
     div{position:absolute;left:300px;top:90px;transform:rotate(9deg)}aside{margin:150px 0 0 400px}</style>
     <p>Write to ${text}.</p><p><input value="${text}"></p><div>${text}</div><aside>Harmless</aside>`;
  browser.serve('/one', html(SECRET));
  browser.serve('/other', html(DECOY));
});
after(() => browser.close());

const emulate = (deviceScaleFactor) => (_page, session) =>
  session.send('Emulation.setDeviceMetricsOverride', { width: 1000, height: 700, deviceScaleFactor, mobile: false });

const SCALES = [
  ['one device pixel for each of CSS', emulate(1)],
  ['one and a half', emulate(1.5)],
  ['two', emulate(2)],
  ['three', emulate(3)],
  [
    'a page that is zoomed',
    async (page) => {
      await page.bringToFront();
      await browser.worker.evaluate(async () => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
        await chrome.tabs.setZoom(tab.id, 1.1);
      });
      await page.waitForFunction(() => innerWidth < 1000);
    },
  ],
  [
    'a page that is pinched',
    async (page, session) => {
      await session.send('Input.synthesizePinchGesture', { x: 300, y: 90, scaleFactor: 1.7 });
      await page.waitForFunction(() => visualViewport.scale > 1.5 && visualViewport.offsetLeft > 0);
    },
  ],
];

for (const [name, scale] of SCALES) {
  test(`every pixel of a secret is filled: ${name}`, async () => {
    const { page, talk } = await browser.open('/one');
    const session = await browser.context.newCDPSession(page);
    await talk.until(({ message }) => message.kind === 'settled');
    const shoot = async () => {
      const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(data, 'base64');
    };
    await scale(page, session);
    const one = await shoot();
    const { ready, closed } = await talk.ticket(1);
    await page.evaluate(
      ([secret, decoy]) => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(secret, decoy);
        document.querySelector('input').value = decoy;
      },
      [SECRET, DECOY],
    );
    const other = await shoot();
    const width = one.readUInt32BE(16);
    const fill = fillOf([...ready.rects, ...closed.rects], ready.view, width / ready.view.width);
    const [{ differ, bare }] = await differences(page, one, other, fill, 1, { row: one.readUInt32BE(20) });
    assert.ok(differ > 300, `the secret draws nothing: ${differ} pixels`);
    assert.equal(bare, 0, `${bare} of ${differ} pixels are not filled`);
    const area = ready.rects.reduce((sum, box) => sum + box.width * box.height, 0);
    assert.ok(area < (1000 * 700) / 8, 'everything is filled');
    await page.close();
  });
}

// Every click names its element by a selector that matches one element, and the same one after the page has drawn
// itself anew; and it has a picture before and a picture after.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { locate, ofKind, picturesOf } from './record.mjs';

/** Parts that the workspace makes anew at every click, with other ids and class names; and parts that stay. */
const REDRAWN = ['run', 'format', 'open order.ts', 'touch orders.ts', 'touch order.ts', 'touch config.env', 'history'];
const STAYING = ['#search', '#name', '#notes', '#deploy button[type=submit]'];

test('the selector of every click leads to its element after the page has drawn itself anew', async (t) => {
  const rig = await start(t);
  const { page } = rig;
  await rig.visit();
  await rig.arrives('a picture of the page', (records) => ofKind(records, 'frame').length > 0);

  const points = [];
  for (const part of REDRAWN) {
    const place = await page.evaluateHandle((name) => window.workspace.part(name), part);
    points.push(await clickSlowly(rig, place));
  }
  for (const selector of STAYING) points.push(await clickSlowly(rig, await page.$(selector)));
  const { records } = await rig.finish();

  const clicks = ofKind(records, 'click').slice(0, points.length);
  assert.deepEqual(
    clicks.map(({ point }) => point),
    points,
  );
  for (const [n, click] of clicks.entries()) {
    const expected = REDRAWN[n]
      ? await page.evaluateHandle((name) => window.workspace.part(name), REDRAWN[n])
      : await page.$(STAYING[n - REDRAWN.length]);
    const name = REDRAWN[n] ?? STAYING[n - REDRAWN.length];
    const found = await locate(page, click.target).elementHandles();
    assert.equal(found.length, 1, `${name}: ${JSON.stringify(click.target)}`);
    assert.ok(await page.evaluate(([a, b]) => a === b, [found[0], expected]), `${name} is another element`);
    assert.equal(click.target.primary.matches, 1, name);
    assert.deepEqual(picturesOf(records, click), ['after', 'before'], name);
  }
});

test('double clicks, other buttons and modifier keys are told apart', async (t) => {
  const rig = await start(t);
  const { page } = rig;
  await rig.visit('/plain');
  const { x, y } = await rig.click('h1');
  await page.mouse.dblclick(x, y + 1);
  await page.mouse.click(x, y + 2, { button: 'right' });
  await page.keyboard.press('Escape');
  await page.keyboard.down('Shift');
  await page.mouse.click(x, y + 3);
  await page.keyboard.up('Shift');
  const { records } = await rig.finish('p');
  const seen = ofKind(records, 'click').slice(0, 5);
  assert.deepEqual(
    seen.map(({ button, count, modifiers, point }) => [button, count, modifiers, point.y - y]),
    [
      [0, 1, {}, 0],
      [0, 1, {}, 1],
      [0, 2, {}, 1],
      [2, 1, {}, 2],
      [0, 1, { shift: true }, 3],
    ],
  );
});

test('a pushed address and a new document are told apart', async (t) => {
  const rig = await start(t);
  await rig.visit();
  await rig.click('text="History"');
  await rig.click('text="Guide"');
  await rig.page.waitForURL('**/guide');
  const { records } = await rig.finish('h1');
  const { url } = rig.pages;
  assert.deepEqual(
    ofKind(records, 'navigate').map((record) => [record.how, record.url]),
    [
      ['load', `${url}/workspace`],
      ['push', `${url}/workspace/history`],
      ['load', `${url}/guide`],
    ],
  );
});

/** A person's click: the hand rests on the button until the page is pictured, and looks at what comes of it. */
async function clickSlowly(rig, element) {
  const box = await element.boundingBox();
  const point = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  const { records: before } = await rig.opened();
  await rig.page.mouse.move(point.x, point.y, { steps: 4 });
  await until('the page is pictured', async () => !(await rig.status()).busy);
  await rig.page.mouse.click(point.x, point.y, { delay: 60 });
  await rig.arrives('a picture of the click', (records) => {
    return ofKind(records, 'frame').length > ofKind(before, 'frame').length;
  });
  await until('the click has its last picture', async () => !(await rig.status()).busy);
  return point;
}

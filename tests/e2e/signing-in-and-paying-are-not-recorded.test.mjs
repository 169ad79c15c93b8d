// Pages for signing in and for paying are not recorded on a site that is: loaded, reached under the same document, or in a
// frame, which pictures cover like one that can't be seen into.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { FLAT, spreads, WRITTEN } from './pixels.mjs';
import { ofKind } from './record.mjs';

const PAGE = `<!doctype html><meta charset="utf-8"><title>Orders</title>
  <h1>Orders</h1><p><input id="note" aria-label="Note"></p><p id="status">Ready</p>`;
const LOGIN = `<!doctype html><meta charset="utf-8"><title>Sign in to Tidepool</title>
  <h1>Sign in</h1><p><input id="name" aria-label="Account"></p>`;
const FRAMED = `${PAGE}<iframe id="login" src="/account/login" style="width: 300px; height: 160px; border: 0"></iframe>
  <iframe id="open" src="/orders/list" style="width: 300px; height: 160px; border: 0"></iframe>`;
const LIST = `<!doctype html><title>List</title><h1>Open</h1><input id="name" aria-label="Filter">`;

async function begin(t) {
  const rig = await start(t);
  for (const [path, html] of Object.entries({
    ...{ '/orders': PAGE, '/account/login': LOGIN, '/checkout/2': LOGIN, '/framed': FRAMED, '/orders/list': LIST },
  })) {
    rig.pages.put(path, html);
  }
  return rig;
}

test('a page for signing in or paying is not recorded, loaded or reached by script', async (t) => {
  const rig = await begin(t);
  const { page } = rig;
  await rig.visit('/orders');
  await rig.click('#note');
  await rig.type('before');
  for (const path of ['/account/login', '/checkout/2']) {
    await page.goto(rig.pages.url + path);
    await rig.click('#name');
    await rig.type('ada-behind');
    assert.deepEqual((await rig.status()).tab, { state: 'not', reason: 'sensitivePage' });
  }
  await rig.visit('/orders');
  for (const [there, back] of [
    ["history.pushState({}, '', '/users/sign_in')", "history.pushState({}, '', '/orders')"],
    ["location.hash = '#/login'", "location.hash = '#/list'"],
  ]) {
    await rig.click('#note');
    await page.evaluate(there);
    await rig.type('ada-behind');
    await until('the probe has left', async () => (await rig.status()).tab.reason === 'sensitivePage');
    await page.evaluate(back);
    await until('the page is recorded again', async () => (await rig.status()).tab.state === 'recording');
    await page.fill('#note', '');
    await rig.click('#note');
    await rig.type('after ');
  }
  const { records } = await rig.finish('h1');
  const told = JSON.stringify(records);
  const texts = ofKind(records, 'type').map(({ text }) => text);
  for (const text of ['before', 'after ']) assert.ok(texts.includes(text), `the control: ${text}`);
  assert.equal(texts.filter((text) => text === 'after ').length, 2);
  for (const text of ['behind', 'login', 'sign_in', 'checkout', 'Sign in']) assert.ok(!told.includes(text), text);
});

test('a frame for signing in is not recorded, and covered in pictures of the page around it', async (t) => {
  const rig = await begin(t);
  const { page } = rig;
  await rig.visit('/framed');
  const inside = (frame, selector) => page.frameLocator(frame).locator(selector).boundingBox();
  for (const [frame, text] of [
    ['#login', 'ada-behind'],
    ['#open', 'shown'],
  ]) {
    const { x, y, width, height } = await inside(frame, '#name');
    await page.mouse.click(x + width / 2, y + height / 2);
    await rig.type(text);
  }
  await rig.clickLikeAPerson('h1');
  const { records, dir } = await rig.finish();
  assert.deepEqual(
    ofKind(records, 'type').map(({ text }) => text),
    ['shown'],
  );
  const told = JSON.stringify(records);
  for (const text of ['behind', 'account', 'Sign in']) assert.ok(!told.includes(text), text);
  const pictures = ofKind(records, 'frame');
  assert.ok(pictures.length > 0);
  const boxes = [await inside('#login', 'h1'), await inside('#open', 'h1')];
  for (const picture of pictures) {
    const [covered, shown] = await spreads(page, dir, picture, boxes);
    assert.ok(covered < FLAT && shown > WRITTEN, `${covered} ${shown}`);
  }
});

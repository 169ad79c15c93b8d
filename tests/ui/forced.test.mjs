// In colours that the person forces on every page, what the state is can still be told: by shapes, words and borders.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pages, RECORDING, statusFor } from './pages.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

/** Has Chromium force colours, as Windows does with its contrast themes. */
async function force(page, value) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] });
  assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), value === 'active');
}

const shapeOf = (page, inside) =>
  page.evaluate((inside) => {
    const node = document.querySelector(`${inside} .shape`);
    const { maskImage, backgroundColor } = getComputedStyle(node);
    const { width, height } = node.getBoundingClientRect();
    const ground = getComputedStyle(document.body).backgroundColor;
    return { mask: maskImage, colour: backgroundColor, ground, isThere: width > 10 && height > 10 };
  }, inside);

test('each state of the popup has its shape and its words in forced colours', async () => {
  const { page, visit, close } = await browser.open('popup', RECORDING);
  const states = [RECORDING, ...['noPolicy', 'paused', 'off', 'trouble'].map(statusFor)];
  const looks = { none: [], active: [] };
  for (const value of ['none', 'active']) {
    for (const status of states) {
      await visit(status);
      await force(page, value);
      const shape = await shapeOf(page, '#state');
      assert.ok(shape.isThere && shape.mask.startsWith('url(') && shape.colour !== shape.ground, JSON.stringify(shape));
      assert.ok(await page.locator('#title').isVisible());
      looks[value].push({ ...shape, title: await page.locator('#title').textContent() });
    }
  }
  const different = (value, part) => new Set(looks[value].map((look) => look[part])).size;
  // The control: colours tell states apart only where nobody forces them.
  assert.ok(different('none', 'colour') > 1 && different('active', 'colour') === 1);
  for (const part of ['mask', 'title']) assert.equal(different('active', part), states.length, part);
  await close();
});

test('the switch is seen to be on or off in forced colours', async () => {
  const { page, visit, close } = await browser.open('popup', RECORDING);
  const looks = [];
  for (const status of [RECORDING, statusFor('off')]) {
    await visit(status);
    await force(page, 'active');
    looks.push(
      await page.evaluate(() => {
        const [track, knob] = ['.track', '.knob'].map((name) => getComputedStyle(document.querySelector(name)));
        const where = document.querySelector('.knob').getAnimations().length === 0 ? knob.translate : 'moving';
        return {
          word: document.querySelector('#switch-word').textContent,
          track: track.backgroundColor,
          isKnobSeen: knob.backgroundColor !== track.backgroundColor,
          border: track.borderTopStyle,
          where,
        };
      }),
    );
  }
  const [on, off] = looks;
  assert.ok(on.isKnobSeen && off.isKnobSeen && on.border === 'solid', JSON.stringify(looks));
  for (const part of ['word', 'track', 'where']) assert.notEqual(on[part], off[part], part);
  await close();
});

test('the answer on the first-run page has its shape, and the two buttons their borders, in forced colours', async () => {
  const { page, visit, close } = await browser.open('welcome', RECORDING);
  const masks = new Set();
  for (const status of [RECORDING, statusFor('declined')]) {
    await visit(status);
    await force(page, 'active');
    const shape = await shapeOf(page, '#answer');
    assert.ok(shape.isThere && shape.colour !== shape.ground, JSON.stringify(shape));
    masks.add(shape.mask);
  }
  assert.equal(masks.size, 2);
  await visit(statusFor('noConsent'));
  await force(page, 'active');
  const borders = await page.evaluate(() =>
    ['accept', 'decline'].map((id) => {
      const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(document.getElementById(id));
      return [borderTopWidth, borderTopStyle, borderTopColor];
    }),
  );
  assert.deepEqual(borders[0], borders[1]);
  assert.deepEqual(borders[0].slice(0, 2), ['2px', 'solid']);
  await close();
});

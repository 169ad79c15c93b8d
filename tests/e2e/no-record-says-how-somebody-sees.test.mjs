// What a person needs to see and to read is nobody's business: the same session makes the same records with and without it.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Rig, start, until } from './harness.mjs';

/** What a browser tells pages of what somebody prefers, or has set for all pages. */
const PREFERS = [
  { name: 'prefers-reduced-motion', value: 'reduce' },
  { name: 'prefers-contrast', value: 'more' },
  { name: 'forced-colors', value: 'active' },
  { name: 'prefers-color-scheme', value: 'dark' },
  { name: 'prefers-reduced-transparency', value: 'reduce' },
];

/** The size of text that somebody has set in the browser, in pixels; 16 unless they do. */
const LARGE = 26;

/** A browser in which somebody has set the size of text. */
class LargeText extends Rig {
  async launch(options) {
    const settings = { webkit: { webprefs: { default_font_size: LARGE, default_fixed_font_size: LARGE } } };
    await mkdir(join(options.profile, 'Default'), { recursive: true });
    await writeFile(join(options.profile, 'Default', 'Preferences'), JSON.stringify(settings));
    return super.launch(options);
  }
}

/**
 * A page that looks the same whatever is preferred, so that nothing of it can differ but what a recorder adds. On one that
 * is laid out by the size of its text, boxes tell that size, as they have to where points are in them.
 */
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour</title>
  <style>body, h1, textarea, button { font: 16px/20px monospace; margin: 20px } * { forced-color-adjust: none }</style></head>
  <body><h1>Harbour</h1><label>Note <textarea id="note" rows="6" cols="40"></textarea></label>
  <p><button type="button" id="save">Save</button> <button type="button" id="done">Done</button></p></body></html>`;

/** A session: a click, words, a shortcut, scrolling, a selection. */
async function work(t, { prefers = [], text = 'let tern = 1' } = {}) {
  const rig = await start(t, { rig: prefers.length > 0 ? new LargeText() : new Rig() });
  rig.pages.put('/harbour', PAGE);
  const session = await rig.context.newCDPSession(rig.page);
  await session.send('Emulation.setEmulatedMedia', { features: prefers });
  await rig.visit('/harbour');
  for (const { name, value } of prefers) {
    assert.ok(await rig.page.evaluate((query) => matchMedia(query).matches, `(${name}: ${value})`), name);
  }
  const size = await rig.page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  assert.equal(size, `${prefers.length > 0 ? LARGE : 16}px`);
  await rig.click('#note');
  await rig.type(text);
  await rig.page.keyboard.press('Control+a');
  await rig.page.keyboard.press('ArrowRight');
  await rig.click('#save');
  await until('all is stored', async () => !(await rig.status()).busy);
  const { records } = await rig.finish('#done');
  return { records, origin: rig.pages.url };
}

/** What is left of records without ids, times and how soon a picture came. */
function plain({ records, origin }) {
  // Of each picture only that it is there, and how large: its bytes are named by their digest.
  const ids = new Set([
    't',
    'image',
    'size',
    'age',
    'subject',
    'session',
    'batch',
    'keys',
    'rules',
    'redacted',
    'length',
  ]);
  const json = JSON.stringify(records, (name, value) => (ids.has(name) ? undefined : value));
  return JSON.parse(json.replaceAll(origin, 'ORIGIN'));
}

/** Pictures come when they come; what they are of stays. */
const acts = (told) =>
  told.filter(({ kind }) => kind !== 'frame' && kind !== 'gap').map(({ seq, action, ...rest }) => rest);

/** Everything that a record can say by a name: nothing new, whoever it is. */
function names(value, all = new Set()) {
  if (value && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) all.add(name);
      names(inner, all);
    }
  }
  return all;
}

test('records carry no preference of how somebody sees', async (t) => {
  const without = await work(t);
  const preferring = await work(t, { prefers: PREFERS });
  const [one, two] = [without, preferring].map(plain);
  assert.ok(acts(one).length > 4, 'the control: there is something to compare');
  assert.deepEqual(acts(two), acts(one));
  assert.deepEqual([...names(two)].sort(), [...names(one)].sort());
  const frames = (told) => told.filter(({ kind }) => kind === 'frame');
  const shape = ({ width, height, dpr, viewport, scroll }) => JSON.stringify({ width, height, dpr, viewport, scroll });
  const shapes = (told) => [...new Set(frames(told).map(shape))].sort();
  assert.deepEqual(shapes(two), shapes(one));
  const told = JSON.stringify(preferring.records);
  for (const { name } of PREFERS) assert.ok(!told.includes(name), name);
  assert.ok(!/contrast|forced|motion|transparency/i.test(told));
  // The control: the comparison fails where a session was another one.
  const other = await work(t, { text: 'let tern = 2' });
  assert.notDeepEqual(acts(plain(other)), acts(one));
});

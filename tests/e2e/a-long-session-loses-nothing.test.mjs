// A session at random: what is done arrives once and in order, and neither the page nor the worker grows with it.
// `./build.sh soak` goes on for half an hour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chance, start } from './harness.mjs';
import { heapOf, heapOfWorker } from './heap.mjs';
import { ofKind } from './record.mjs';

const MILLISECONDS = 1000 * Number(process.env.CANDOR_SECONDS ?? 40);
const BUTTONS = 24;
const FIELDS = ['#line', '#other', '#text', '#editor'];
const CHOICES = ['north', 'east', 'south', 'west'];
/** What heaps may differ by from one look to the next, in bytes: caches fill. */
const SLACK = 1.5e6;
/** How often heaps are looked at. */
const LOOKS = 8;

const buttons = Array.from({ length: BUTTONS }, (_, n) => `<button type="button">Button ${n}</button>`).join('\n');

/** A page that draws half of its buttons anew, in another order, with every click on one of them. */
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Long session</title>
  <style>body { margin: 16px; font: 16px sans-serif } #buttons { width: 700px } #pane { height: 90px; overflow: auto }
  #pane p { height: 400px } #editor { border: 1px solid; min-height: 24px }</style></head><body>
  <div id="buttons">${buttons}</div>
  <p><label>Line <input id="line"></label> <label>Other <input id="other"></label>
  <label>Choice <select id="choice">${CHOICES.map((each) => `<option>${each}</option>`).join('')}</select></label>
  <label><input type="checkbox" id="check"> Check</label></p>
  <label>Text <textarea id="text"></textarea></label>
  <div id="editor" contenteditable="true" role="textbox" aria-label="Editor"></div>
  <div id="pane"><p>high</p></div><p><button type="button" id="status">The end</button></p>
  <script>
    document.getElementById('buttons').addEventListener('click', ({ currentTarget }) => {
      const all = [...currentTarget.children];
      currentTarget.replaceChildren(...all.map((each, n) => (n % 2 ? all[n] : all[n].cloneNode(true))));
    });
  </script></body></html>`;

test('everything that is done in a long session arrives once, in order, and memory stays as it is', {
  timeout: MILLISECONDS + 200_000,
}, async (t) => {
  const rig = await start(t);
  rig.pages.put('/long', PAGE);
  await rig.visit('/long');
  const { page } = rig;
  const done = { clicks: [], words: [], checks: 0, presses: 0 };
  const heaps = [];
  const end = performance.now() + MILLISECONDS;
  while (performance.now() < end) {
    if (performance.now() > end - (MILLISECONDS * (LOOKS - heaps.length)) / LOOKS) {
      heaps.push([await heapOf(page), await heapOfWorker(rig)]);
    }
    await ACTS[chance(ACTS.length)](rig, done);
  }
  const { records } = await rig.finish();

  const clicked = ofKind(records, 'click').map(({ target }) => target.selectors.name);
  assert.deepEqual(
    clicked.filter((name) => /^Button/.test(name)),
    done.clicks,
  );
  const typed = ofKind(records, 'type').map(({ text }) => text);
  assert.deepEqual(typed.join(' ').match(/word\d+/g), done.words);
  const keys = ofKind(records, 'key').filter(({ key, modifiers }) => key === 's' && modifiers.ctrl);
  assert.equal(keys.length, done.presses);
  assert.equal(ofKind(records, 'change').filter(({ target }) => target.selectors.css === '#check').length, done.checks);
  assert.equal(new Set(records.map(({ session, seq }) => `${session} ${seq}`)).size, records.length);
  assert.deepEqual(
    ofKind(records, 'gap').filter(({ reason }) => reason === 'lost' || reason === 'fault'),
    [],
  );
  t.diagnostic(`${done.clicks.length} clicks, ${done.words.length} words, heaps ${JSON.stringify(heaps)}`);
  for (const [at, name] of ['page', 'worker'].entries()) {
    const [first, last] = [heaps.slice(0, LOOKS / 2), heaps.slice(LOOKS / 2)].map((half) => median(half, at));
    assert.ok(last < first * 1.1 + SLACK, `the ${name} has grown from ${first} to ${last} bytes`);
  }
});

const ACTS = [click, click, write, write, check, choose, scroll, press];

async function click(rig, { clicks }) {
  const name = `Button ${chance(BUTTONS)}`;
  await rig.click(`button:text-is("${name}")`);
  clicks.push(name);
}

/** Writes a word that is written nowhere else, with a mistake, over all that the field holds. */
async function write(rig, { words }) {
  const word = `word${words.length}`;
  await rig.click(FIELDS[chance(FIELDS.length)]);
  await rig.page.keyboard.press('Control+a');
  await rig.type(`${word}x\b`);
  words.push(word);
}

async function check(rig, done) {
  await rig.click('#check');
  done.checks += 1;
}

async function choose(rig) {
  await rig.page.selectOption('#choice', CHOICES[chance(CHOICES.length)]);
}

async function scroll({ page }) {
  const box = await page.locator('#pane').boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.wheel(0, chance(2) ? 60 : -60);
}

async function press({ page }, done) {
  await page.keyboard.press('Control+s');
  done.presses += 1;
}

function median(heaps, at) {
  const sorted = heaps.map((heap) => heap[at]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

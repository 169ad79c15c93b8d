// What was typed, with corrections, is in the store as it finally stands, once, together with every key that wrote it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from './harness.mjs';
import { countSessions, keysInto, keysOf, ofKind, replay, resultOf, typedInto } from './record.mjs';

const CODE = 'const answre\b\ber = 41\b2; // fourty\b\b\b\brty';
const COMMAND = 'npm tets\b\bst\n';
const NOTE = 'Looks rihgt\b\b\bght to me';
const RELEASE = 'sprng-tide';

test('text typed into Monaco, a terminal, an editor that cancels beforeinput and a plain field', async (t) => {
  const rig = await start(t);
  const { page } = rig;
  await rig.visit();

  await rig.click('.view-line:last-child');
  await page.keyboard.press('Control+End');
  await rig.type(CODE);
  await rig.click('.xterm-screen');
  await rig.type(COMMAND);
  await rig.click('#notes');
  await rig.type(NOTE);
  await rig.click('#name');
  await rig.type(RELEASE);
  for (let n = 0; n < 'ng-tide'.length; n += 1) await page.keyboard.press('ArrowLeft');
  await rig.type('i');
  const { records } = await rig.finish();

  // The script did what it says.
  assert.ok((await page.evaluate(() => window.workspace.code())).endsWith(resultOf(CODE)));
  assert.equal(await page.evaluate(() => window.workspace.notes()), resultOf(NOTE));
  assert.equal(await page.inputValue('#name'), 'spring-tide');

  assert.equal(typedInto(records, 'editcontext'), resultOf(CODE));
  assert.equal(typedInto(records, 'terminal'), 'npm test');
  assert.equal(typedInto(records, 'contenteditable'), resultOf(NOTE));
  assert.equal(replay(records, 'Release name'), 'spring-tide');

  assert.deepEqual(keysInto(records, 'editcontext'), keysOf(CODE));
  assert.deepEqual(keysInto(records, 'terminal'), keysOf(COMMAND));
  assert.deepEqual(keysInto(records, 'contenteditable'), keysOf(NOTE));
  assert.deepEqual(keysInto(records, 'input'), [...keysOf(RELEASE), ...Array(7).fill('ArrowLeft'), 'i']);

  assert.equal(countSessions(records), 1);
  assert.ok(ofKind(records, 'type').every(({ actor }) => actor === 'user'));
});

test('a page that allows no script at all is recorded like any other', async (t) => {
  const rig = await start(t);
  await rig.visit('/plain');
  await rig.click('#report');
  await rig.type('It works\nas it did.');
  const { records } = await rig.finish('h1');
  assert.equal(replay(records, 'Report'), 'It works\nas it did.');
  assert.deepEqual(
    ofKind(records, 'navigate').map(({ title }) => title),
    ['A page without scripts'],
  );
});

test('typing rhythm is coarse: offsets are rounded to 50 ms and end at 2 s', async (t) => {
  const rig = await start(t);
  await rig.visit('/plain');
  await rig.click('#title');
  for (const char of 'slow') await rig.page.keyboard.press(char, { delay: 33 });
  const { records } = await rig.finish('h1');
  const keys = ofKind(records, 'type').flatMap((record) => record.keys);
  assert.equal(keys.length, 4);
  assert.deepEqual(
    keys.filter(({ after }) => after % 50 !== 0 || after > 2000),
    [],
  );
});

test('what an editor completed is no typing: a key that accepted it says so, and what was chosen with the mouse', async (t) => {
  const rig = await start(t);
  const { page } = rig;
  rig.pages.put(
    '/completes',
    `<!doctype html><title>Completes</title><h1>Completes</h1>
    <div id="code" data-widget="codemirror" data-completion="shore"></div><script type="module" src="/assets/widgets.js"></script>`,
  );
  await rig.visit('/completes');
  await page.waitForSelector('[data-ready]');
  await rig.click('.cm-content');
  await rig.type('depl');
  await page.waitForSelector('.cm-tooltip-autocomplete');
  await page.keyboard.press('Enter');
  await rig.type('; depl');
  await rig.click('.cm-tooltip-autocomplete li');
  await rig.type('.');
  const { records } = await rig.finish('h1');
  assert.equal(await page.evaluate(() => window.widgets.code.text()), 'deploy(shore); deploy(shore).');
  const typed = ofKind(records, 'type');
  assert.deepEqual(
    typed.map(({ actor, text }) => [actor, text]),
    [
      ['user', 'deploy(shore); depl'],
      ['assistant', 'oy(shore)'],
      ['user', '.'],
    ],
  );
  const completing = typed.flatMap(({ keys }) => keys).filter(({ completes }) => completes);
  assert.deepEqual(
    completing.map(({ key }) => key),
    ['Enter'],
  );
});

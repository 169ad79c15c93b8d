// What the review page works out of what is held, without a page: sites, rows, words, what is deleted of what.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './modules.mjs';
import { HELD, lines } from './spool.mjs';

const { Timeline, keyOf, matching, markOf } = await load('review/timeline.ts');
const { entryOf, findSites, isDeletable, originOf, rowsOf } = await load('review/record.ts');
const { describe, describeRow, kindWords } = await load('review/describe.ts');
const { minutesUntilMorning } = await load('ui/morning.ts');

const entries = (records) => lines(records).map((line, index) => entryOf(line, records[index].seq));
const gap = (seq, reason) => ({ seq, tab: 0, kind: 'gap', reason, length: 'underMinute' });
const listed = HELD.map(({ lines, ...part }) => ({ ...part, records: lines?.length ?? part.records }));

/** A timeline of what is held, of which the parts with these names were read. */
function timelineOf(...names) {
  const timeline = new Timeline();
  timeline.take(listed);
  for (const name of names) {
    const { lines } = HELD.find(({ id }) => id === name);
    timeline.put(
      name,
      lines,
      lines.map((line) => JSON.parse(line).seq),
    );
  }
  return timeline;
}

test('a part of which fewer records came than it has is shown, and not taken for read', () => {
  const timeline = timelineOf('one');
  assert.deepEqual(
    timeline.unread().map(({ id }) => id),
    ['two', 'three'],
  );
  const { lines } = HELD.find(({ id }) => id === 'one');
  timeline.put('one', lines.slice(0, 2), [12, 13]);
  assert.deepEqual(
    timeline.unread().map(({ id }) => id),
    ['one', 'two', 'three'],
  );
  assert.equal(timeline.entries(timeline.parts[1]).length, 2);
});

test('a record belongs to the site that its tab has gone to last', () => {
  const records = entries([
    { seq: 0, tab: 0, kind: 'session' },
    { seq: 1, tab: 1, kind: 'type' },
    { seq: 2, tab: 1, kind: 'navigate', url: 'https://one.example/a?b' },
    { seq: 3, tab: 2, kind: 'navigate', url: 'http://127.0.0.1:8080/' },
    { seq: 4, tab: 1, kind: 'click' },
    { seq: 5, tab: 2, kind: 'click' },
    { seq: 6, tab: 1, kind: 'navigate', url: 'https://⟦host⟧.two.example/#x' },
    { seq: 7, tab: 1, kind: 'frame' },
  ]);
  findSites(records);
  const here = 'http://127.0.0.1:8080';
  const two = 'https://⟦host⟧.two.example';
  const one = 'https://one.example';
  assert.deepEqual(
    records.map(({ sites }) => sites),
    [[], ['?'], [one], [here], [one], [here], [two], [two]],
  );
  assert.equal(originOf('about:blank'), undefined);
});

test('a frame of another site does not change whose its page is, and is of both', () => {
  const [one, two] = ['https://one.example', 'https://two.example'];
  const records = entries([
    { seq: 0, kind: 'navigate', url: `${one}/` },
    { seq: 1, frame: [0], kind: 'navigate', url: `${two}/` },
    { seq: 2, kind: 'click' },
    { seq: 3, frame: [0, 1], kind: 'click' },
    { seq: 4, frame: [0], kind: 'click' },
    { seq: 5, kind: 'navigate', url: `${one}/other` },
    { seq: 6, frame: [0], kind: 'click' },
  ]);
  findSites(records);
  assert.deepEqual(
    records.map(({ sites }) => sites),
    [[one], [one, two], [one], [one], [one, two], [one], [one]],
  );
});

test('behind what was deleted or not read nobody says which site it is', () => {
  const one = 'https://one.example';
  const records = entries([
    { seq: 0, kind: 'navigate', url: `${one}/` },
    gap(1, 'private'),
    { seq: 2, kind: 'click' },
    gap(3, 'private'),
    { seq: 4, kind: 'click' },
    { seq: 5, tab: 2, kind: 'tab', what: 'open' },
    { seq: 6, kind: 'navigate', url: `${one}/` },
    { seq: 7, kind: 'click' },
    { seq: 8, kind: 'click' },
  ]);
  // A pause has a number; what stands for something deleted has none.
  records[3] = entryOf(records[3].line, undefined);
  findSites([...records.slice(0, 8), undefined, records[8]]);
  assert.deepEqual(
    records.map(({ sites }) => sites),
    [[one], [], [one], [], ['?'], [], [one], [one], ['?']],
  );
});

test('sites are known across parts, in whatever order those were read', () => {
  for (const order of [
    ['one', 'two'],
    ['two', 'one'],
  ]) {
    const timeline = timelineOf(...order);
    const two = timeline.entries(listed.find(({ id }) => id === 'two'));
    assert.equal(two[0].sites[0], 'https://ide.example', order.join());
    assert.equal(two[2].sites[0], 'https://docs.example', order.join());
    assert.deepEqual(
      timeline.values(({ sites }) => sites),
      ['https://docs.example', 'https://ide.example'],
    );
  }
});

test('sessions come in order, each with its batches before its minutes', () => {
  const sessions = timelineOf().sessions();
  const names = [...sessions].map(([session, parts]) => [session, parts.map(({ id }) => id)]);
  assert.deepEqual(names, [
    ['first', ['batch', 'one', 'two']],
    ['second', ['three']],
  ]);
});

test('what was read under a name that is gone is forgotten, and read again when there is more', () => {
  const timeline = timelineOf('one', 'two', 'three');
  assert.deepEqual(timeline.unread(), []);
  timeline.take(listed.map((part) => (part.id === 'one' ? { ...part, id: 'anew' } : part)));
  const anew = timeline.parts.find(({ id }) => id === 'anew');
  assert.equal(keyOf(anew), keyOf(listed[1]));
  assert.deepEqual(timeline.entries(anew), []);
  assert.deepEqual(timeline.entries(listed[1]), []);
  assert.deepEqual(timeline.unread(), [anew]);

  const grown = { ...listed[3], records: listed[3].records + 1 };
  timeline.take([grown]);
  assert.equal(timeline.entries(grown).length, listed[3].records);
  assert.deepEqual(timeline.unread(), [grown]);
  timeline.forget();
  assert.deepEqual([timeline.parts, timeline.entries(grown)], [[], []]);
});

test('two minutes that were begun at the same moment are two', () => {
  const [, one] = listed;
  const twin = { ...one, id: 'twin', order: one.order + 100 };
  const timeline = new Timeline();
  timeline.take([one, twin]);
  assert.notEqual(keyOf(one), keyOf(twin));
  assert.equal(timeline.find(keyOf(twin)).id, 'twin');
  assert.equal(keyOf({ ...twin, id: 'anew' }), keyOf(twin), 'whatever it is called');
});

test('what belongs to a site is found in every part, without what can not be deleted', () => {
  const timeline = timelineOf('one', 'two', 'three');
  const [, one, two, three] = listed.map(keyOf);
  const ofSite = (wanted) => Object.fromEntries(timeline.deletable(({ sites }) => sites.includes(wanted)));
  assert.deepEqual(ofSite('https://ide.example'), {
    [one]: [12, 13, 14, 15, 16, 17, 18],
    [two]: [19],
    [three]: [1, 2],
  });
  assert.deepEqual(ofSite('https://docs.example'), { [two]: [20, 21, 23] });
  const chosen = new Set([`${one}#13`, `${three}#0`, `${three}#2`]);
  const selected = timeline.deletable((entry, part) => chosen.has(markOf(part, entry)));
  assert.deepEqual(Object.fromEntries(selected), { [one]: [13], [three]: [2] });
});

test('words are found as they were typed, whatever JSON makes of them', () => {
  const all = { words: '', site: '', kind: '' };
  const [record] = entries([{ kind: 'type', text: 'say "Hi"\nC:\\dir', keys: [] }]);
  for (const words of ['', 'hi', 'SAY "hi"', '"hi"\nc:\\DIR', '\\"hi\\"', 'type']) {
    assert.ok(matching({ ...all, words })(record), words);
  }
  assert.ok(!matching({ ...all, words: 'ho' })(record));
  assert.ok(!matching({ ...all, kind: 'click' })(record));
  assert.ok(!matching({ ...all, site: 'https://one.example' })(record));
});

test('what is kept private side by side is one row, and nothing of it can be deleted', () => {
  const records = entries([
    { seq: 0, kind: 'session' },
    gap(1, 'private'),
    gap(2, 'private'),
    { seq: 3, kind: 'click' },
    gap(4, 'private'),
    gap(5, 'lost'),
  ]);
  const rows = rowsOf(records);
  assert.deepEqual(
    rows.map((row) => row.map(({ told }) => told.seq)),
    [[0], [1, 2], [3], [4], [5]],
  );
  assert.deepEqual(
    records.filter(isDeletable).map(({ told }) => told.seq),
    [3, 5],
  );
  assert.equal(
    describeRow(rows[1]),
    'Nothing is recorded of this time. Whether it was deleted, paused, switched off or nothing was done is written nowhere. Records: 2',
  );
});

const target = (more) => ({ tag: 'button', selectors: { css: 'a > b' }, ...more });
const WORDS = [
  [
    { kind: 'session', date: '2026-11-25', version: '1.2.3' },
    'Session',
    'Begun on 2026-11-25, recorded by version 1.2.3',
  ],
  [{ kind: 'navigate', url: 'https://a.example/', title: 'A' }, 'Page', 'A – https://a.example/'],
  [{ kind: 'navigate', url: 'https://a.example/', title: '' }, 'Page', 'https://a.example/'],
  [{ kind: 'task', phase: 'start', goal: 'Make <b>it</b> green' }, 'Task', 'Begun: Make <b>it</b> green'],
  [{ kind: 'task', phase: 'start' }, 'Task', 'Begun'],
  [{ kind: 'task', phase: 'end', outcome: 'done: but slow' }, 'Task', 'Ended: done: but slow'],
  [{ kind: 'task', phase: 'end' }, 'Task', 'Ended'],
  [{ kind: 'type', text: '<b>&' }, 'Text', '<b>&'],
  [{ kind: 'type', text: '', keys: [1, 2] }, 'Text', 'No text is left. Keys: 2'],
  [{ kind: 'type', actor: 'remote', text: '', keys: [] }, 'Text', 'Somebody else wrote here. What is not recorded.'],
  [{ kind: 'click', target: target({ role: 'link', selectors: { name: 'Go', css: 'a' } }) }, 'Click', 'link “Go”'],
  [{ kind: 'click', target: target({}) }, 'Click', 'button “a > b”'],
  [{ kind: 'click', target: target({ sensitive: 'password' }) }, 'Click', 'A private field'],
  [{ kind: 'key', key: 's', code: 'KeyS', modifiers: { shift: true, ctrl: true } }, 'Key', 'Ctrl + Shift + s'],
  [{ kind: 'key', key: ' ', code: 'Space', modifiers: {} }, 'Key', 'Space'],
  [{ kind: 'clipboard', what: 'paste', length: 1204 }, 'Clipboard', 'Pasted. Characters: 1,204'],
  [{ kind: 'frame', phase: 'before', redacted: 3 }, 'Picture', 'Before it. Places covered: 3'],
  [{ kind: 'gap', reason: 'fault' }, 'Gap', 'Something could not be processed.'],
  [{ kind: 'gap', reason: 'moonlight' }, 'Gap', 'moonlight'],
  [{ kind: 'hover', target: target({}) }, 'hover', 'button “a > b”'],
  [{ kind: 'constructor' }, 'constructor', ''],
];

test('each kind has its words, and one that is not known its name', () => {
  for (const [told, kind, words] of WORDS) assert.deepEqual([kindWords(told.kind), describe(told)], [kind, words]);
});

test('a pause until tomorrow lasts until four in the morning, and at most a day', () => {
  const cases = [
    [[2026, 10, 25, 18, 30], 570],
    [[2026, 10, 25, 4, 0], 1440],
    [[2026, 10, 25, 3, 59, 30], 1],
    [[2026, 10, 25, 0, 30], 210],
    [[2026, 11, 31, 23, 59], 241],
  ];
  for (const [moment, expected] of cases) assert.equal(minutesUntilMorning(new Date(...moment)), expected, `${moment}`);
});

// The ingest server is killed during an upload, before it has stored or before its answer has arrived, and started again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROUNDS, start } from './harness.mjs';
import { countSessions, keysInto, keysOf, ofKind, picturesOf, replay } from './record.mjs';

const MOMENTS = [
  { what: 'a batch', wanted: ({ method }) => method === 'POST', when: 'before' },
  { what: 'a batch', wanted: ({ method }) => method === 'POST', when: 'after' },
  { what: 'a picture', wanted: ({ method }) => method === 'PUT', when: 'before' },
  { what: 'a picture', wanted: ({ method }) => method === 'PUT', when: 'after' },
];

test('everything arrives, and once, though the server is killed during uploads', async (t) => {
  const rig = await start(t);
  const { wire } = rig;
  await rig.visit('/plain');
  await rig.click('#report');
  let script = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const { wanted, when } = MOMENTS[round % MOMENTS.length];
    const killed = wire.trap(wanted, { [when]: () => rig.ingest.kill() });
    const words = `round ${round}. `;
    script += words;
    await rig.type(words);
    await rig.clickLikeAPerson('h1');
    await rig.click('#report');
    await rig.page.keyboard.press('Control+End');
    await killed;
    await rig.ingest.start();
  }
  const { records } = await rig.finish('h1');
  assert.equal(await rig.page.inputValue('#report'), script);
  assert.equal(replay(records, 'Report'), script);
  assert.deepEqual(keysInto(records, 'input'), keysOf(script));
  countSessions(records);
  const clicks = ofKind(records, 'click').filter(({ target }) => target.tag === 'h1');
  assert.equal(clicks.length, ROUNDS + 1);
  // Each has its pictures, or a gap that says that there is none: nothing went missing on the way.
  for (const click of clicks) {
    const gaps = ofKind(records, 'gap').filter(
      ({ session, action }) => session === click.session && action === click.seq,
    );
    assert.equal(picturesOf(records, click).length + gaps.length, 2, `click ${click.seq}`);
  }
});

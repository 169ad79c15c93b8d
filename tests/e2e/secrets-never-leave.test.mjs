// Canaries, each beside a harmless control that must arrive: absent from the opened store, the wire, the logs and every
// pixel of the pictures.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow, notInTheStore, pieces, spelt } from './evidence.mjs';
import { start, until } from './harness.mjs';
import { boxesOf, boxOf, FLAT, shrunk, spreads, WRITTEN } from './pixels.mjs';
import { ofKind, replay, typedInto } from './record.mjs';
import { openSpool } from './spool.mjs';

const CANARIES = {
  typedKey: 'AKIAQ3EGRZJ7VXNBH2KD',
  pastedKey: 'ghp_9fK2mQx7RtVbLw3ZsYcN8jHdPgT5uE1aXo4B',
  password: 'wintermute-7-sails',
  code: '739154',
  mail: 'noor.canary@example.net',
  sudo: 'driftwood-lantern',
};

test('what is held on the machine is ciphertext, and holds no secret when it is opened', async (t) => {
  const rig = await start(t, { policy: (open) => ({ ...open, holdMinutes: 60 }) });
  const { page } = rig;
  await rig.visit(`/workspace?owner=${CANARIES.mail}`);
  await rig.click('#name');
  await rig.type(`spring-tide ${CANARIES.typedKey}`);
  await rig.click('#password');
  await rig.type(CANARIES.password);
  await rig.click('#status');
  await until('all is stored', async () => !(await rig.status()).busy);
  assert.equal(await page.inputValue('#name'), `spring-tide ${CANARIES.typedKey}`);

  const spool = await openSpool(rig.control);
  const rows = spool.filter(({ place }) => place.startsWith('row/')).map(({ plain }) => JSON.parse(plain));
  assert.match(replay(rows, 'Release name'), /^spring-tide ⟦/);
  const texts = spool.flatMap(({ plain, sealed }) => [plain.toString('latin1'), sealed.toString('latin1')]);
  for (const [name, canary] of Object.entries(CANARIES)) {
    for (const piece of pieces(canary)) assert.ok(!texts.some((text) => text.includes(piece)), `${name}: ${piece}`);
  }
  assert.ok(spool.every(({ sealed }) => !sealed.includes('spring-tide')));
  assert.equal(rig.wire.sent, 0);
});

test('keys, passwords, codes and addresses are nowhere, and everything around them is there', async (t) => {
  const rig = await start(t);
  const { wire } = rig;
  const { page } = rig;
  await rig.visit(`/workspace?owner=${CANARIES.mail}`);

  await rig.click('.view-line:last-child');
  await page.keyboard.press('Control+End');
  await rig.type(`const key = '${CANARIES.typedKey}'; // harmless`);
  await rig.click('#search');
  await rig.paste(CANARIES.pastedKey);
  await rig.click('.xterm-screen');
  await rig.type('sudo ls\n');
  await page.waitForFunction(() => /password for ada: *$/.test(window.workspace.screen()));
  await rig.type(`${CANARIES.sudo}\n`);
  await page.waitForFunction(() => /\$ *$/.test(window.workspace.screen()));
  await rig.type('ls\n');
  await rig.click('#name');
  await rig.type('spring-tide');
  await rig.click('#password');
  await rig.type(CANARIES.password);
  await rig.click('#toggle');
  assert.equal(await page.getAttribute('#password', 'type'), 'text');
  await rig.click('#code');
  await rig.type(CANARIES.code);
  const { records, dir } = await rig.finish();

  // The script did what it says, and the controls arrived.
  assert.ok((await page.evaluate(() => window.workspace.code())).includes(CANARIES.typedKey));
  assert.equal(await page.inputValue('#search'), CANARIES.pastedKey);
  assert.equal(await page.inputValue('#password'), CANARIES.password);
  assert.match(typedInto(records, 'editcontext'), /^const key = '⟦[a-z]+:[a-z2-7]{4}⟧'; \/\/ harmless$/i);
  assert.equal(replay(records, 'Release name'), 'spring-tide');
  assert.match(typedInto(records, 'terminal'), /^sudo ls.*ls$/s);
  const [load] = ofKind(records, 'navigate');
  assert.match(load.title, /^orders\.ts · ⟦email:[a-z2-7]{4}⟧ · Tidepool$/);
  assert.match(decodeURIComponent(load.url), /\/workspace\?owner=⟦email:[a-z2-7]{4}⟧$/);
  const [paste] = ofKind(records, 'clipboard').filter(({ what }) => what === 'paste');
  assert.equal(paste.length, CANARIES.pastedKey.length);
  const sensitive = ofKind(records, 'type').filter(({ target }) => target.sensitive);
  assert.deepEqual(sensitive.map(({ target }) => target.sensitive).sort(), ['oneTimeCode', 'password']);

  // The canaries did not.
  const strokes = records.flatMap((record) => (record.kind === 'type' ? record.keys : [record]));
  const places = {
    'the opened store': filesBelow(dir).map((file) => readFileSync(file, 'latin1')),
    'the store': filesBelow(join(rig.dir, 'store')).map((file) => readFileSync(file, 'latin1')),
    'the wire': wire.requests.map(({ url, headers, body }) => url + JSON.stringify(headers) + body.toString('latin1')),
    'the server’s log': [await rig.log()],
    'the browser’s consoles': rig.said,
    'the keys': [strokes.map(({ key }) => key ?? '').join('')],
    'the key codes': [spelt(strokes.map(({ code }) => code ?? ''))],
  };
  for (const [place, texts] of Object.entries(places)) {
    assert.ok(texts.length > 0, place);
    for (const [name, canary] of Object.entries(CANARIES)) {
      for (const piece of pieces(place === 'the key codes' ? canary.toUpperCase() : canary)) {
        assert.ok(!texts.some((text) => text.includes(piece)), `${name} is in ${place}: ${piece}`);
      }
    }
  }

  // What went over the wire is what lies in the store, byte for byte: opening the store has opened the wire.
  const { sent, lost } = notInTheStore(rig);
  assert.ok(sent > 1);
  assert.deepEqual(lost, []);

  await t.test('and no pixel of a picture shows them', async () => {
    const typed = ofKind(records, 'type').findLast(({ target }) => target.sensitive === 'oneTimeCode');
    const frames = ofKind(records, 'frame');
    const late = frames.filter(({ seq }) => seq > typed.seq);
    assert.ok(late.length > 0);
    const owner = await boxesOf(page, CANARIES.mail);
    const comment = await boxesOf(page, 'grace.hopper@example.com');
    const key = await boxesOf(page, CANARIES.typedKey);
    assert.ok(owner.length > 0 && comment.length > 0 && key.length > 0);
    const fields = [];
    for (const field of ['#search', '#password', '#code']) fields.push(shrunk(await boxOf(page, field), 5));
    const control = [await boxOf(page, '#project'), ...(await boxesOf(page, 'harmless'))];
    for (const frame of frames) {
      for (const spread of await spreads(rig.control, dir, frame, [...owner, ...comment])) assert.ok(spread < FLAT);
      const [project] = await spreads(rig.control, dir, frame, control);
      assert.ok(project > WRITTEN);
    }
    for (const frame of late) {
      for (const spread of await spreads(rig.control, dir, frame, [...key, ...fields])) assert.ok(spread < FLAT);
      for (const spread of await spreads(rig.control, dir, frame, control)) assert.ok(spread > WRITTEN);
    }
  });
});

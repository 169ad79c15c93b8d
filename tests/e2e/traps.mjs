// Traps: ways in which a recorder leaks. Each is a small page on which something secret lies beside something harmless.
//
// All traps of a file are walked into with one browser, under a hold: first what lies on the machine is searched, then
// the hold is lifted and what has left it is. In each trap
//
// - no piece of its canaries is anywhere, whatever trap it is found with,
// - its controls are in the records of its page, on the machine as in the store,
// - a redaction, or something sensitive without content, says that there was something,
// - what the page dyes is in no picture of how the page stood at the end, though the eye could see it, and what it
//   marks is; of pages that are not made for this, the boxes of some texts are flat, and those of others are not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coloursIn, DYE, MARK, seenIn } from './dye.mjs';
import { bare, Canaries, notInTheStore, onTheMachine, outside } from './evidence.mjs';
import { start, until } from './harness.mjs';
import { boxesOf, FLAT, spreads, WRITTEN } from './pixels.mjs';
import { ofKind } from './record.mjs';
import { openSpool } from './spool.mjs';

/** How many pieces of a canary a failing test tells. */
const MOST_TOLD = 6;

/** What a page has that takes a moment. */
const WAITS = /data-(widget|overlay)/;

const TRACE = /⟦[a-z-]+(:[a-z2-7]{4})?⟧|"sensitive":"|"redacted":[1-9]/;

/**
 * Walks into every trap of a list, then looks what is left of them: a test for each.
 *
 * A trap has a `number`, `says` what it is, and `page`: the body of a page, with a `script` of its own, and other `pages`
 * by path, or functions of the rig that make one; whole pages of a site that is not allowed lie `elsewhere`. Or it is
 * `at` a path of the workspace, and ends with a click on `last`. `act` walks into it, and may
 * answer something that `check` gets beside the trap's records. `unseen` says that nothing dyed is in sight at the end;
 * `never` that it must not be in any picture, also of the page before that. Texts that are `hidden` must be flat at the
 * end, those that are `shown` must not.
 */
export function traps(name, list, options = {}) {
  test(name, async (t) => {
    const canaries = new Canaries(list.map(({ number, canaries }) => [number, canaries]));
    const controls = list.flatMap((trap) => trap.controls);
    assert.deepEqual([...canaries.in(bare(controls))], [], 'a control is a part of a canary');
    const rig = await start(t, { ...options, policy: held(options.policy) });
    const sprung = new Map();
    for (const trap of list) sprung.set(trap, await spring(rig, trap).catch((error) => ({ error })));

    assert.equal(rig.wire.sent, 0);
    const spool = await openSpool(rig.control);
    const rows = spool.filter(({ place }) => place.startsWith('row/')).map(({ plain }) => plain.toString());
    const machine = onTheMachine(rig, spool);
    const opened = await rig.lift();
    const found = search(canaries, { ...machine, ...(await outside(rig, opened)) });

    for (const trap of list) {
      await t.test(`trap ${trap.number}: ${trap.says}`, async () => {
        const { error, sight, answer } = sprung.get(trap);
        if (error) throw error;
        const records = recordsOf(trap, opened.records);
        assert.deepEqual(Object.fromEntries(found.get(trap.number) ?? []), {});
        for (const control of trap.controls) {
          assert.ok(told(records).includes(control), `${control} has not arrived`);
          assert.ok(
            rows.some((row) => row.includes(control)),
            `${control} was not held`,
          );
        }
        await checkPictures(rig, opened.dir, records, trap, sight);
        await trap.check?.({ rig, dir: opened.dir, records, answer });
      });
    }

    await t.test('what went over the wire is what lies in the store, byte for byte', () => {
      const { sent, lost } = notInTheStore(rig);
      assert.ok(sent > 1);
      assert.deepEqual(lost, []);
    });
  });
}

/** Walks into a trap, and ends with a click where it does no harm, of which there are pictures. */
async function spring(rig, trap) {
  const { page } = rig;
  const path = trap.at ?? `/traps/${trap.number}`;
  const made = Object.entries({ ...(trap.at ? {} : { [path]: trap.page }), ...trap.pages });
  for (const [place, body] of made) rig.pages.put(place, sheet(trap, typeof body === 'function' ? body(rig) : body));
  for (const [place, html] of Object.entries(trap.elsewhere ?? {})) rig.elsewhere.put(place, html);
  await rig.visit(path + (trap.search ?? ''));
  if (WAITS.test(trap.page)) await page.waitForSelector('[data-ready]');
  const answer = await trap.act({ rig, page });
  await rest(rig);
  const [hidden, shown] = await Promise.all([trap.hidden, trap.shown].map((texts) => boxesOfAll(page, texts)));
  const sight = { ...(await seenIn(page, rig.control)), hidden, shown };
  await rig.click(trap.last ?? '#done');
  await rest(rig);
  return { sight, answer };
}

/** Where some texts stand in a page, each of them at least once. */
async function boxesOfAll(page, texts = []) {
  const boxes = await Promise.all(texts.map((text) => boxesOf(page, text)));
  const { width, height } = page.viewportSize();
  const inSight = ({ x, y, ...box }) => x >= 0 && y >= 0 && x + box.width <= width && y + box.height <= height;
  for (const [at, found] of boxes.entries()) assert.ok(found.some(inSight), `${texts[at]} is not to be seen`);
  return boxes.flat().filter(inSight);
}

/** Waits until everything that was done is stored, with its pictures. */
export function rest(rig) {
  return until('all is stored', async () => !(await rig.status()).busy);
}

function sheet({ number, script = '' }, body) {
  const widgets = body.includes('data-widget') ? '<script type="module" src="/assets/widgets.js"></script>' : '';
  const styles = ['style/traps', ...(body.includes('"terminal"') ? ['assets/widgets'] : [])];
  const links = styles.map((style) => `<link rel="stylesheet" href="/${style}.css">`).join('');
  return `<!doctype html><html lang="en"${body.includes('data-overlay') ? ' data-overlay' : ''}><head>
    <meta charset="utf-8"><title>Trap ${number}</title><link rel="icon" href="/style/tidepool.svg">${links}${widgets}</head>
    <body>${body}<p><button type="button" id="done" class="mark">That is all</button></p>
    <script>{${script}}; console.info('trap ${number}')</script></body></html>`;
}

function held(policy = (open) => open) {
  return (open) => ({ ...policy(open), holdMinutes: 60 });
}

/** What was found of each trap's canaries, by its number: place and piece, with what stands around it. */
function search(canaries, places) {
  const found = new Map();
  for (const [place, texts] of Object.entries(places)) {
    assert.ok(texts.length > 0, `nothing to look at: ${place}`);
    for (const { name, piece, around } of canaries.in(texts)) {
      const so = found.get(name) ?? new Map();
      if (so.size < MOST_TOLD) so.set(`${place}: ${piece}`, around.replace(/[^\x20-\x7e⟦⟧]/g, '·'));
      found.set(name, so);
    }
  }
  return found;
}

/** The records from the arrival on a trap's page to the departure from it. */
function recordsOf({ at, number }, records) {
  const home = new RegExp(`${at ?? `/traps/${number}`}(?![0-9a-z])`);
  let here = false;
  return records.filter((record) => {
    if (record.kind === 'navigate' && record.how === 'load' && record.frame.length === 0) here = home.test(record.url);
    return here;
  });
}

/** Everything that records say, but for pictures. */
function told(records) {
  return records.map((record) => JSON.stringify(record)).join('\n');
}

async function checkPictures(rig, dir, records, { trace = TRACE, unseen = false, never = false }, sight) {
  const frames = ofKind(records, 'frame');
  const { seq } = records.findLast(({ kind }) => kind === 'click');
  const last = frames.filter(({ action }) => action === seq);
  assert.ok(
    last.some(({ phase }) => phase === 'after'),
    'there is no picture of the end',
  );
  const words = records.filter(({ kind }) => kind !== 'frame');
  const traces = trace === 'picture' ? last.every(({ redacted }) => redacted > 0) : trace.test(told(words));
  assert.ok(traces, 'nothing says that there was something');
  if (!unseen) assert.ok(sight[DYE] > 0, 'the secret was not in sight');
  assert.ok(sight[MARK] > 0 || sight.shown.length > 0, 'nothing was in sight that must stay to be seen');
  let marks = 0;
  for (const frame of never ? frames : last) {
    const colours = await coloursIn(rig.control, dir, frame);
    assert.equal(colours[DYE], 0, `the picture ${frame.phase} ${frame.action} shows it`);
    marks += colours[MARK];
  }
  assert.ok(marks > 0 || sight[MARK] === 0, 'the mark is not to be seen');
  for (const frame of last) {
    for (const spread of await spreads(rig.control, dir, frame, sight.hidden)) assert.ok(spread < FLAT);
    for (const spread of await spreads(rig.control, dir, frame, sight.shown)) assert.ok(spread > WRITTEN);
  }
}

// What a hand does beside clicking and typing: drags, scrolling, choices, the keyboard's way through a page, tabs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { countSessions, ofKind, picturesOf } from './record.mjs';
import { rest } from './traps.mjs';

const BOARD = `<!doctype html><meta charset="utf-8"><title>Board</title>
  <style>
    body { margin: 0; font: 16px sans-serif; }
    .card { position: absolute; width: 120px; height: 60px; background: peachpuff; }
    #list { position: absolute; left: 20px; top: 260px; width: 300px; height: 200px; overflow: auto; background: honeydew; }
    form { position: absolute; left: 400px; top: 260px; }
  </style>
  <h1 id="end" style="margin: 8px">Board</h1>
  <div class="card" id="todo" role="group" aria-label="To do" style="left: 20px; top: 80px"></div>
  <div class="card" id="done" role="group" aria-label="Done" style="left: 420px; top: 80px"></div>
  <div id="list" role="log" aria-label="History"><p style="height: 3000px">long</p></div>
  <form>
    <label>Colour <select id="colour"><option>Red</option><option>Green</option></select></label>
    <label><input id="wrap" type="checkbox"> Wrap lines</label>
    <label>Name <input id="name"></label>
  </form>
  <script>
    addEventListener('pointerup', ({ target }) => { target.style.outline = '3px solid teal'; });
  </script>`;

/** Drags as a hand does, that rests before it presses: then there is a picture of what it sees. */
async function drag(rig, from, to) {
  const { page } = rig;
  const [one, other] = await Promise.all([from, to].map((selector) => page.locator(selector).boundingBox()));
  await page.mouse.move(one.x + 20, one.y + 20, { steps: 3 });
  await rest(rig);
  await page.mouse.down();
  await page.mouse.move(other.x + 30, other.y + 40, { steps: 6 });
  await page.mouse.up();
}

/** How many records were made so far. */
async function taken(rig) {
  const { heldRecords, sentRecords } = await rig.status();
  return heldRecords + sentRecords;
}

test('what a hand does beside clicking and typing arrives once, in order', async (t) => {
  const rig = await start(t);
  const { page } = rig;
  rig.pages.put('/board', BOARD);
  await rig.visit('/board');
  await drag(rig, '#todo', '#done');
  await rest(rig);
  const list = await page.locator('#list').boundingBox();
  await page.mouse.move(list.x + 50, list.y + 50, { steps: 3 });
  await rest(rig);
  const before = await taken(rig);
  await page.mouse.wheel(0, 300);
  await page.waitForFunction(() => document.querySelector('#list').scrollTop === 300);
  await until('scrolling is over', async () => (await taken(rig)) > before);
  await rest(rig);
  await rig.click('#colour');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#colour').value === 'Green');
  await rig.click('#wrap');
  await page.keyboard.press('Tab');
  await rig.type('tide');
  await page.keyboard.press('Control+a');
  const { records } = await rig.finish('#end');

  const [drags, scrolls, changes, focuses, selects] = ['drag', 'scroll', 'change', 'focus', 'select'].map((kind) =>
    ofKind(records, kind),
  );
  assert.deepEqual(
    drags.map(({ how, target, onto }) => [how, target.selectors.name, onto.selectors.name]),
    [['pointer', 'To do', 'Done']],
  );
  assert.deepEqual(
    scrolls.map(({ deltaY, to, target }) => [deltaY, to, target.selectors.name]),
    [[300, { x: 0, y: 300 }, 'History']],
  );
  assert.deepEqual(
    changes.map(({ value, target }) => [value, target.selectors.name]),
    [
      ['Green', 'Colour'],
      ['true', 'Wrap lines'],
    ],
  );
  assert.deepEqual(
    focuses.map(({ actor, target }) => [actor, target.selectors.name]),
    [['user', 'Name']],
  );
  assert.deepEqual(
    selects.map(({ length, at, text }) => [length, at, text]),
    [[4, 0, undefined]],
  );
  assert.ok(
    ofKind(records, 'click').every(({ target }) => target.selectors.name !== 'To do'),
    'a drag is no click',
  );
  for (const action of [...drags, ...scrolls]) assert.deepEqual(picturesOf(records, action), ['after', 'before']);
  const told = records.map(({ kind }) => kind).filter((kind) => /^(drag|scroll|change|focus|select|type)$/.test(kind));
  assert.deepEqual(told, ['drag', 'scroll', 'change', 'change', 'focus', 'type', 'select']);
  countSessions(records);
});

test('tabs that are recorded say so, and others nothing', async (t) => {
  const rig = await start(t);
  await rig.visit('/guide');
  const window = await rig.control.evaluate(async (url) => {
    const tabs = await chrome.tabs.query({});
    return tabs.find((tab) => tab.url === url);
  }, rig.page.url());
  /** Opens a tab beside the page to work in, and gives its page. */
  const openTab = async (url) => {
    const opened = rig.context.waitForEvent('page');
    const create = { url, windowId: window.windowId };
    await rig.control.evaluate((properties) => chrome.tabs.create(properties), create);
    const page = await opened;
    await page.waitForURL(url);
    return page;
  };
  const choose = () => rig.control.evaluate((id) => chrome.tabs.update(id, { active: true }), window.id);
  const other = await openTab(`${rig.pages.url}/plain`);
  await until('it is recorded', async () => (await rig.status(other)).tab.state === 'recording');
  await rig.click('h1', other);
  await choose();
  const elsewhere = await openTab(`${rig.elsewhere.url}/guide?canary`);
  await elsewhere.close();
  await choose();
  await other.close();
  const { records } = await rig.finish('h1');
  const tabs = ofKind(records, 'tab').map(({ what, tab }) => `${what} ${tab}`);
  assert.deepEqual(
    tabs.filter((each) => each !== 'switch 2'),
    ['open 2', 'switch 1', 'switch 1', 'close 2'],
  );
  assert.ok(!JSON.stringify(records).includes('canary'));
});

// Where the policy asks for it, an action comes with what was in sight before it, by role and name, and names the element
// it was done to there. What stands in fields is not told, nor what lies beside the surfaces, nor what the scrubber finds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, until } from './harness.mjs';
import { ofKind } from './record.mjs';

const MAIL = 'jane.doe@tidepool.example';

const PAGE = `<!doctype html><html lang="en"><title>Board</title>
  <style>body{margin:8px;font:16px sans-serif}</style>
  <h1 id="status">Board</h1><p id="beside">A comment by somebody</p>
  <main><button id="run">Run tests</button>
    <label><input type="checkbox" checked> Watch</label>
    <label>Title <input id="title" value="canary-value"></label>
    <div contenteditable aria-label="Body">canary-body</div><input type="password" aria-label="canary-name">
    <div data-private><button>canary-private</button></div>
    <a href="#x" aria-label="Mail ${MAIL}">Mail</a>
    <button id="more" onpointerdown="this.setAttribute('aria-expanded', 'true'); list.hidden = false">More</button>
    <ul id="list" role="menu" hidden><li role="menuitem">Archive</li></ul>
  </main><div style="height:300px"></div></html>`;

/** A rig on the board, with a change of the policy's site. */
async function board(t, change) {
  const site = (open) => ({ ...open, sites: [{ ...open.sites[0], ...change }] });
  const rig = await start(t, { policy: site });
  rig.pages.put('/board', PAGE);
  await rig.visit('/board');
  await until('the page is pictured', async () => !(await rig.status()).busy);
  return rig;
}

/** The click on an element by its id, and what was recorded for it. */
function clickOn(records, id) {
  const click = ofKind(records, 'click').find(({ target }) => target.selectors.css === `#${id}`);
  const own = ({ session, action }) => session === click.session && action === click.seq;
  return { click, snapshot: ofKind(records, 'aria').find(own)?.snapshot, gap: ofKind(records, 'gap').find(own) };
}

const bare = (snapshot) => snapshot.replace(/ \[ref=e\d+\]/g, '').split('\n');

test('asked for, it comes with roles, names, states and the ref of what was clicked, and without values', async (t) => {
  const rig = await board(t, { aria: 'on' });
  await rig.clickLikeAPerson('#run');
  await until('the page is pictured', async () => !(await rig.status()).busy);
  await rig.clickLikeAPerson('#more');
  await until('the page is pictured', async () => !(await rig.status()).busy);
  await rig.clickLikeAPerson('#title');
  await rig.type('x');
  const { records } = await rig.finish();

  const { click, snapshot } = clickOn(records, 'run');
  const head = snapshot.split('\n').find((line) => line.includes('"Run tests"'));
  assert.match(click.target.ref, /^e\d+$/);
  assert.equal(head, `  - button "Run tests" [ref=${click.target.ref}]`);
  const lines = bare(snapshot);
  const token = /⟦email:[a-z2-7]{4}⟧/.exec(snapshot)[0];
  assert.deepEqual(lines, [
    '- heading "Board" [level=1]',
    '- text: "A comment by somebody"',
    '- main:',
    '  - button "Run tests"',
    '  - checkbox "Watch" [checked]',
    '  - text: "Watch Title"',
    '  - textbox "Title"',
    '  - textbox "Body"',
    '  - textbox [private]',
    `  - link "Mail ${token}"`,
    '  - button "More"',
  ]);
  assert.ok(!JSON.stringify(records).includes('canary') && !JSON.stringify(records).includes(MAIL));

  // The page reacted to this one at once: what is told is how it was before.
  const before = bare(clickOn(records, 'more').snapshot);
  assert.ok(before.includes('  - button "More"') && !before.join().includes('Archive'), before.join('\n'));
  const after = bare(clickOn(records, 'title').snapshot);
  assert.ok(
    after.includes('  - button "More" [expanded]') && after.includes('    - menuitem "Archive"'),
    after.join('\n'),
  );
  const [typed] = ofKind(records, 'type');
  const own = ofKind(records, 'aria').find(({ action }) => action === typed.seq);
  assert.ok(own.snapshot.includes(`- textbox "Title" [ref=${typed.target.ref}]`));
});

test('an editor is told as a field, with nothing of what is in it', async (t) => {
  const rig = await start(t, { policy: (open) => ({ ...open, sites: [{ ...open.sites[0], aria: 'on' }] }) });
  await rig.visit();
  await until('the page is pictured', async () => !(await rig.status()).busy);
  await rig.clickLikeAPerson('.monaco-editor .view-lines');
  // What is typed before the page has come to rest again has no snapshot, and a gap that says so.
  await until('the page is pictured', async () => !(await rig.status()).busy);
  await rig.type('canary');
  await until('the page is pictured', async () => !(await rig.status()).busy);
  await rig.clickLikeAPerson('#name');
  const { records } = await rig.finish();
  const [typed] = ofKind(records, 'type');
  assert.ok(typed.text.includes('canary') && typed.target.editable === 'editcontext', 'control');
  const before = ofKind(records, 'aria').find(({ action }) => action === typed.seq);
  assert.ok(before, JSON.stringify(ofKind(records, 'gap')));
  const field = new RegExp(`- textbox "[^"]+" \\[ref=${typed.target.ref}\\]$`, 'm');
  assert.match(before.snapshot, field);
  const after = clickOn(records, 'name').snapshot;
  assert.match(after, field);
  assert.ok(after.includes('"Release name"') && !after.includes('canary'), after);
});

test('where only surfaces are shown, it tells of them and of nothing beside them', async (t) => {
  const rig = await board(t, { aria: 'on', frames: 'surface', surfaceSelectors: ['main'] });
  await rig.clickLikeAPerson('#run');
  const { records } = await rig.finish();
  const { snapshot } = clickOn(records, 'run');
  assert.ok(snapshot.includes('"Run tests"'), 'what is inside is there');
  assert.ok(!snapshot.includes('Board') && !snapshot.includes('comment'), snapshot);
});

test('not asked for, there is none, and no script that could take one', async (t) => {
  const served = (rig) => rig.context.serviceWorkers()[0];
  const rigs = [await board(t, {}), await board(t, { aria: 'on' })];
  const [without, asked] = await Promise.all(
    rigs.map(async (rig) => {
      await watch(served(rig));
      // A document that nothing was put into yet.
      await rig.visit('/board?again');
      await rig.clickLikeAPerson('#run');
      const { records } = await rig.finish();
      return { records, files: await served(rig).evaluate(() => globalThis.injected) };
    }),
  );
  assert.ok(asked.files.includes('aria.js') && ofKind(asked.records, 'aria').length > 0, 'control');
  assert.ok(without.files.includes('scan.js'), 'control');
  assert.ok(!without.files.includes('aria.js'), without.files.join());
  assert.ok(ofKind(without.records, 'click').length > 0, 'control');
  assert.deepEqual(ofKind(without.records, 'aria'), []);
  assert.ok(without.records.every(({ target, reason }) => target?.ref === undefined && reason !== 'aria'));
});

/** Notes which scripts the worker puts into pages. */
function watch(worker) {
  return worker.evaluate(() => {
    globalThis.injected = [];
    const put = chrome.scripting.executeScript.bind(chrome.scripting);
    chrome.scripting.executeScript = (injection) => {
      globalThis.injected.push(...(injection.files ?? []));
      return put(injection);
    };
  });
}

// What an accessibility snapshot says of a page, and what it does not: told by role, name and state, never by value.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

let pages = 0;

/** Serves and opens a page. */
async function open(html, settings = {}) {
  await browser.configure({ maskSelectors: [], surfaceSelectors: null, ...settings });
  const path = `/aria-${++pages}`;
  browser.serve(path, `<!doctype html><meta charset="utf-8"><title>t</title><body>${html}`);
  const opened = await browser.open(path);
  await opened.talk.until(({ message }) => message.kind === 'settled');
  return opened;
}

/** Asks for a snapshot, and gives it back. */
async function look({ talk }) {
  const from = talk.entries.length;
  await talk.tell({ kind: 'look' });
  const { message } = await talk.until(({ message }) => message.kind === 'aria', from);
  return message;
}

/** A snapshot as lines, with `ref`s taken off unless they matter. */
async function linesOf(opened) {
  const { tree } = await look(opened);
  return tree.replace(/ \[ref=e\d+\]/g, '').split('\n');
}

test('elements are told by role, name and state, in their order', async () => {
  const opened = await open(`
    <header><h1>Workspace</h1><nav><a href="#a">Docs</a></nav></header>
    <main>
      <p>Three tests <b>failed</b> today.</p>
      <button aria-pressed="true">Wrap</button><button disabled>Deploy</button>
      <button aria-expanded="true" aria-label="More actions">…</button>
      <label><input type="checkbox" checked> Watch</label>
      <input type="radio" aria-label="Fast"><div role="switch" aria-checked="mixed" tabindex="0">Sync</div>
      <ul role="tree"><li role="treeitem" aria-selected="true" aria-level="1">src</li></ul>
      <details open><summary>Log</summary>done</details>
      <div style="cursor:pointer">Open the <i>terminal</i></div>
      <table><tr><th>Name</th><td>order.ts</td></tr></table>
      <div role="dialog" aria-label="Say &quot;hi&quot;"></div>
      <div role="made-up">Loose</div>
    </main>`);
  assert.deepEqual(await linesOf(opened), [
    '- banner:',
    '  - heading "Workspace" [level=1]',
    '  - navigation:',
    '    - link "Docs"',
    '- main:',
    '  - text: "Three tests failed today."',
    '  - button "Wrap" [pressed]',
    '  - button "Deploy" [disabled]',
    '  - button "More actions" [expanded]:',
    '    - text: "…"',
    '  - checkbox "Watch" [checked]',
    '  - text: "Watch"',
    '  - radio "Fast"',
    '  - switch "Sync" [checked=mixed]',
    '  - tree:',
    '    - treeitem "src" [level=1] [selected]',
    '  - group [expanded]:',
    '    - button "Log" [expanded]',
    '    - text: "done"',
    '  - generic: "Open the terminal"',
    '  - table:',
    '    - row:',
    '      - columnheader "Name"',
    '      - cell "order.ts"',
    '  - text: "Loose"',
  ]);
});

test('no value is told, though its field is', async () => {
  const opened = await open(`
    <style>textarea,input,select,[contenteditable]{display:block}</style>
    <label>Name <input value="canary-1"></label><textarea aria-label="Notes">canary-2</textarea>
    <input type="search" placeholder="Find" value="canary-3"><input type="date" aria-label="Due" value="2031-01-02">
    <input type="range" aria-label="Volume" value="77" aria-valuetext="canary-4">
    <div contenteditable aria-label="Body">canary-5<b>canary-6</b></div>
    <div role="textbox" aria-label="Draft" tabindex="0">canary-7</div>
    <div role="combobox" aria-label="Branch" tabindex="0"><span>canary-14</span><button>Clear</button></div>
    <select aria-label="Theme"><option>canary-8<option selected>canary-9</select>
    <input type="file" aria-label="Upload"><input type="hidden" value="canary-10">
    <div class="monaco-editor" role="code"><div role="textbox" aria-label="Editor"></div><div class="margin">canary-11</div><div class="view-lines"><div>canary-12</div></div>
      <button>Fold</button><div role="option">canary-13</div></div>
    <div class="cm-editor"><div class="cm-content" role="textbox" aria-label="Code" contenteditable>canary-15</div></div>
    <progress aria-label="Done" value="0.3"></progress><input type="submit" value="Send"><p>control</p>`);
  const lines = await linesOf(opened);
  assert.deepEqual(lines, [
    '- text: "Name"',
    '- textbox "Name"',
    '- textbox "Notes"',
    '- searchbox "Find"',
    '- textbox "Due"',
    '- slider "Volume"',
    '- textbox "Body"',
    '- textbox "Draft"',
    '- combobox "Branch":',
    '  - button "Clear"',
    '- combobox "Theme"',
    '- button "Upload"',
    '- textbox "Editor":',
    '  - button "Fold"',
    '- textbox "Code"',
    '- progressbar "Done"',
    '- button "Send"',
    '- text: "control"',
  ]);
  assert.ok(!lines.join().includes('canary'));
});

test('what is sensitive or masked is told by its role alone', async () => {
  const opened = await open(
    `<p>It is canary-1, they say.</p><label>Canary word <input type="password" value="canary-1"></label><input autocomplete="cc-number" aria-label="canary-2">
     <section data-private aria-label="canary-3"><h2>canary-4</h2><button>canary-5</button></section>
     <div class="rr-block"><button>canary-6</button></div><div class="own"><p>canary-7</p></div>
     <button class="own">canary-8</button><p>The word is canary-1, is it?</p><p>Nothing else</p><h2>control</h2>`,
    { maskSelectors: ['.own'] },
  );
  const lines = await linesOf(opened);
  assert.deepEqual(lines, [
    '- text: "Canary word"',
    '- textbox [private]',
    '- textbox [private]',
    '- region [private]',
    '- button [private]',
    '- text: "Nothing else"',
    '- heading "control" [level=2]',
  ]);
});

test('text that was pasted from elsewhere is left out wherever the page shows it', async () => {
  const opened = await open(
    `<textarea aria-label="Note" oninput="out.textContent = this.value"></textarea><p id="out"></p><p>control</p>`,
  );
  const { page } = opened;
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => navigator.clipboard.writeText('Somebody else wrote these words'));
  await page.focus('textarea');
  await page.keyboard.press('Control+v');
  await page.waitForFunction(() => out.textContent.startsWith('Somebody'));
  assert.deepEqual(await linesOf(opened), ['- textbox "Note"', '- text: "control"']);
});

test('where only surfaces are shown, nothing beside them is told, not even as a name', async () => {
  const html = `<p>canary-1</p><button>canary-2</button><span id="l">canary-3</span>
    <div class="surface"><button>Run</button><input aria-labelledby="l"><p>inside</p></div><div class="surface">two</div>`;
  const opened = await open(html, { surfaceSelectors: ['.surface'] });
  assert.deepEqual(await linesOf(opened), ['- button "Run"', '- textbox', '- text: "inside"', '- text: "two"']);
  const without = await open(html, { surfaceSelectors: [] });
  assert.equal((await look(without)).tree, '');
});

test('shadow trees, open and closed, are told where they are drawn, and frames as frames', async () => {
  const opened = await open(`
    <my-bar><template shadowrootmode="closed"><button>Inside</button><slot></slot></template><a href="#x">Slotted</a></my-bar>
    <my-box><template shadowrootmode="open"><h3>Open</h3></template><i>canary</i></my-box>
    <iframe title="Preview" srcdoc="<p>canary"></iframe>`);
  assert.deepEqual(await linesOf(opened), [
    '- button "Inside"',
    '- link "Slotted"',
    '- heading "Open" [level=3]',
    '- iframe "Preview"',
  ]);
});

test('what is out of sight is left out', async () => {
  const opened = await open(`<button>Here</button>
    <button style="display:none">canary-1</button><button style="visibility:hidden">canary-2</button>
    <div aria-hidden="true"><button>canary-3</button></div>
    <div style="height:30px;overflow:auto"><p>In the list</p><button style="margin-top:90px">canary-4</button></div>
    <div style="height:1500px">Tall</div><button>canary-5</button>`);
  assert.deepEqual(await linesOf(opened), ['- button "Here"', '- text: "In the list"', '- text: "Tall"']);
});

test('an element keeps its ref, and an action names the ref of what it was done to', async () => {
  const opened = await open(`<button id="a">One</button><button id="b"><b>Two</b></button><input aria-label="Name">`);
  const { page, talk } = opened;
  const { tree, epoch } = await look(opened);
  assert.equal(tree, '- button "One" [ref=e1]\n- button "Two" [ref=e2]\n- textbox "Name" [ref=e3]');
  await page.click('b');
  const click = await talk.seen('click');
  assert.deepEqual([click.seen.target.tag, click.seen.target.ref, click.epoch], ['b', 'e2', epoch]);
  await page.focus('input');
  await page.keyboard.type('x');
  const { seen } = await talk.seen('field');
  assert.equal(seen.field.target.ref, 'e3');
  await page.evaluate(() => a.before(Object.assign(document.createElement('button'), { textContent: 'New' })));
  assert.equal(
    (await look(opened)).tree,
    '- button "New" [ref=e4]\n- button "One" [ref=e1]\n- button "Two" [ref=e2]\n- textbox "Name" [ref=e3]',
  );
});

test('without a snapshot no element has a ref', async () => {
  const { page, talk } = await open('<button>One</button>');
  await page.click('button');
  const { seen } = await talk.seen('click');
  assert.equal(seen.target.ref, null);
});

test('a page that is larger than a snapshot is cut, and says so', async () => {
  const opened = await open(
    `<button>First</button>${'<button style="position:fixed;top:50px">x</button>'.repeat(1_000)}`,
  );
  const { tree, cut } = await look(opened);
  const lines = tree.split('\n');
  assert.ok(cut && lines.length > 500 && lines.length <= 800, `${cut}, ${lines.length}`);
  assert.ok(lines[0].startsWith('- button "First"'));
  assert.equal((await look(await open('<p>small'))).cut, false);
});

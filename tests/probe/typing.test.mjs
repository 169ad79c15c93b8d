// What is typed arrives as it finally stands, however the page takes text.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness.mjs';

let browser;
before(async () => {
  browser = await start();
  for (const name of ['monaco', 'xterm', 'lexical']) await browser.serveScript(`/${name}.js`, `${name}.mjs`);
});
after(() => browser.close());

const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:; worker-src data:";

function serve(path, body, policy = STRICT) {
  browser.serve(path, `<!doctype html><title>${path}</title>${body}`, { 'content-security-policy': policy });
}

/** The keys noted for a field, joined by blanks. */
function keys(talk) {
  return talk.observations.filter(({ seen }) => seen.kind === 'key').map(({ seen }) => seen.key);
}

/** The field that the last text belongs to. */
function fieldOf(talk, { field }) {
  return talk.observations.find(({ seen }) => seen.kind === 'field' && seen.field.id === field).seen.field;
}

test('an input is told with its corrections, on a page that allows no scripts', async () => {
  serve('/plain', '<label>Name <input name="who"></label>', "script-src 'none'");
  const { page, talk } = await browser.open('/plain');
  await page.click('input');
  await page.keyboard.type('Helo');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('lo');
  const { seen } = await talk.seen('text', ({ text }) => text.text === 'Hello');
  assert.deepEqual(seen.text, { text: 'Hello', start: 5, end: 5, whole: true, shared: false });
  assert.deepEqual(keys(talk), ['H', 'e', 'l', 'o', 'Backspace', 'l', 'o']);
  const field = fieldOf(talk, seen);
  assert.equal(field.editable, 'input');
  assert.equal(field.singleLine, true);
  assert.equal(field.target.selectors.label, 'Name');
});

test('a field is told before it is used, and every key after the text it changed', async () => {
  serve('/order', '<textarea></textarea>');
  const { page, talk } = await browser.open('/order');
  await page.focus('textarea');
  await page.keyboard.type('ab');
  await talk.seen('text', ({ text }) => text.text === 'ab');
  const said = talk.observations.map(({ seen }) =>
    seen.kind === 'text' ? `text:${seen.text.text}` : (seen.key ?? seen.kind),
  );
  assert.deepEqual(said, ['navigate', 'focus', 'field', 'text:', 'a', 'text:a', 'b', 'text:ab']);
  assert.deepEqual(
    talk.observations.map(({ n }) => n),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
});

test('an EditContext', async () => {
  serve(
    '/monaco',
    '<link rel="stylesheet" href="/monaco.css"><div id="editor" style="height:400px"></div><script src="/monaco.js"></script>',
  );
  const { page, talk } = await browser.open('/monaco');
  await page.click('.view-lines');
  await page.keyboard.type('let x = 2');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('3;');
  const { seen } = await talk.seen('text', ({ text }) => text.text.endsWith('let x = 3;'));
  assert.equal(seen.text.whole, false);
  assert.equal(fieldOf(talk, seen).editable, 'editcontext');
  assert.equal(keys(talk).join(''), 'let x = 2Backspace3;');
});

test('a contenteditable that cancels beforeinput', async () => {
  serve(
    '/lexical',
    '<div id="editor" contenteditable="true" style="min-height:200px"></div><script src="/lexical.js"></script>',
  );
  const { page, talk } = await browser.open('/lexical');
  await page.click('#editor');
  await page.keyboard.type('one');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('twoo');
  await page.keyboard.press('Backspace');
  const { seen } = await talk.seen('text', ({ text }) => text.text === 'one\n\ntwo');
  assert.deepEqual(seen.text, { text: 'one\n\ntwo', start: 8, end: 8, whole: true, shared: false });
  assert.equal(fieldOf(talk, seen).editable, 'contenteditable');
});

test('a terminal gives keys, and none at the prompt for a password', async () => {
  serve(
    '/xterm',
    '<link rel="stylesheet" href="/xterm.css"><div id="terminal"></div><script src="/xterm.js"></script>',
  );
  const { page, talk } = await browser.open('/xterm');
  await page.waitForFunction(() => document.querySelector('.xterm-rows')?.textContent.includes('$'));
  await page.click('.xterm-screen');
  await page.keyboard.type('sudo ls\n');
  await page.waitForFunction(() => document.querySelector('.xterm-rows').textContent.includes('Password:'));
  await page.keyboard.type('hunter2\n');
  await page.waitForFunction(() => /Password:\s*\$/.test(document.querySelector('.xterm-rows').textContent));
  await page.keyboard.type('pwd');
  await talk.seen('key', ({ key }) => key === 'd' && keys(talk).includes('w'));
  assert.equal(keys(talk).join(''), 'sudo lsEnterpwd');
  assert.equal(talk.observations.filter(({ seen }) => seen.kind === 'secret').length, 1);
  const { seen } = await talk.seen('field');
  assert.equal(seen.field.editable, 'terminal');
  assert.equal(seen.field.sensitive ?? null, null);
  assert.ok(!talk.observations.some(({ seen }) => seen.kind === 'text'));
});

test('a terminal without readable rows is private, unless the policy trusts it', async () => {
  serve(
    '/blind',
    '<div class="xterm"><textarea class="xterm-helper-textarea"></textarea><canvas></canvas></div><input>',
  );
  const type = async () => {
    const { page, talk } = await browser.open('/blind');
    await page.focus('textarea');
    await page.keyboard.type('ls');
    await page.focus('input');
    await page.keyboard.type('x');
    await talk.seen('key', ({ key }) => key === 'x');
    return keys(talk).join('');
  };
  assert.equal(await type(), 'x');
  await browser.configure({ trustTerminal: true });
  assert.equal(await type(), 'lsx');
  await browser.configure({ trustTerminal: false });
});

test('lines of an editing host, with the caret', async (t) => {
  const cases = [
    ['two paragraphs', '<p>one</p><p>t|wo</p>', 'one\ntwo', 5],
    ['an empty line', '<p>one</p><p>|<br></p><p>two</p>', 'one\n\ntwo', 4],
    ['lines by br', 'one<br>t|wo<br><br>', 'one\ntwo\n', 5],
    ['marked text', '<div>a <b>b|old</b> c</div>', 'a bold c', 3],
    ['lists', '<ul><li>a</li><li>b|</li></ul>', 'a\nb', 3],
    ['no-break spaces', '<div>a&nbsp;|b</div>', 'a b', 2],
    ['text, then a block', 'a<div>b|</div>', 'a\nb', 3],
    ['nothing', '<p>|<br></p>', '', 0],
  ];
  for (const [name, html, text, caret] of cases) {
    await t.test(name, async () => {
      serve('/lines', `<div contenteditable id="host">${html.replace('|', '<i id="caret"></i>')}</div>`);
      const { page, talk } = await browser.open('/lines');
      await page.evaluate(() => {
        const mark = document.getElementById('caret');
        const { parentNode } = mark;
        document.getElementById('host').focus();
        getSelection().collapse(parentNode, [...parentNode.childNodes].indexOf(mark));
        mark.remove();
        parentNode.normalize();
      });
      await page.keyboard.press('Control');
      const { seen } = await talk.seen('text');
      assert.deepEqual(seen.text, { text, start: caret, end: caret, whole: true, shared: false });
      await page.close();
    });
  }
});

test('an input method composes', async () => {
  serve('/ime', '<input>');
  const { page, talk } = await browser.open('/ime');
  await page.focus('input');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
  await talk.seen('text', ({ text, composing }) => text.text === 'に' && composing);
  await devtools.send('Input.insertText', { text: '日本' });
  await talk.seen('text', ({ text, composing }) => text.text === '日本' && !composing);
});

test('of a very long text a window around the caret is told', async () => {
  serve('/long', '<textarea></textarea>');
  const { page, talk } = await browser.open('/long');
  await page.evaluate(() => {
    const area = document.querySelector('textarea');
    area.value = 'x'.repeat(50_000);
    area.focus();
    area.setSelectionRange(30_000, 30_000);
  });
  await page.keyboard.type('!');
  const { seen } = await talk.seen('text', ({ text }) => text.text.includes('!'));
  assert.equal(seen.text.whole, false);
  assert.equal(seen.text.text[seen.text.start - 1], '!');
  assert.ok(seen.text.text.length <= 20_000);
});

test('of a very long document the paragraph at the caret is told, however it is wrapped', async (t) => {
  const paragraphs = '<p>The quick brown fox jumps over the lazy dog.</p>'.repeat(1_000);
  for (const [name, html] of [
    ['apart', paragraphs],
    ['in one element', `<div><section>${paragraphs}</section></div>`],
  ]) {
    await t.test(name, async () => {
      serve('/document', `<div contenteditable style="height:500px;overflow:auto">${html}</div>`);
      const { page, talk } = await browser.open('/document');
      await page.locator('p').nth(2).click();
      await page.keyboard.press('End');
      await page.keyboard.type('!');
      const { seen } = await talk.seen('text', ({ text }) => text.text.includes('!'));
      assert.deepEqual([seen.text.text, seen.text.whole], ['The quick brown fox jumps over the lazy dog.!', false]);
      await page.close();
    });
  }
});

test('copy, cut and paste tell a length and nothing else', async () => {
  serve('/clipboard', '<input id="from" value="sesame"><input id="to">');
  const { page, talk } = await browser.open('/clipboard');
  await page.focus('#from');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  await page.focus('#to');
  await page.keyboard.press('Control+V');
  await talk.seen('text', ({ text }) => text.text === 'sesame' && text.end === 6 && text.start === 6);
  const said = talk.observations
    .filter(({ seen }) => seen.kind === 'clipboard')
    .map(({ seen }) => [seen.what, seen.length]);
  assert.deepEqual(said, [
    ['copy', 6],
    ['paste', 6],
  ]);
});

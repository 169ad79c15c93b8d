// Traps 14, 16, 19 to 21, 23, 24 and 26: editors, addresses, the clipboard, and what a page does later.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ofKind } from './record.mjs';
import { ALT, asTyped, CTRL, strike } from './strike.mjs';
import { rest, traps } from './traps.mjs';

traps('what is around a field, and what becomes of it, tells nothing', [
  {
    number: 14,
    says: 'a mask comes after something was typed already',
    page: `<label>Title <input id="title"></label><label>Story <textarea id="late"></textarea></label>
      <label>Motto <textarea id="left"></textarea></label>`,
    canaries: ['ptarmigan-in-the-attic', 'and-out-by-the-window', 'gannets-over-kittiwake'],
    controls: ['heather-lane'],
    async act({ rig, page }) {
      await rig.click('#title');
      await rig.type('heather-lane');
      await rig.click('#left');
      await rig.type('gannets-over-kittiwake');
      await rig.click('#late');
      await rig.type('ptarmigan-in-the-attic');
      await rig.click('#title');
      await rest(rig);
      await page.evaluate(() => {
        for (const field of document.querySelectorAll('textarea')) {
          field.dataset.private = '';
          field.classList.add('dye');
        }
      });
      await rig.click('#late');
      await page.keyboard.press('End');
      await rig.type('and-out-by-the-window');
    },
  },
  {
    number: 16,
    says: 'editors without a field: contenteditable, EditContext, one that cancels beforeinput, and masked ones',
    page: `<h2 id="notes-title">Editors</h2>
      <div id="plain" class="box" contenteditable="true" aria-label="Plain"></div>
      <div id="context" class="box" data-widget="editcontext" aria-label="Context"></div>
      <div id="notes" class="box" data-widget="notes"></div>
      <div id="hidden" class="box dye" contenteditable="true" data-private aria-label="Hidden"></div>
      <div id="secret" class="box dye" data-widget="editcontext" data-private aria-label="Secret"></div>`,
    canaries: [
      'AKIAP7XWNDQ3LKTRM5VB',
      'ghp_5uE1aXo4B9fK2mQx7RtVbLw3ZsYcN8jHdPgT',
      'glpat-Kj8hG5fD2sA9qW3eR6tY',
      'cormorant-behind-glass',
      'shearwater-beyond-fog',
    ],
    controls: ['moor the brig ', 'reef the jib ', 'furl the sail '],
    async act({ rig }) {
      for (const [editor, text] of [
        ['#plain', 'moor the brig AKIAP7XWNDQ3LKTRM5VB'],
        ['#context', 'reef the jib ghp_5uE1aXo4B9fK2mQx7RtVbLw3ZsYcN8jHdPgT'],
        ['#notes', 'furl the sail glpat-Kj8hG5fD2sA9qW3eR6tY'],
        ['#hidden', 'cormorant-behind-glass'],
        ['#secret', 'shearwater-beyond-fog'],
      ]) {
        await rig.click(editor);
        await rig.type(text);
      }
    },
  },
  {
    number: 19,
    says: 'masked text is selected and copied',
    page: `<p id="open">Cobalt windmill</p><p id="masked" class="dye ph-no-capture">lapwing-by-weir-12</p>`,
    canaries: ['lapwing-by-weir-12'],
    controls: ['"what":"copy"'],
    trace: 'picture',
    async act({ rig, page }) {
      for (const text of ['#open', '#masked']) {
        const { x, y } = await rig.click(text);
        await page.mouse.click(x, y, { clickCount: 3 });
        await page.keyboard.press('Control+c');
      }
      await page.mouse.move(20, 5);
      await page.mouse.down();
      await page.mouse.move(600, 120, { steps: 3 });
      await page.mouse.up();
      await page.keyboard.press('Control+c');
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /lapwing-by-weir-12/);
    },
    check({ records }) {
      const copied = ofKind(records, 'clipboard');
      assert.ok(copied.every(({ text }) => text === undefined));
    },
  },
  {
    number: 20,
    says: 'mail addresses in a sentence, with long endings, pluses and letters of the world',
    page: `<p>Write to <span class="dye">noor.harrow+ci@post.brambleford.photography</span> or to
        <span class="dye">jürgen.quill@münsterbräu.net</span>, or ask <span class="dye">用户名字@例子邮箱.公司</span>.</p>
      <label>Reply <textarea id="reply" cols="80"></textarea></label>`,
    canaries: ['noor.harrow+ci@post.brambleford.photography', 'jürgen.quill@münsterbräu.net', '用户名字@例子邮箱.公司'],
    controls: ['reply to ', ' by noon'],
    async act({ rig, page }) {
      await rig.click('#reply');
      await rig.type('reply to noor.harrow+ci@post.brambleford.photography, ');
      for (const mail of ['jürgen.quill@münsterbräu.net', '用户名字@例子邮箱.公司']) {
        await strike(page, asTyped(mail));
        await rig.type(', ');
      }
      await rig.type('not by noon');
      await page.evaluate(() => document.getElementById('reply').classList.add('dye'));
    },
  },
  {
    number: 21,
    says: 'AltGr and Option write characters that look like shortcuts',
    page: '<label>To <input id="to" class="dye"></label><label>Copy to <input id="copy" class="dye"></label>',
    canaries: ['sanna.berg@heronsgate.net', 'bjørn.lie@heronsgate.net'],
    controls: ['hello '],
    async act({ rig, page }) {
      await rig.click('#to');
      await rig.type('hello sanna.berg');
      await strike(page, [{ key: '@', code: 'KeyQ', modifiers: ALT + CTRL, text: '' }]);
      await page.keyboard.insertText('@');
      await rig.type('heronsgate.net');
      await rig.click('#copy');
      await rig.type('bj');
      await strike(page, [{ key: 'ø', code: 'KeyO', modifiers: ALT }]);
      await rig.type('rn.lie@heronsgate.net');
      assert.equal(await page.inputValue('#to'), 'hello sanna.berg@heronsgate.net');
      assert.equal(await page.inputValue('#copy'), 'bjørn.lie@heronsgate.net');
    },
  },
  {
    number: 23,
    says: 'frames tell each other what was typed, where the page can listen',
    page: '<h1>Frames</h1><iframe src="/traps/23/inner" width="500" height="120"></iframe>',
    pages: { '/traps/23/inner': '<label>Inner <input id="inner" class="dye"></label>' },
    script: `
      window.heard = [];
      addEventListener('message', ({ data }) => window.heard.push(JSON.stringify(data)));
      if (parent !== window) { parent.postMessage('hello', '*'); parent.postMessage('hello', location.origin); }`,
    canaries: ['AKIAZQ4XJ7WPLMTK6RDN'],
    controls: ['copper wharf '],
    async act({ rig, page }) {
      const inner = page.frameLocator('iframe');
      await inner.locator('#inner').click();
      await rig.type('copper wharf AKIAZQ4XJ7WPLMTK6RDN');
      await page.mouse.click(5, 5);
      await rest(rig);
      const heard = await Promise.all(page.frames().map((frame) => frame.evaluate(() => window.heard)));
      assert.deepEqual(heard, [['"hello"', '"hello"'], []]);
    },
  },
  {
    number: 24,
    says: 'tokens stand in path, query, fragment, titles, and in addresses that a page takes on later',
    page: `<h1>Harbour</h1><button type="button" id="push">Push barrow</button><button type="button" id="name">Name plate</button>
      <a href="/traps/24/next">Next lock</a>`,
    pages: { '/traps/24/next': '<h1>Lock</h1>' },
    search: '?page=2&token=sesame-oil-lamp-9&mail=rufus.tarn%40fernwick.org#access_token=AKIAN5RTKXW7QJDLM4ZP',
    script: `
      const on = (id, act) => document.getElementById(id)?.addEventListener('click', act);
      on('push', () => history.pushState({}, '', '/traps/24/invite/8Kq2xW7nRtLz4mVbYc9s?code=mellow-chimes-5#step'));
      on('name', () => { document.title = 'Board of maud.pike@fernwick.org'; history.pushState({}, '', '/traps/24/board'); });`,
    canaries: [
      'sesame-oil-lamp-9',
      'rufus.tarn@fernwick.org',
      'rufus.tarn%40fernwick.org',
      'AKIAN5RTKXW7QJDLM4ZP',
      '8Kq2xW7nRtLz4mVbYc9s',
      'mellow-chimes-5',
      'maud.pike@fernwick.org',
    ],
    controls: ['page=2', '/traps/24/invite/', '#step', 'Board of ', '/traps/24/next', 'Push barrow'],
    unseen: true,
    async act({ rig, page }) {
      await rig.click('#push');
      await rig.click('#name');
      await rest(rig);
      await rig.click('a');
      await page.waitForURL('**/next');
      assert.match(await page.evaluate(() => document.referrer), /traps.24/);
    },
  },
  {
    number: 26,
    says: 'secrets are pasted, dragged and dropped, and stand in the name of an uploaded file',
    page: `<p>Drag <span id="from" class="dye">edda.frost@gorsemoor.com</span></p>
      <label>Here <textarea id="onto" cols="60"></textarea></label><label>Paste <textarea id="paste" class="dye"></textarea></label>
      <label>File <input type="file" id="file" class="dye"></label>`,
    canaries: ['edda.frost@gorsemoor.com', 'ghp_LqBdTfM3pGe6UoA1iRk5C7hJ4nWz2SvXcKy8', 'payslip-of-agnes-marlowe.pdf'],
    controls: ['"what":"paste"', ' on the quay'],
    async act({ rig, page }) {
      await rig.click('#paste');
      await rig.paste('ghp_LqBdTfM3pGe6UoA1iRk5C7hJ4nWz2SvXcKy8');
      await rig.type(' on the quay');
      const from = await page.locator('#from').boundingBox();
      await page.mouse.dblclick(from.x + 10, from.y + 10);
      await page.evaluate(() => getSelection().selectAllChildren(document.getElementById('from')));
      await page.mouse.move(from.x + 40, from.y + 10);
      await page.mouse.down();
      const onto = await page.locator('#onto').boundingBox();
      await page.mouse.move(onto.x + 20, onto.y + 10, { steps: 5 });
      await page.mouse.up();
      await page.waitForFunction(() => document.getElementById('onto').value !== '');
      await rig.click('#onto');
      await page.keyboard.press('End');
      await rig.type(' and so on');
      await page.evaluate(() => document.getElementById('onto').classList.add('dye'));
      const file = join(rig.dir, 'payslip-of-agnes-marlowe.pdf');
      await writeFile(file, 'nothing');
      await page.setInputFiles('#file', file);
    },
  },
]);

// Traps 51 to 54: other people's words. The first three on the page one works in, where only the surfaces of the work are
// recorded; the last brought in from elsewhere.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ofKind } from './record.mjs';
import { rest, traps } from './traps.mjs';

const surfaces = (open) => ({
  ...open,
  sites: open.sites.map(({ match }) => ({ match, frames: 'surface', surfaceSelectors: ['.work'] })),
});

traps(
  'what others write is not in what one does',
  [
    {
      number: 51,
      says: 'a review comment, an issue and a paragraph of somebody else stand beside the work, and are touched',
      page: `<article class="dye" id="comment"><b>Rowan Ashdown</b> <p>Please rename the turnstone helper.</p></article>
        <div class="work"><p class="mark">mine</p><label>Code <textarea id="code"></textarea></label></div>
        <section class="dye" id="issue"><h2>Godwits nest near caches</h2><p id="words">They lay avocet eggs there.</p>
        <button type="button" id="reply">Reply</button></section>`,
      canaries: [
        'Rowan Ashdown',
        'Please rename the turnstone helper',
        'Godwits nest near caches',
        'They lay avocet eggs there',
      ],
      controls: ['let curlew = 7', '"Reply"'],
      trace: 'picture',
      async act({ rig, page }) {
        await rig.click('#comment p');
        await rig.click('#code');
        await rig.type('let curlew = 7');
        await rig.click('#issue h2');
        const { x, y } = await rig.click('#words');
        await page.mouse.click(x, y, { clickCount: 3 });
        await page.keyboard.press('Control+c');
        await rig.click('#reply');
      },
    },
    {
      number: 52,
      says: 'somebody else writes in the same editor, with their name at their cursor',
      page: `<div class="work"><p class="mark">mine</p>
        <div id="code" class="box" data-widget="together" data-other="Linnet Quayle"></div></div>`,
      canaries: ['Linnet Quayle', 'dunlin over the estuary'],
      controls: ['let plover = 1', 'let whimbrel = 2'],
      hidden: ['dunlin over the estuary'],
      trace: 'picture',
      unseen: true,
      async act({ rig, page }) {
        await rig.click('#code .cm-content');
        await rig.type('let plover = 1\n');
        // In the middle of a burst, in another line.
        for (const [index, letter] of [...'dunlin over the estuary'].entries()) {
          await page.evaluate((words) => window.widgets.code.write(words), letter);
          if (index % 2 === 0) await rig.type('let whimbrel = 2'[index / 2] ?? '');
        }
        await rig.type('let whimbrel = 2'.slice(12));
        const text = await page.evaluate(() => window.widgets.code.text());
        assert.equal(text, 'let plover = 1dunlin over the estuary\nlet whimbrel = 2');
        await page.waitForSelector('.cm-ySelectionInfo');
      },
      check({ records }) {
        // That they wrote is told, and nothing of what.
        assert.deepEqual(
          ofKind(records, 'type').map(({ actor, text, keys }) => [actor, text, keys.length > 0]),
          [
            ['remote', '', false],
            ['user', 'let plover = 1\nlet whimbrel = 2', true],
          ],
        );
      },
    },
    {
      number: 53,
      says: 'a message of a chat comes up over the work',
      page: `<div class="work"><p class="mark">mine</p><label>Code <textarea id="code" cols="60" rows="8"></textarea></label>
        </div>`,
      canaries: ['Wren Ottery', 'sandpipers after lunch'],
      controls: ['let redshank = 3', 'let ruff = 4'],
      trace: 'picture',
      async act({ rig, page }) {
        await rig.click('#code');
        await rig.type('let redshank = 3 ');
        await page.evaluate(() => {
          const toast = document.createElement('div');
          toast.setAttribute('role', 'status');
          toast.className = 'dye';
          toast.id = 'toast';
          toast.style = 'position: fixed; top: 60px; left: 120px; width: 300px; height: 60px; z-index: 9';
          toast.textContent = 'Wren Ottery: sandpipers after lunch?';
          document.body.append(toast);
        });
        await rig.type('let ruff = 4');
        await rest(rig);
        await rig.click('#toast');
      },
    },
    {
      number: '53b',
      says: 'a message that another extension draws comes up over the work',
      page: `<div class="work"><p class="mark">mine</p><label>Code <textarea id="code" cols="60" rows="8"></textarea></label>
        </div>`,
      canaries: ['Teal Garganey', 'pochards by noonday', 'smews by twilight'],
      controls: ['let gadwall = 5', 'let scaup = 6'],
      trace: 'picture',
      async act({ rig, page }) {
        await rig.click('#code');
        await rig.type('let gadwall = 5 ');
        await page.evaluate(() => document.dispatchEvent(new Event('notify')));
        assert.match(await page.locator('#notified').textContent(), /pochards/, 'the other extension has drawn it');
        await rig.type('let scaup = 6');
        await rest(rig);
        await rig.click('#notified');
      },
    },
  ],
  { policy: surfaces, others: [join(import.meta.dirname, '../pages/notifier')] },
);

const MAIL = `Dear Merlin,\n  the ospreys have left the harbour.\nRegards,\nPiper Fenwick`;

traps('what is pasted from elsewhere is not recorded, and what is copied in here stays to be seen', [
  {
    number: 54,
    says: 'text of a mail is pasted into fields and editors, and written on',
    page: `<p id="own" class="mark">Bring the kettle to the jetty at noon</p>
      <label>Field <textarea id="field" rows="4" cols="60" class="dye"></textarea></label>
      <label>Own <textarea id="mine" rows="2" cols="60"></textarea></label>
      <div id="editor" class="box" data-widget="codemirror"></div>
      <div id="plain" class="box" contenteditable="true"></div>`,
    canaries: ['Dear Merlin', 'the ospreys have left the harbour', 'Regards,', 'Piper Fenwick'],
    controls: ['and the kettle', 'see above', 'above it', '"what":"paste"'],
    hidden: ['Dear Merlin', 'the ospreys have', 'Regards,', 'Piper Fenwick'],
    shown: ['Bring the kettle to the jetty', 'and the kettle'],
    trace: 'picture',
    async act({ rig, page }) {
      await page.evaluate((mail) => navigator.clipboard.writeText(mail), MAIL);
      for (const [field, text] of [
        ['#field', ''],
        ['#editor .cm-content', 'and the kettle'],
        ['#plain', 'see above '],
      ]) {
        await rig.click(field);
        if (text) await rig.type(text);
        await page.keyboard.press('Control+v');
      }
      // In the middle of what was pasted.
      for (let n = 0; n < 32; n += 1) await page.keyboard.press('ArrowLeft');
      await rig.type('!');
      // On both sides of it, in one go.
      await page.keyboard.press('Control+Home');
      await rig.type('above it ');
      const { x, y } = await rig.click('#own');
      await page.mouse.click(x, y, { clickCount: 3 });
      await page.keyboard.press('Control+c');
      await rig.click('#mine');
      await page.keyboard.press('Control+v');
      assert.match(await page.inputValue('#mine'), /^Bring the kettle/);
    },
    check({ records }) {
      const lengths = ofKind(records, 'clipboard').map(({ what, length }) => [what, length]);
      assert.deepEqual(
        lengths.slice(0, 3),
        Array.from({ length: 3 }, () => ['paste', MAIL.length]),
      );
    },
  },
]);

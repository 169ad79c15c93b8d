// Traps 28 to 35: secrets as they are typed.
import assert from 'node:assert/strict';
import { Canaries, spelt } from './evidence.mjs';
import { ofKind } from './record.mjs';
import { openSpool } from './spool.mjs';
import { asTyped, compose, onAzerty, strike } from './strike.mjs';
import { rest, traps } from './traps.mjs';

const PRIVATE_KEY = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACBsKx8Yq2WvTn4ZcRjH7dGfL0pMuXeS5iVbNa3OkPwJ9QAAAJgh1T3y
-----END OPENSSH PRIVATE KEY-----`;
const KEY_BODY = PRIVATE_KEY.split('\n').slice(1, -1);

traps('a typed secret leaves neither text nor keys', [
  {
    number: 28,
    says: 'a key is typed in the middle of a long text, in a code editor and in a terminal',
    at: '/workspace/traps/28',
    page: '',
    last: '#status',
    canaries: ['AKIAQ3EGRZJ7VXNBH2KD', 'glpat-Rt5yU7iO9pLkJhGfDsAz'],
    controls: ['export const harbours = ', 'the tide comes in twice a day', 'echo '],
    unseen: true,
    hidden: ['AKIAQ3EGRZJ7VXNBH2KD', 'glpat-Rt5yU7iO9pLkJhGfDsAz'],
    shown: ['Valparaiso'],
    async act({ rig, page }) {
      await rig.click('.view-line:last-child');
      await page.keyboard.press('Control+End');
      await rig.type("export const harbours = ['Bergen', 'Trieste', 'Valparaiso', 'Oban'];\n");
      await rig.type("const key = 'AKIAQ3EGRZJ7VXNBH2KD'; // the tide comes in twice a day\n");
      await rig.type('// and what is written on the sand in the morning is gone in the afternoon\n');
      await rig.click('.xterm-screen');
      await rig.type('echo glpat-Rt5yU7iO9pLkJhGfDsAz\n');
      assert.ok((await page.evaluate(() => window.workspace.code())).includes('AKIAQ3EGRZJ7VXNBH2KD'));
    },
  },
  {
    number: 29,
    says: 'a key is typed with mistakes, moves of the caret, replaced selections, undo, and a completion',
    page: `<div id="code" class="box" data-widget="codemirror" data-completion="AKIALMT4RQXW7ZJN2KVD"></div>
      <label>Note <input id="note" class="dye" size="70"></label>`,
    canaries: ['ghp_mQx7RtVbLw3ZsYcN8jHdPgT5uE1aXo4B9fK2', 'AKIALMT4RQXW7ZJN2KVD', 'AKIAB7NXTQ5WRLKJ2MZP'],
    controls: ['let lamp = ', 'walk the plank '],
    hidden: ['ghp_mQx7RtVbLw3ZsYcN8jHdPgT5uE1aXo4B9fK2', 'AKIALMT4RQXW7ZJN2KVD'],
    async act({ rig, page }) {
      await rig.click('.cm-content');
      await rig.type("let lamp = 'ghp_mQx8\b7RtVbLw3ZsYcjHdPgT");
      for (let n = 0; n < 6; n += 1) await page.keyboard.press('ArrowLeft');
      await rig.type('N8');
      await page.keyboard.press('End');
      await rig.type('5uE1aXo4B9fK2');
      await page.keyboard.press('Control+z');
      await page.keyboard.press('Control+y');
      await rig.type("');\n");
      await rig.type('depl');
      await page.waitForSelector('.cm-tooltip-autocomplete');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => window.widgets.code.text().includes('deploy(AKIA'));
      await rig.type(';');
      await rig.click('#note');
      await rig.type('walk the plank AKIAB7NWRONG');
      for (let n = 0; n < 5; n += 1) await page.keyboard.press('Shift+ArrowLeft');
      await rig.type('XTQ5WRLKJ2MZ');
      await page.keyboard.press('Control+z');
      await page.keyboard.press('Control+Shift+z');
      await page.keyboard.press('End');
      await rig.type('P');
    },
  },
  {
    number: 30,
    says: 'a secret comes in parts: pasted and typed, in two goes, and in boxes side by side',
    page: `<label>Note <input id="note" class="dye" size="60"></label><label>Tag <input id="tag" class="dye"></label>
      <label>Place <input id="place" size="40"></label>
      <fieldset><legend>Card number</legend>${'<input class="four dye" maxlength="4" size="4">'.repeat(4)}</fieldset>
      <fieldset><legend>Code</legend>${'<input class="one dye" maxlength="1" size="1">'.repeat(6)}</fieldset>`,
    script: `
      document.addEventListener('input', ({ target }) => {
        if (target.value.length === target.maxLength) target.nextElementSibling?.focus();
      });`,
    canaries: ['ghp_Tm6Yx2QbWz8KdRf4LcVn7JpHs3GtEu9AiXoB', 'AKIAJ5QWXTN7RLKD2MVZ', '4929564637987814', '604913'],
    controls: ['amber jetty', 'the pasted one '],
    async act({ rig, page }) {
      await rig.click('#note');
      await rig.type('the pasted one ');
      await rig.paste('ghp_Tm6Yx2QbWz8KdRf4');
      await rig.type('LcVn7JpHs3GtEu9AiXoB');
      await rig.click('#tag');
      await rig.type('AKIAJ5QWXT');
      await rig.click('#place');
      await rig.type('amber jetty');
      await rest(rig);
      await rig.click('#tag');
      await page.keyboard.press('End');
      await rig.type('N7RLKD2MVZ');
      await rig.click('.four');
      await rig.type('4929564637987814');
      await rig.click('.one');
      await rig.type('604913');
    },
  },
  {
    number: 31,
    says: 'a private key of several lines, an .env file, a connection string, a header and an exported token',
    page: `<label>File <textarea id="file" class="dye" rows="6" cols="90"></textarea></label>
      <label>Settings <textarea id="env" class="dye" rows="4" cols="90"></textarea></label>
      <div id="terminal" data-widget="terminal"></div>`,
    canaries: [
      ...KEY_BODY,
      'vellum-harp-22-moons',
      'gorse-yellow-91-kites',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.s5UpHd1NkVr0JwYc6GmBz4XtLq9ReFa2SoDi8Cb7',
      'kelp-forest-77-drums',
    ],
    controls: ['this is the file', 'REGION=north', 'postgres://', 'curl -H', 'export '],
    async act({ rig }) {
      await rig.click('#file');
      await rig.type(`this is the file\n${PRIVATE_KEY}\n`);
      await rig.click('#env');
      await rig.type('REGION=north\nAPI_SECRET=vellum-harp-22-moons\n');
      await rig.type('DATABASE_URL=postgres://app:gorse-yellow-91-kites@db.internal/orders\n');
      await rig.click('.xterm-screen');
      const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.s5UpHd1NkVr0JwYc6GmBz4XtLq9ReFa2SoDi8Cb7';
      await rig.type(`curl -H "Authorization: Bearer ${token}" localhost\n`);
      await rig.type('export DEPLOY_TOKEN=kelp-forest-77-drums\n');
    },
  },
  {
    number: 32,
    says: 'a secret is typed on another layout, with a dead key, and with an input method',
    page: `<label>One <input id="one" class="dye" size="50"></label><label>Two <input id="two" class="dye" size="50"></label>
      <label>Three <input id="three" class="dye" size="50"></label>`,
    canaries: [
      'quartz-mawz-42-aqaz',
      spelt(onAzerty('quartz-mawz-42-aqaz').map(({ code }) => code)),
      'crêmepêche-fête-8',
      '月夜の灯台守の歌',
    ],
    controls: ['note '],
    async act({ rig, page }) {
      await rig.click('#one');
      await strike(page, onAzerty('note '));
      await rig.type('password=');
      await strike(page, onAzerty('quartz-mawz-42-aqaz'));
      await rig.click('#two');
      await rig.type('password=cr');
      const circumflex = { key: 'Dead', code: 'BracketLeft', text: '' };
      const typed = [...'êmepêche-fête-8'].flatMap((char) =>
        char === 'ê' ? [circumflex, { key: 'ê', code: 'KeyE' }] : asTyped(char),
      );
      await strike(page, typed);
      await rig.click('#three');
      await rig.type('password=');
      await compose(page, [
        ['KeyT', 'つ'],
        ['KeyU', 'つきよの'],
        ['Space', '月夜の灯台守の歌'],
      ]);
      assert.equal(await page.inputValue('#one'), 'note password=quartz-mawz-42-aqaz');
      assert.equal(await page.inputValue('#two'), 'password=crêmepêche-fête-8');
      assert.equal(await page.inputValue('#three'), 'password=月夜の灯台守の歌');
    },
  },
  {
    number: 33,
    says: 'invisible characters, look-alikes, soft hyphens and taken-apart letters are inside of a secret',
    page: `<p><button type="button" id="b0">Copy <i class="dye">AKIA\u200bVX7Q\u2060RTLK2MWNJ5ZD</i> now</button>
      <button type="button" id="b1">Copy <i class="dye">\u0410K\u0406AXT5RQ7WNLJK2MVZD</i> now</button>
      <button type="button" id="b2">Mail <i class="dye">signe\u00ad.holm@tarn\u00adside.com</i> now</button>
      <button type="button" id="b3">Mail <i class="dye">ju\u0308rgen.zander@tarnside.com</i> now</button></p>
      <label>Note <input id="note" class="dye" size="60"></label>`,
    canaries: [
      'AKIAVX7QRTLK2MWNJ5ZD',
      '\u0410K\u0406AXT5RQ7WNLJK2MVZD',
      'signe.holm@tarnside.com',
      'jürgen.zander@tarnside.com',
      'ghp_Ug3Dt7HvPy5KxSi9ZmJq2FwEb8NlRc4Oa6M1',
    ],
    controls: ['Copy ', 'Mail ', ' now', 'pine cove '],
    async act({ rig, page }) {
      for (let n = 0; n < 4; n += 1) {
        const { x, y, height } = await page.locator(`#b${n}`).boundingBox();
        await page.mouse.click(x + 15, y + height / 2);
      }
      await rig.click('#note');
      await rig.type('pine cove ghp_Ug3Dt7HvP');
      await rig.paste('\u200b');
      await rig.type('y5KxSi9ZmJq2FwEb8NlRc4Oa6M1');
    },
  },
  {
    number: 34,
    says: 'the codes of keys spell a text where their names do not, or where there is no field at all',
    page: `<canvas id="screen" class="box" tabindex="0" width="400" height="80"></canvas>
      <div id="pad" class="box" tabindex="0">Pad</div><label>Note <input id="note" class="dye"></label>`,
    canaries: ['wickerbasketorchard', 'pewterjugandspoon', 'AKIAM7RXQTW5LKJNZ2VD'],
    controls: ['Pad', 'the net '],
    async act({ rig, page }) {
      await rig.click('#screen');
      await rig.type('wickerbasketorchard');
      await rig.click('#pad');
      await rig.type('pewterjugandspoon');
      await rig.click('#note');
      await rig.type('the net ');
      // A remote desktop hands on the places of the keys, and says nothing of what they write.
      const keys = asTyped('AKIAM7RXQTW5LKJNZ2VD').map(({ key, code }) => ({ key: 'Unidentified', code, text: key }));
      await strike(page, keys);
      assert.equal(await page.inputValue('#note'), 'the net AKIAM7RXQTW5LKJNZ2VD');
    },
  },
  {
    number: 35,
    says: 'the times between keys tell which were pressed',
    page: '<label>Note <input id="note" class="dye" size="60"></label>',
    canaries: ['AKIAD2ZVN7QXRTJ5WLKM'],
    controls: ['row '],
    async act({ rig, page }) {
      await rig.click('#note');
      await rig.type('row ');
      // While it is being typed, three characters beyond the public prefix may be held, and no more.
      const look = new Canaries([[35, ['AKIAD2ZVN7QXRTJ5WLKM'.slice(2)]]]);
      for (const key of 'AKIAD2ZVN7QXRTJ5WLKM') {
        await page.keyboard.press(key);
        const held = (await openSpool(rig.control, { moving: true })).map(({ plain }) => plain.toString());
        assert.deepEqual([...look.in(held)], [], `after ${key}`);
      }
      await rig.type(' home');
    },
    check({ records }) {
      const [{ keys, text }] = ofKind(records, 'type');
      assert.match(text, /^row ⟦aws:[a-z2-7]{4}⟧ home$/);
      const secret = keys.filter(({ key }) => key.includes('⟦'));
      assert.deepEqual(secret, [{ key: '⟦aws⟧', code: '', after: 0 }]);
      assert.equal(keys.length, 'row '.length + 1 + ' home'.length);
    },
  },
]);

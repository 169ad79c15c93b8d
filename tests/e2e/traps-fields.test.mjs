// Traps 6, 7, 9 to 13 and 15, and from 101 on those that we found: what fields and other elements hold, and where else
// it stands.
import assert from 'node:assert/strict';
import { ofKind } from './record.mjs';
import { traps } from './traps.mjs';

/** Fields that say by attribute or label alone what is typed in them, with what is typed. */
const TELLING = [
  ['autocomplete="one-time-code"', 'Code', '482913'],
  ['autocomplete="cc-number"', 'Number', '4539148803436467'],
  ['autocomplete="cc-csc"', 'On the back', '931'],
  ['name="cvv"', 'Three digits', '274'],
  ['', 'Card number', '5500005555555559'],
  ['', 'Verification code', '609137'],
  ['inputmode="numeric" maxlength="6"', 'Enter the code we sent you', '751826'],
  ['autocomplete="tel"', 'Call me at', '5550148'],
  ['type="tel"', 'Mobile', '7700900461'],
  ['name="phone"', 'How to reach you', '2079460018'],
];

/** Everything that reads as one list of selectors is clicked, one after the other. */
const clickAll =
  (...selectors) =>
  async ({ rig }) => {
    for (const selector of selectors) await rig.click(selector);
  };

traps('what a field holds is told by nothing beside it', [
  {
    number: 6,
    says: 'one-time codes, cards, security codes and telephone numbers are typed as plain text',
    page: `<label>Nickname <input id="nickname"></label>${TELLING.map(
      ([attributes, label]) => `<label>${label} <input class="dye telling" ${attributes}></label>`,
    ).join('')}`,
    canaries: TELLING.map(([, , value]) => value).filter(({ length }) => length >= 6),
    controls: ['juniper-loft'],
    async act({ rig, page }) {
      await rig.click('#nickname');
      await rig.type('juniper-loft');
      for (const [at, field] of (await page.locator('.telling').all()).entries()) {
        await field.click();
        await rig.type(TELLING[at][2]);
      }
    },
    check({ records }) {
      const typed = ofKind(records, 'type').filter(({ text }) => text !== 'juniper-loft');
      assert.equal(typed.length, TELLING.length);
      for (const { text, keys, target } of typed) {
        assert.match(text, /^⟦[a-z]+⟧$/);
        assert.deepEqual(keys, []);
        assert.ok(target.sensitive);
      }
    },
  },
  {
    number: 7,
    says: 'a masked value stands in its name, title, label, id and value text as well',
    page: `<style>.row { display: flex; align-items: center }</style>
      <div class="row"><div id="level" class="box dye" role="slider" tabindex="0" data-private style="width: 300px"
        aria-label="Level calendula-31-feet" aria-valuetext="calendula-31-feet" title="calendula-31-feet">calendula-31-feet</div></div>
      <label>Answer <input id="answer" class="dye" data-private value="saffron-under-ice" name="saffron-under-ice"
        aria-label="Answer: saffron-under-ice" placeholder="saffron-under-ice" title="saffron-under-ice"></label>
      <label for="quill-and-cinder">Word: <b class="dye">quill-and-cinder</b></label>
      <input id="quill-and-cinder" type="password" class="dye" value="quill-and-cinder">
      <button type="button" id="beside">Rope bridge</button>`,
    canaries: ['calendula-31-feet', 'saffron-under-ice', 'quill-and-cinder'],
    controls: ['Rope bridge'],
    async act({ rig, page }) {
      await rig.click('[for]');
      await clickAll('#level', '#answer', '#quill-and-cinder', '#beside')({ rig });
      await rig.click('#answer');
      await page.keyboard.press('End');
      await rig.type('x');
    },
  },
  {
    number: 101,
    says: 'a page shows a password as text beside its field, and names things after it',
    page: `<label>Password <input id="password" type="password" class="dye"></label>
      <button type="button" id="show">Show</button><p>It is <output id="beside" class="dye"></output></p>
      <button type="button" id="copy">Copy</button><p>Rowing boat</p>`,
    script: `
      const [field, beside, copy] = ['password', 'beside', 'copy'].map((id) => document.getElementById(id));
      document.getElementById('show').addEventListener('click', () => {
        beside.textContent = field.value;
        copy.title = 'Copy ' + field.value;
        copy.dataset.testid = 'copy-' + field.value;
      });`,
    canaries: ['bramble-hedge-61-finch'],
    controls: ['Show', 'Copy'],
    async act({ rig }) {
      await rig.click('#password');
      await rig.type('bramble-hedge-61-finch');
      await clickAll('#show', '#beside', '#copy')({ rig });
    },
  },
  {
    number: 9,
    says: 'selectors hold values, data attributes, and ids with tokens in them',
    page: `<input type="button" id="ghp_9fK2mQx7RtVbLw3ZsYcN8jHdPgT5uE1aXo4B" value="Press harbour bell">
      <button type="button" data-token="AKIAQ3EGRZJ7VXNBH2KD" data-testid="open-AKIAQ3EGRZJ7VXNBH2KD">Open ledger</button>
      <a href="#glpat-Xw7yZ2kLmN9pQrS4tUvB" data-id="glpat-Xw7yZ2kLmN9pQrS4tUvB">Fetch lantern</a>
      <input id="field" name="key[sk_live_7hJ4nWz2SvXcKy8LqBdTfM3p]" value="sk_live_7hJ4nWz2SvXcKy8LqBdTfM3p" class="dye">`,
    canaries: [
      'ghp_9fK2mQx7RtVbLw3ZsYcN8jHdPgT5uE1aXo4B',
      'AKIAQ3EGRZJ7VXNBH2KD',
      'glpat-Xw7yZ2kLmN9pQrS4tUvB',
      'sk_live_7hJ4nWz2SvXcKy8LqBdTfM3p',
    ],
    controls: ['Press harbour bell', 'Open ledger', 'Fetch lantern'],
    act: clickAll('input[type=button]', '[data-token]', 'a', '#field'),
  },
  {
    number: 10,
    says: 'the parent of something masked is clicked, and has a text',
    page: `<button type="button" id="parent">Pay <span class="dye" data-private>four-hundred-otters</span> at dawn</button>`,
    canaries: ['four-hundred-otters'],
    controls: ['Pay at dawn'],
    trace: 'picture',
    async act({ page }) {
      const { x, y, height } = await page.locator('#parent').boundingBox();
      await page.mouse.click(x + 10, y + height / 2);
    },
  },
  {
    number: 11,
    says: 'names, titles, placeholders, alternative texts and tooltips hold secrets',
    page: `<style>img { width: 40px; height: 40px; background: #ccc }</style>
      <button type="button" id="one" aria-label="Copy AKIAW5TBNLQ2JXKFPD6M">Copy</button>
      <button type="button" id="two" title="Reply to ingrid.solvang@millbeck.org">Reply</button>
      <input id="three" class="dye" placeholder="ghp_Vn4Jc9LsGk2Wq6TfXz3RhYb8DmPe7UaBoC5i">
      <img id="four" role="button" tabindex="0" src="/style/tidepool.svg" alt="Portrait of casper.dune@millbeck.org">
      <div id="five" role="button" tabindex="0" aria-describedby="tip" class="box">Anchor chain</div>
      <div id="tip" role="tooltip"><span class="dye">dop_v1_83be5c0f71d2a94e6b8c3d7f05a1e29c4b6d8f70a3c5e1b9d2f4068a7c9e0b13</span> is the key</div>`,
    canaries: [
      'AKIAW5TBNLQ2JXKFPD6M',
      'ingrid.solvang@millbeck.org',
      'ghp_Vn4Jc9LsGk2Wq6TfXz3RhYb8DmPe7UaBoC5i',
      'casper.dune@millbeck.org',
      'dop_v1_83be5c0f71d2a94e6b8c3d7f05a1e29c4b6d8f70a3c5e1b9d2f4068a7c9e0b13',
    ],
    controls: ['Portrait of', 'Reply', 'Anchor chain'],
    act: clickAll('#one', '#two', '#three', '#four', '#five', '#tip'),
  },
  {
    number: 12,
    says: 'hidden fields, radio buttons, checkboxes, options, lists of suggestions and buttons hold values',
    page: `<form onsubmit="return false"><input type="hidden" name="state" value="hazel-hidden-below">
      <label><input type="radio" name="plan" value="walnut-radio-wave"> Plan oak</label>
      <label><input type="checkbox" value="cherry-checked-twice"> Terms elm</label>
      <label>Account <select id="select"><option value="poplar-option-one">Mill</option>
        <option value="aspen-option-two">Weir of hedda.brook@oxhollow.com</option></select></label>
      <label>Town <input id="town" list="towns"></label>
      <datalist id="towns"><option value="AKIAT6YGBNHM4RFVEDCX"></option></datalist>
      <button id="submit" name="go" value="willow-gate-value">Send raft</button></form>`,
    script:
      "document.getElementById('select').addEventListener('change', ({ target }) => target.classList.add('dye'));",
    canaries: [
      'hazel-hidden-below',
      'walnut-radio-wave',
      'cherry-checked-twice',
      'poplar-option-one',
      'aspen-option-two',
      'hedda.brook@oxhollow.com',
      'AKIAT6YGBNHM4RFVEDCX',
      'willow-gate-value',
    ],
    controls: ['Plan oak', 'Terms elm', 'Send raft', 'quiet-ferry'],
    trace: 'picture',
    async act({ rig, page }) {
      await clickAll('input[type=radio]', 'input[type=checkbox]', '#submit')({ rig });
      await page.locator('#select').focus();
      await page.keyboard.press('w');
      await page.waitForFunction(() => document.getElementById('select').selectedIndex === 1);
      await rig.click('#town');
      await rig.type('quiet-ferry');
    },
  },
  {
    number: 13,
    says: 'a controlled field holds something else than what was typed',
    page: '<h1>Licence</h1><div id="rewrite" data-widget="rewrite"></div>',
    canaries: ['akiav2kdtrwq7lmx5jzy', 'AKIAV2KDTRWQ7LMX5JZY'],
    controls: ['KEY OF THE BARGE', 'IS NEW'],
    async act({ rig, page }) {
      await rig.click('#capitals');
      await rig.type('key of the barge akiav2kdtrwq7lmx5jzy is new');
      assert.equal(await page.inputValue('#capitals'), 'KEY OF THE BARGE AKIAV2KDTRWQ7LMX5JZY IS NEW');
    },
  },
  {
    number: 15,
    says: 'a mask is on a field, on an ancestor, on the host of a shadow tree or inside of one',
    page: `<label>Plain <input id="plain"></label>
      <input id="one" class="dye rr-block"><div data-sentry-mask><p><input id="two" class="dye"></p></div>
      <div class="fs-exclude" id="three"></div><div id="four"></div>`,
    script: `
      const style = '<style>input { height: 30px; width: 200px; background: #00c800 }</style>';
      document.getElementById('three').attachShadow({ mode: 'closed' }).innerHTML = style + '<input>';
      document.getElementById('four').attachShadow({ mode: 'open' }).innerHTML = style + '<p data-private><input></p>';`,
    canaries: ['granite-mask-own', 'feldspar-mask-above', 'quartzite-mask-host', 'basaltic-mask-inside'],
    controls: ['sandstone-free'],
    async act({ rig }) {
      await rig.click('#plain');
      await rig.type('sandstone-free');
      for (const [field, text] of [
        ['#one', 'granite-mask-own'],
        ['#two', 'feldspar-mask-above'],
        ['#three', 'quartzite-mask-host'],
        ['#four', 'basaltic-mask-inside'],
      ]) {
        const { x, y, height } = await rig.page.locator(field).boundingBox();
        await rig.page.mouse.click(x + 50, y + height / 2);
        await rig.type(text);
      }
    },
    check({ records }) {
      assert.equal(ofKind(records, 'type').filter(({ target }) => target.sensitive === 'private').length, 4);
    },
  },
]);

// Traps 1 to 5, 8, 17, 18, 22 and 25: what is secret because of where it is typed.
import assert from 'node:assert/strict';
import { ofKind } from './record.mjs';
import { traps } from './traps.mjs';

const FORM = `
  <label>Project <input id="project"></label>
  <label for="password">Password</label>
  <input id="password" class="dye" name="password" type="password" autocomplete="current-password">
  <button type="button" id="show">Show</button>`;

const SHOW = `
  const field = document.getElementById('password');
  document.getElementById('show').addEventListener('click', () => {
    field.type = field.type === 'text' ? 'password' : 'text';
  });`;

/** Types half a password, shows it, and types the rest. */
const typeShowType =
  (field, shown, [first, second]) =>
  async ({ rig, page }) => {
    await rig.click(field);
    await rig.type(first);
    await rig.click('#show');
    await rig.click(shown);
    await page.keyboard.press('End');
    await rig.type(second);
    assert.equal(await page.inputValue(shown), first + second);
  };

traps('passwords, however they are shown, stay where they are typed', [
  {
    number: 1,
    says: 'a button shows a password by switching the type of its field',
    page: FORM,
    script: SHOW,
    canaries: ['wintermute-7-sails'],
    controls: ['copper-kettle', '#password'],
    async act({ rig, page }) {
      await rig.click('#project');
      await rig.type('copper-kettle');
      await typeShowType('#password', '#password', ['winterm', 'ute-7-sails'])({ rig, page });
      assert.equal(await page.getAttribute('#password', 'type'), 'text');
    },
  },
  {
    number: 2,
    says: 'a button shows a password by putting another field in the place of its field',
    page: '<h1>Birch gate</h1><div id="reveal" data-widget="reveal"></div>',
    canaries: ['marzipan-3-owls'],
    controls: ['Show'],
    act: typeShowType('#hidden', '#shown', ['marzip', 'an-3-owls']),
  },
  {
    number: 3,
    says: 'a page strips every attribute that it does not know from a field, also that it is a password',
    page: FORM,
    script: `${SHOW}
      const form = document.body;
      form.addEventListener('input', () => {
        for (const { name } of [...field.attributes]) if (!/^(id|class)$/.test(name)) field.removeAttribute(name);
      });`,
    canaries: ['halibut-market-9'],
    controls: ['#password'],
    async act({ rig, page }) {
      await rig.click('#password');
      await rig.type('halibut-market-9');
      assert.equal(await page.inputValue('#password'), 'halibut-market-9');
      const names = () => [...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames());
      return new Set(await page.evaluate(names));
    },
    check({ answer: names }) {
      // Nothing of the recorder's own is on the page, so nothing of it can be stripped.
      for (const name of ['id', 'class', 'charset', 'lang', 'rel', 'href', 'for', 'type']) names.delete(name);
      assert.deepEqual([...names], []);
    },
  },
  {
    number: 4,
    says: 'the page comes with a password field that shows its text already',
    page: FORM.replace('type="password"', 'type="text" value="orchard-was-here"'),
    canaries: ['orchard-was-here', 'and-sings-at-4'],
    controls: ['#password'],
    async act({ rig, page }) {
      await rig.click('#password');
      await page.keyboard.press('End');
      await rig.type('-and-sings-at-4');
    },
  },
  {
    number: 5,
    says: 'a field of text shows dots by style alone',
    page: `<label>Project <input id="project"></label>
      <label>Word of the day <input id="word" class="dye" style="-webkit-text-security: disc"></label>`,
    canaries: ['thistledown-under-glass'],
    controls: ['velvet-anchor', '#word'],
    async act({ rig }) {
      await rig.click('#project');
      await rig.type('velvet-anchor');
      await rig.click('#word');
      await rig.type('thistledown-under-glass');
    },
  },
  {
    number: 8,
    says: 'a filled password field is clicked, and clicked twice to select',
    page: FORM.replace('type="password"', 'type="password" value="already-below-stairs"'),
    canaries: ['already-below-stairs'],
    controls: ['#password'],
    async act({ rig, page }) {
      const { x, y } = await rig.click('#password');
      await page.mouse.dblclick(x, y);
    },
  },
  {
    number: 17,
    says: 'passwords are typed and shown in an open and in a closed shadow tree',
    page: `<h1>Fern court</h1>
      <div id="open" data-widget="shadow" data-mode="open"></div>
      <div id="closed" data-widget="shadow" data-mode="closed"></div>`,
    canaries: ['lintel-window-in-march', 'zinnia-shutter-in-june'],
    controls: ['larkspur-dune', 'gravel-orchid', 'Nickname'],
    async act({ rig, page }) {
      const rows = async (host) => {
        const { x, y } = await page.locator(host).boundingBox();
        return (row) => page.mouse.click(x + 60, y + 20 + 38 * row);
      };
      for (const [host, name, password] of [
        ['open', 'larkspur-dune', 'lintel-window-in-march'],
        ['closed', 'gravel-orchid', 'zinnia-shutter-in-june'],
      ]) {
        const click = await rows(`#${host}`);
        await click(0);
        await rig.type(name);
        await click(1);
        await rig.type(password);
        await click(2);
        const state = (id) => {
          const widget = window.widgets[id];
          return [widget.name(), widget.password(), widget.shown()];
        };
        assert.deepEqual(await page.evaluate(state, host), [name, password, true]);
      }
    },
  },
  {
    number: 18,
    says: 'sudo, ssh and a script of somebody’s own ask in a terminal, and nothing is echoed',
    page: '<h1>Shell</h1><div id="terminal" data-widget="terminal"></div>',
    canaries: ['driftwood-lantern', 'moss-on-the-roof-2', 'eleven-quiet-herons'],
    controls: ['echo basalt-pier', './unlock'],
    unseen: true,
    async act({ rig, page }) {
      const shows = (text) => page.waitForFunction((end) => window.widgets.terminal.text().endsWith(end), text);
      await rig.click('.xterm-screen');
      for (const [command, question, answer] of [
        ['sudo ls', 'password for ada:', 'driftwood-lantern'],
        ['ssh build', 'password:', 'moss-on-the-roof-2'],
        ['./unlock', 'Say the word>', 'eleven-quiet-herons'],
      ]) {
        await rig.type(`${command}\n`);
        await shows(question);
        // As hands type: only with time it shows that nothing comes back.
        for (const key of answer) await page.keyboard.press(key, { delay: 30 });
        await page.keyboard.press('Enter');
        await shows('$');
      }
      await rig.type('echo basalt-pier\n');
      await page.waitForFunction(() => window.widgets.terminal.text().split('basalt-pier').length === 3);
    },
  },
  {
    number: 22,
    says: 'the browser fills a form by itself, with keys that have no name',
    page: `<form><label>Name on it <input id="holder" autocomplete="cc-name"></label>
      <label>Number <input id="number" class="dye" autocomplete="cc-number"></label>
      <label>Month <input autocomplete="cc-exp-month"></label><label>Year <input autocomplete="cc-exp-year"></label>
      <label>Remark <input id="remark"></label></form>`,
    canaries: ['4539148803436467', 'Philippa Oakhurst'],
    controls: ['tin-trumpet'],
    async act({ rig, page }) {
      await rig.click('#number');
      const session = await page.context().newCDPSession(page);
      const { root } = await session.send('DOM.getDocument');
      const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#number' });
      const { node } = await session.send('DOM.describeNode', { nodeId });
      const card = {
        number: '4539148803436467',
        name: 'Philippa Oakhurst',
        expiryMonth: '11',
        expiryYear: '2031',
        cvc: '931',
      };
      await session.send('Autofill.trigger', { fieldId: node.backendNodeId, card });
      await session.detach();
      await page.waitForFunction(() => document.getElementById('number').value.startsWith('4539'));
      await rig.click('#remark');
      await rig.type('tin-trumpet');
    },
  },
  {
    number: 25,
    says: 'what is left of a short secret and of a long one tells their lengths',
    page: `<label>Password <input type="password"></label><label>Password <input type="password"></label>
      <label>Note <textarea></textarea></label><label>Note <textarea></textarea></label>`,
    canaries: [
      'pelican',
      'pelican-crossing-at-dusk-42',
      'ghp_9fK2mQx7RtVb',
      'ghp_7hJ4nWz2SvXcKy8LqBdTfM3pGe6UoA1iRk5C',
    ],
    controls: ['see the harbour', ' in spring'],
    unseen: true,
    async act({ rig, page }) {
      const fields = await page.locator('input,textarea').all();
      const texts = [
        'pelican',
        'pelican-crossing-at-dusk-42',
        'ghp_9fK2mQx7RtVb',
        'ghp_7hJ4nWz2SvXcKy8LqBdTfM3pGe6UoA1iRk5C',
      ];
      for (const [at, field] of fields.entries()) {
        await field.click();
        await rig.type(at < 2 ? texts[at] : `${texts[at]} see the harbour`);
        await page.mouse.click(5, 5);
        await field.click();
        await page.keyboard.press('Control+End');
        await rig.type(at < 2 ? 'a' : ' in spring');
      }
    },
    check({ records }) {
      const typed = ofKind(records, 'type').map(({ text, at, removed, keys, redacted, target }) => ({
        text: text.replace(/:[a-z2-7]{4}⟧/, '⟧'),
        at,
        removed,
        keys: keys.map(({ key, code }) => [key, code]),
        redacted,
        rest: target.sensitive,
      }));
      const passwords = typed.filter(({ rest }) => rest);
      const notes = typed.filter(({ rest }) => !rest);
      assert.equal(passwords.length, 4);
      assert.equal(notes.length, 4);
      assert.deepEqual(passwords.slice(0, 2), passwords.slice(2));
      assert.deepEqual(notes.slice(0, 2), notes.slice(2));
    },
  },
]);

// A browser that has lost the extension's texts: the pages read them from the package.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pages, RECORDING } from './pages.mjs';

let browser;
before(async () => {
  browser = await pages();
});
after(() => browser.close());

for (const name of ['popup', 'welcome', 'never', 'limits', 'review', 'sent']) {
  test(`${name} has its words all the same`, async () => {
    for (const language of ['en', 'de']) {
      const usual = await browser.open(name, RECORDING, { language });
      const mute = await browser.open(name, RECORDING, { language, mute: true });
      const wordsOf = ({ page }) => page.evaluate(() => document.body.innerText);
      assert.ok((await wordsOf(usual)).length > 100, 'the control');
      assert.equal(await wordsOf(mute), await wordsOf(usual));
      assert.deepEqual(mute.faults, []);
      await usual.close();
      await mute.close();
    }
  });
}

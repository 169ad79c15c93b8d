// What axe-core, which knows the rules of accessible pages, finds wrong with a page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const source = await readFile('node_modules/axe-core/axe.min.js', 'utf8');

/** Fails when it finds anything, in light, in dark and in the colours the person forces on every page. */
export async function assertAccessible(page, what) {
  await page.evaluate(source);
  for (const media of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }]) {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...media });
    const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join('; ')}`,
    );
    assert.deepEqual(found, [], `${what}, ${Object.values(media)}`);
    assert.ok(passes.length > 10, 'the page was looked at');
  }
}

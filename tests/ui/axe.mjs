// What axe-core, which knows the rules of accessible pages, finds wrong with a page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const source = await readFile('node_modules/axe-core/axe.min.js', 'utf8');

/** What it looks for: everything, or what alone is another in other colours. */
const EVERYTHING = {};
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

const LOOKS = [
  [{ colorScheme: 'light' }, EVERYTHING, 10],
  [{ colorScheme: 'dark' }, COLOURS, 0],
  [{ forcedColors: 'active' }, COLOURS, 0],
];

/** What another language looks like, whose colours are the same. */
export const IN_LIGHT = LOOKS.slice(0, 1);

/** Fails when it finds anything, in light, in dark and in the colours the person forces on every page. */
export async function assertAccessible(page, what, looks = LOOKS) {
  await page.evaluate(source);
  for (const [media, rules, least] of looks) {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...media });
    const { violations, passes } = await page.evaluate((options) => globalThis.axe.run(options), rules);
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join('; ')}`,
    );
    assert.deepEqual(found, [], `${what}, ${Object.values(media)}`);
    assert.ok(passes.length > least, 'the page was looked at');
  }
}

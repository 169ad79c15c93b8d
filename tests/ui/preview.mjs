// `node tests/ui/preview.mjs FOLDER`: pictures of the popup and the first-run page in every state, light and dark.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pages, REASONS, RECORDING, statusFor } from './pages.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node tests/ui/preview.mjs FOLDER');
  process.exit(2);
}
await mkdir(folder, { recursive: true });

const browser = await pages();
const states = [['recording', RECORDING], ...REASONS.map((reason) => [reason, statusFor(reason)])];
for (const colorScheme of ['light', 'dark']) {
  for (const [name, status] of states) {
    await picture(`popup-${name}`, 'popup', status, colorScheme, { width: 360, height: 100 });
  }
  const answers = { asked: statusFor('noConsent'), accepted: RECORDING, declined: statusFor('declined') };
  for (const [name, status] of Object.entries(answers)) {
    await picture(`welcome-${name}`, 'welcome', status, colorScheme, { width: 1000, height: 1080 });
  }
}
await browser.close();

async function picture(name, what, status, colorScheme, viewport) {
  const context = { colorScheme, viewport, deviceScaleFactor: 2 };
  const { page, close } = await browser.open(what, status, { context });
  await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
  await close();
}

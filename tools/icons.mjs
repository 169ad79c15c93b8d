// `node tools/icons.mjs`: the PNGs of extension/icons/ anew from the SVGs beside them.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FOLDER = 'extension/icons';
const SIZES = { icon: [16, 32, 48, 128] };
const STATES = ['recording', 'idle', 'paused', 'off', 'trouble'];
for (const state of STATES) SIZES[state] = [16, 32, 48];

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const [name, sizes] of Object.entries(SIZES)) {
  const svg = await readFile(join(FOLDER, `${name}.svg`), 'utf8');
  for (const size of sizes) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
    await writeFile(join(FOLDER, `${name}-${size}.png`), await page.screenshot({ omitBackground: true }));
  }
}
await browser.close();

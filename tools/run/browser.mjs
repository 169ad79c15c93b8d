// Chromium with an unpacked extension in it.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { idOf } from '../build/crx.mjs';

/**
 * Opens a browser on `profile`, which is made when it is missing. Without `show` it has no window. `others` are folders
 * of extensions that are there too. `zone` is the machine's time zone, where it is to be another.
 */
export async function openBrowser({ extension, others = [], profile, show = false, zone, args = [] }) {
  const extensions = [extension, ...others].join();
  await allowReloading(profile);
  return chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: !show,
    // As root there is no sandbox to be had.
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: show ? null : { width: 1280, height: 800 },
    env: zone ? { ...process.env, TZ: zone } : process.env,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [`--disable-extensions-except=${extensions}`, `--load-extension=${extensions}`, ...args],
  });
}

/** Unpacked extensions can be loaded anew only in developer mode. A profile that exists is left as it is. */
async function allowReloading(profile) {
  const dir = join(profile, 'Default');
  const preferences = { extensions: { ui: { developer_mode: true } } };
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'Preferences'), JSON.stringify(preferences), { flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** The id of an unpacked extension whose manifest has a `key`. */
export function extensionId(extension) {
  const { key } = JSON.parse(readFileSync(join(extension, 'manifest.json'), 'utf8'));
  return idOf(Buffer.from(key, 'base64'));
}

/** Opens a page of the extension, once its worker runs, in a window of its own so that it covers nothing. */
export async function openExtensionPage(context, id, path) {
  if (context.serviceWorkers().length === 0) await context.waitForEvent('serviceworker');
  const url = `chrome-extension://${id}/${path}`;
  const opened = context.waitForEvent('page', (page) => page.url() === url);
  const session = await context.browser().newBrowserCDPSession();
  await session.send('Target.createTarget', { url, newWindow: true, background: true });
  await session.detach();
  const page = await opened;
  // Of a page that is ready by the time it is attached, Playwright may never hear that it was loaded.
  await page.waitForFunction((href) => document.readyState === 'complete' && location.href === href, url);
  return page;
}

/** The browser that is used: the one named, or the one installed. */
export function chromiumPath() {
  const name = process.env.CANDOR_CHROMIUM ?? 'chromium';
  if (name.includes('/')) return name;
  const dirs = (process.env.PATH ?? '').split(':');
  const found = dirs.map((dir) => join(dir, name)).find((path) => existsSync(path));
  if (!found) throw new Error(`${name} is not in PATH: install Chromium, or name it in CANDOR_CHROMIUM`);
  return found;
}

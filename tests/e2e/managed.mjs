// A rig whose extension is a CRX that a managed policy force-installs from an update server on this machine.
//
// The browser reads its policy where it always does, below /etc/chromium, and finds a folder of the rig's mounted there:
// in a mount namespace of its own, so that the machine's folder stays as it is and no other browser notices.
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { idOf, packCrx, updateManifest } from '../../tools/build/crx.mjs';
import { chromiumPath } from '../../tools/run/browser.mjs';
import { Rig, until } from './harness.mjs';
import { openPolicy } from './policy.mjs';
import { openSpool } from './spool.mjs';

/** Where Debian's Chromium looks for policies, below `policies/managed/`. */
const SETTINGS = '/etc/chromium';

const NAMESPACE = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];

/** What Playwright turns off and a force-install needs. */
const NEEDED = [
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-extensions-with-background-pages',
];

/** Why no browser can be managed here, or `false`: what a test's `skip` takes. In CI nothing is skipped. */
export function unmanageable() {
  return skipped(obstacle(), process.env.CANDOR_CI);
}

/** The same for what is in the way: in CI, that ends the tests. */
export function skipped(why, ci) {
  if (why && ci === '1') {
    throw new Error(`CANDOR_CI=1, so the tests of a managed browser have to run, and can't: ${why}`);
  }
  return why;
}

function obstacle() {
  if (basename(chromiumPath()) !== 'chromium' || !existsSync(SETTINGS)) {
    return `this browser does not read its policies below ${SETTINGS}`;
  }
  if (spawnSync('unshare', [...NAMESPACE, 'true']).status !== 0) {
    return 'a managed policy needs root, or a system that allows user namespaces';
  }
  return false;
}

/** A policy here is what the managed storage holds. The least time to hold is ten minutes, as for everybody. */
export class ManagedRig extends Rig {
  #build;
  #key;
  #signing;
  /** Other policies of the browser, and other settings of the extension. */
  more = {};
  settings = {};
  /** What the update server offers. */
  #offer;
  /** How the template for Linux has an extension installed. */
  #settings;
  #server;
  /** The policy's file, and the browser's page about policies. */
  #policy;
  #policies;

  async begin(policy, extension) {
    this.staged = await mkdtemp(join(tmpdir(), 'candor-managed-'));
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    this.#signing = privateKey;
    this.#key = publicKey.toString('base64');
    this.id = idOf(publicKey);
    this.#build = extension;
    const first = await this.offer('1.0.0');
    await this.#serve();
    const settings = join(this.staged, 'settings');
    await cp(SETTINGS, settings, { recursive: true });
    const managed = join(settings, 'policies', 'managed');
    await mkdir(managed, { recursive: true });
    this.#policy = join(managed, 'candor.json');
    const template = JSON.parse(await readFile('deploy/linux.json', 'utf8'));
    [this.#settings] = Object.values(template.ExtensionSettings);
    await super.begin(policy, first);
  }

  /**
   * Has the update server offer the build under a version, with what `change` makes of it. Returns the folder of what is
   * in the CRX.
   */
  async offer(version, change) {
    const dir = join(this.staged, version);
    await cp(this.#build, dir, { recursive: true });
    const file = join(dir, 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...manifest, key: this.#key, version }));
    await change?.(dir);
    this.#offer = { version, crx: packCrx(dir, this.#signing) };
    return dir;
  }

  async #serve() {
    this.#server = createServer(({ url }, response) => {
      const { version, crx } = this.#offer;
      if (url.startsWith('/candor.crx')) {
        response.writeHead(200, { 'content-type': 'application/x-chrome-extension' }).end(crx);
        return;
      }
      response.end(updateManifest({ id: this.id, codebase: `${this.updates}/candor.crx`, version }));
    });
    await new Promise((listening) => this.#server.listen(0, '127.0.0.1', listening));
    this.updates = `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Writes the managed policy, and has a browser that runs read it. */
  async setPolicy(change) {
    const all = openPolicy({ site: this.pages.url, endpoint: this.wire.url, keys: this.keys });
    const values = change({ ...all, holdMinutes: 10 });
    const policy = {
      ...this.more,
      ExtensionSettings: {
        [this.id]: { ...this.#settings, ...this.settings, update_url: `${this.updates}/update.xml` },
      },
      // Or the DevTools protocol does not see the worker of an extension that is force-installed.
      DeveloperToolsAvailability: 1,
      ...(values && { '3rdparty': { extensions: { [this.id]: values } } }),
    };
    await writeFile(this.#policy, JSON.stringify(policy));
    await this.#policies?.dispatchEvent('#reload-policies', 'click');
  }

  /** Takes the whole policy away, and with it what it has installed. */
  async takeAway() {
    await rm(this.#policy);
    await this.#policies.dispatchEvent('#reload-policies', 'click');
  }

  async openBrowser() {
    await super.openBrowser();
    const policies = await this.context.newPage();
    await policies.goto('chrome://policy');
    this.#policies = policies;
    await this.page.bringToFront();
  }

  async launch({ profile, args }) {
    const launcher = join(this.staged, 'chromium');
    const mounting = `mount --bind '${join(this.staged, 'settings')}' ${SETTINGS} && exec '${chromiumPath()}' "$@"`;
    const line = ['exec', 'unshare', ...NAMESPACE, 'sh', '-c', quoted(mounting), 'sh', '"$@"'].join(' ');
    await writeFile(launcher, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    return chromium.launchPersistentContext(profile, {
      executablePath: launcher,
      // As root, and as what looks like root in a user namespace, there is no sandbox to be had.
      chromiumSandbox: false,
      viewport: { width: 1280, height: 800 },
      ignoreDefaultArgs: NEEDED,
      args,
    });
  }

  /** Everything that is held, session by session: which session is the first is not known. */
  async held() {
    const rows = (await openSpool(this.control, { moving: true })).filter(({ place }) => place.startsWith('row/'));
    return rows.map(({ plain }) => JSON.parse(plain));
  }

  /** Clicks where it does no harm, and waits until that click is held, and nothing under way. */
  async settle(selector = 'h1', page = this.page) {
    const clicks = async () => (await this.held()).filter(({ kind }) => kind === 'click').length;
    const before = await clicks();
    await this.click(selector, page);
    await until('the click is held', async () => (await clicks()) > before && !(await this.status()).busy);
    return this.held();
  }

  /** Files of the profile that hold what the extension stores: its database, and the keys. */
  async stored() {
    const files = await readdir(join(this.dir, 'profile', 'Default'), { recursive: true });
    const own = `chrome-extension_${this.id}_`;
    return files.filter((file) => file.includes(own) || /^File System\/\d+\/t\/\d+\/\d/.test(file));
  }

  /** Updates to what is on offer, as the browser does once the extension is idle; every tab stays as it is. */
  async update() {
    const found = await this.control.evaluate(async () => {
      const ready = new Promise((done) => chrome.runtime.onUpdateAvailable.addListener(done));
      await chrome.runtime.requestUpdateCheck();
      return (await ready).version;
    });
    await this.reload();
    return found;
  }

  async end() {
    await super.end();
    this.#server?.closeAllConnections();
    this.#server?.close();
    if (this.staged) await rm(this.staged, { recursive: true, force: true });
  }
}

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

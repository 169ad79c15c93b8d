// Candor's own pages in a real browser, with a stub in place of `chrome` that answers with a given status and remembers
// what it was asked.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { CODE, server } from './ledger.mjs';
import { spool } from './spool.mjs';

const SOURCE = resolve('extension');
const ORIGIN = 'http://pages.test';
const TYPES = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json',
};

/** Every reason why a tab is not recorded. */
export const REASONS = [
  'noPolicy',
  'invalidPolicy',
  'unknownRegion',
  'unsealed',
  'exemptRegion',
  'exemptPlace',
  'exemptZone',
  'noConsent',
  'declined',
  'widened',
  'off',
  'paused',
  'outsideHours',
  'halted',
  'budgetSpent',
  'trouble',
  'clock',
  'incognito',
  'blockedSite',
  'notAllowedSite',
  'sensitivePage',
  'leftOut',
  'notReached',
];

const schema = JSON.parse(await readFile(resolve('schema/messages.schema.json'), 'utf8'));

/** Every reason why nothing is sent. */
export const STAYS = schema.definitions.Stays.oneOf.map((why) => why.const);

/** Everything that can be wrong with a key of a policy. */
export const WRONG = schema.definitions.Wrong.enum;

/** Everything that a person is to know of. */
export const FAULTS = schema.definitions.FaultKind.oneOf.map((fault) => fault.const);

/** Digest of the package. */
export const BUILD = '0123456789abcdef'.repeat(4);

/** What a policy has people agree to. */
export const TERMS = {
  sites: [
    {
      label: 'preset:web-ides',
      keys: true,
      clicks: true,
      frames: 'full',
      trustCanvas: false,
      trustTerminal: false,
      aria: true,
    },
    {
      ...{ label: 'https://*.workspace.example.com/*', keys: true, clicks: true, frames: 'surface' },
      ...{ trustCanvas: true, trustTerminal: true, aria: true },
    },
    {
      ...{ label: 'https://board.example.com/*', keys: false, clicks: false, frames: 'off' },
      ...{ trustCanvas: true, trustTerminal: true, aria: false },
    },
  ],
  endpoint: 'https://candor.example.com',
  recipientKeys: ['training-2026', 'training-2027'],
  holdMinutes: 1440,
  retentionDays: 365,
  pseudonymDays: 30,
  region: 'US-NY',
  frameQuality: 70,
  frameLongEdge: 1600,
  shippedBlocks: 318,
  blockedSites: ['https://*.workspace.example.com/people/*'],
  extraRules: 12,
  notice: {
    controller: 'Example Inc., 1 Main Street, Springfield',
    contact: 'privacy@example.com',
    legalBasis: 'Consent',
    recipients: 'The model training team of Example Inc.',
    retention: 'One year, then deleted',
    rights: 'Access and erasure at any time, through the contact',
    agreement: 'Works agreement 2026/7',
  },
  policy: '5f'.repeat(32),
};

/** What a policy for this machine has people agree to. */
export const LOOPBACK = {
  ...{ ...TERMS, endpoint: 'http://127.0.0.1:8417', recipientKeys: [], notice: null, holdMinutes: 0 },
  ...{ blockedSites: [], extraRules: 0 },
};

/** A status in which everything is well. */
export const RECORDING = {
  tab: { state: 'recording' },
  consent: true,
  on: true,
  pausedFor: 0,
  heldRecords: 1284,
  heldFrames: 31,
  heldBytes: 4_210_000,
  sentRecords: 18_042,
  sentFrames: 402,
  sentBytes: 61_300_000,
  todayRecords: 311,
  todayFrames: 12,
  todayBytes: 1_900_000,
  heldMinutes: 1440,
  stays: null,
  holdMinutes: 1440,
  endpoint: 'https://candor.example.com',
  sites: ['preset:web-ides', 'https://*.workspace.example.com/*'],
  busy: false,
  trouble: null,
  halted: null,
  deletion: null,
  picturesForbidden: false,
  task: false,
  policyProblems: [],
  version: '0.1.0',
  never: null,
  review: null,
  ledger: null,
  limits: null,
  recovery: null,
  terms: TERMS,
};

const NOTHING_HELD = {
  ...{ heldRecords: 0, heldFrames: 0, heldBytes: 0, sentRecords: 0, sentFrames: 0, sentBytes: 0 },
  ...{ todayRecords: 0, todayFrames: 0, todayBytes: 0 },
};

/** Why nothing is sent, where nothing is recorded for this. */
const STAYS_WHERE = {
  ...{
    noPolicy: 'policy',
    invalidPolicy: 'policy',
    unknownRegion: 'policy',
    unsealed: 'unsealed',
    off: 'off',
    paused: 'paused',
  },
  ...{
    exemptRegion: 'exempt',
    exemptPlace: 'exempt',
    exemptZone: 'exempt',
    halted: 'halted',
    trouble: 'trouble',
    clock: 'clock',
  },
  ...{ noConsent: 'noConsent', declined: 'noConsent', widened: 'noConsent' },
};

const PARTICULARS = {
  noPolicy: { ...NOTHING_HELD, consent: null, endpoint: null, sites: [], terms: null },
  invalidPolicy: {
    ...NOTHING_HELD,
    consent: null,
    endpoint: null,
    sites: [],
    terms: null,
    policyProblems: [
      { key: 'holdMinutes', wrong: 'wantsNumber', values: ['10', '43200', '5'] },
      { key: 'sites[2].match', wrong: 'patternPath', values: [] },
    ],
  },
  unknownRegion: {
    ...{ ...NOTHING_HELD, consent: null, endpoint: null, sites: [], terms: null },
    policyProblems: [{ key: 'region', wrong: 'noRegion', values: [] }],
  },
  unsealed: { ...NOTHING_HELD, consent: null },
  exemptRegion: { ...NOTHING_HELD, consent: null },
  noConsent: { ...NOTHING_HELD, consent: null },
  declined: { ...NOTHING_HELD, consent: false },
  off: { on: false },
  paused: { pausedFor: 845_000 },
  halted: { halted: '' },
  trouble: { trouble: { kind: 'storage', detail: 'QuotaExceededError' } },
};

/** What the worker would answer in a tab that is not recorded for `reason`. */
export function statusFor(reason) {
  return { ...RECORDING, stays: STAYS_WHERE[reason] ?? null, ...PARTICULARS[reason], tab: { state: 'not', reason } };
}

const { tab, consent, stays } = statusFor('declined');
/** Withdrawn, with something held and sent. */
export const WITHDRAWN = { ...RECORDING, tab, consent, stays };

/** The messages of a language: `{ key: text }`. */
export async function messages(language) {
  const file = JSON.parse(await readFile(join(SOURCE, '_locales', language, 'messages.json'), 'utf8'));
  return Object.fromEntries(Object.entries(file).map(([key, { message }]) => [key, message]));
}

/** Starts a browser that can open pages; `close` ends it. */
export async function pages() {
  const scripts = new Map();
  for (const name of ['popup', 'welcome', 'never', 'limits', 'review', 'sent']) {
    const entry = join(SOURCE, name, `${name}.ts`);
    const built = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'iife',
      target: 'chrome148',
      write: false,
    });
    scripts.set(`/${name}/${name}.js`, built.outputFiles[0].text);
  }
  const manifest = JSON.parse(await readFile(join(SOURCE, 'manifest.json'), 'utf8'));
  const policy = manifest.content_security_policy.extension_pages;
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

  async function serve(route) {
    const { pathname } = new URL(route.request().url());
    // As the build writes it beside what is here.
    if (pathname === '/build.txt') return route.fulfill({ body: `${BUILD}\n` });
    const body = scripts.get(pathname) ?? (await readFile(join(SOURCE, pathname)));
    const contentType = TYPES[pathname.split('.').at(-1)];
    await route.fulfill({ body, contentType, headers: { 'content-security-policy': policy } });
  }

  /**
   * Opens `popup`, `welcome`, `never`, `limits`, `review` or `sent`; `visit` loads it again with another status. What it
   * logs as an error, or fails to find, is in `faults`. `held` is what the worker holds, `sent` what it has sent: see
   * `spool.mjs` and `ledger.mjs`. A `mute` browser has no texts.
   */
  async function open(
    name,
    status,
    { language = 'en', context: options = {}, held = [], sent = [], mute = false } = {},
  ) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const faults = [];
    let current = status;
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.route(`${ORIGIN}/**`, serve);
    await page.exposeFunction('currentStatus', () => current);
    await page.addInitScript(stub, { messages: await messages(language), language, mute });
    await page.addInitScript(spool, held);
    await page.addInitScript(server, { sent, code: CODE });
    const visit = async (status) => {
      current = status;
      await page.goto(`${ORIGIN}/${name}/${name}.html`);
      await page.waitForFunction(() => globalThis.worker.answered > 0);
    };
    await visit(status);
    return { page, faults, visit, close: () => context.close() };
  }

  return { open, close: () => browser.close() };
}

/** Runs in the page. A key without a text leaves its name behind, and an error. */
function stub({ messages, language, mute }) {
  const worker = { status: undefined, asked: [], answered: 0, silent: false, words: [], problem: null, opened: [] };
  worker.limits = {
    holdMinutes: 0,
    byHand: false,
    hours: null,
    noFrames: false,
    noKeys: false,
    sites: [],
    exempt: false,
  };
  const aboutHeld = ['held', 'open', 'image', 'deleteRecords', 'sendNow'];
  const i18n = {
    getUILanguage: () => `${language}-XX`,
    getMessage(key, values = []) {
      if (mute) return '';
      const found = messages[key];
      if (found === undefined) console.error(`no text for ${key}`);
      return (found ?? key).replace(/\$(\d)/g, (_, place) => values[place - 1] ?? `$${place}`);
    },
  };
  const runtime = {
    getURL: (path) => `/${path}`,
    async sendMessage(message) {
      worker.asked.push(message);
      if (worker.silent) throw new Error('no answer');
      worker.status ??= await globalThis.currentStatus();
      const { kind, word } = message;
      if (kind === 'neverAdd' && !worker.problem) worker.words.push(word.trim());
      if (kind === 'neverRemove') worker.words = worker.words.filter((other) => other !== word);
      const isAboutList = kind.startsWith('never');
      const never = isAboutList ? { words: worker.words, most: 200, problem: worker.problem } : null;
      setTimeout(() => {
        worker.answered += 1;
      });
      // As the worker does: a site that can't be matched is not kept.
      const isSite = (site) => !/\s|^$/.test(site);
      if (kind === 'setLimits') worker.limits = { ...message.limits, sites: message.limits.sites.filter(isSite) };
      const limits = kind.toLowerCase().endsWith('limits') ? worker.limits : null;
      const review = aboutHeld.includes(kind) ? await globalThis.answerAboutHeld(message) : null;
      const terms = kind === 'terms' ? worker.status.terms : null;
      const about = globalThis.answerAboutSent(message);
      return structuredClone({ ...worker.status, terms, never, limits, review, ...about });
    },
  };
  const tabs = { query: async () => [{ id: 7 }], create: async ({ url }) => worker.opened.push(url) };
  // The person has given one command other keys, and the other none.
  const shortcuts = { pause: 'Ctrl+Shift+Y', 'delete-last': '' };
  const all = Object.entries(shortcuts).map(([name, shortcut]) => ({ name, shortcut }));
  const commands = { getAll: async () => all };
  Object.assign(globalThis, { worker, chrome: { commands, i18n, runtime, tabs } });
}

// The worker's script with a stub in place of the browser and of the core: what it does when the core can't be started, or ends
// by itself, and when the policy can't be read.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { messages } from './pages.mjs';

const texts = await messages('en');

/** What the core is to JavaScript, as far as it is asked here: it starts when `core.fails` has come down to zero,
 * and ends by itself in its start while `core.falls` has not. */
const CORE = `
  export default async function init() {}
  export class Patterns {}
  export const patternsOf = () => [];
  export const __wbg_reset_state = () => {};
  export class Worker {
    static async start(host, { fresh, policy }) {
      core.starts.push(fresh);
      core.policies.push(policy);
      if (core.fails-- > 0) throw new Error('no database');
      if (core.falls-- > 0) {
        host.crashed(undefined, 0, 0);
        return new Promise(() => {});
      }
      host.badge(undefined, { state: 'not', reason: 'notReached' });
      return Object.assign(new Worker(), { host });
    }
    portOpened(number) { core.heard.push(['opened', number]); }
    probe(number, { kind }) {
      core.heard.push([kind, number]);
      if (kind === 'bye') core.ended();
      if (kind === 'fatal') this.host.crashed('nonce', 1, 1);
    }
    portClosed(number) { core.heard.push(['closed', number]); }
    page(request, message) {
      core.heard.push([message.kind]);
      this.host.answer(request, { told: message.kind });
    }
    tab(tab) { this.host.badge(tab, { state: 'recording' }); }
    policy(json) {
      core.policies.push(json);
      if (core.policies.length === core.until) core.ended();
    }
    zone() {}
    tick() {}
  }`;

const stub = {
  name: 'stub',
  setup(build) {
    build.onResolve({ filter: /\/generated\// }, ({ path }) => ({ path, namespace: 'stub' }));
    build.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: CORE }));
  },
};

/** Runs the script. `say` is what a page of the extension does, and `badges` what each tab shows. */
async function run(t, fails, falls = 0, policy = async () => ({})) {
  const listeners = {};
  const heard = (name) => ({ addListener: (listener) => Object.assign(listeners, { [name]: listener }) });
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [badges, session] = [new Map(), { zone: { name, regions: [] } }];
  const area = { setAccessLevel: async () => {} };
  globalThis.core = { fails, falls, starts: [], policies: [], heard: [] };
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  globalThis.location = { origin: 'chrome-extension://candor' };
  globalThis.fetch = async () => ({ ok: false });
  globalThis.chrome = {
    i18n: { getMessage: (key) => texts[key], getUILanguage: () => 'en' },
    runtime: {
      ...{ id: 'candor', getURL: (path) => path, getManifest: () => ({ version: '1' }) },
      ...{ onConnect: heard('connect'), onMessage: heard('message'), onInstalled: heard('installed') },
      onStartup: heard('startup'),
    },
    management: { getSelf: async () => ({ installType: 'admin' }) },
    storage: {
      onChanged: heard('changed'),
      managed: { ...area, get: policy },
      local: area,
      session: {
        ...area,
        get: async (key) => ({ [key]: session[key] }),
        set: async (values) => void Object.assign(session, values),
        remove: async (key) => void delete session[key],
      },
    },
    tabs: {
      ...{ onUpdated: heard('updated'), onActivated: heard('activated'), onCreated: heard('created') },
      ...{ onRemoved: heard('removed'), query: async () => [{ id: 7, url: 'https://ide.example/' }] },
    },
    webNavigation: { onHistoryStateUpdated: heard('moved'), onReferenceFragmentUpdated: heard('fragment') },
    windows: { onFocusChanged: heard('focused') },
    commands: { onCommand: heard('command') },
    alarms: { onAlarm: heard('alarm') },
    action: {
      setBadgeText: async ({ tabId, text }) => void badges.set(tabId, text),
      ...{ setBadgeBackgroundColor: async () => {}, setBadgeTextColor: async () => {} },
      ...{ setIcon: async () => {}, setTitle: async () => {} },
    },
  };
  const options = { entryPoints: ['extension/worker/main.ts'], bundle: true, format: 'esm', write: false };
  const [{ text }] = (await build({ ...options, plugins: [stub] })).outputFiles;
  const dir = await mkdtemp(join(tmpdir(), 'candor-'));
  t.after(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, 'worker.mjs'), text);
  await import(pathToFileURL(join(dir, 'worker.mjs')));
  const sender = { id: 'candor', origin: location.origin };
  const say = (kind) => new Promise((answer) => listeners.message({ kind }, sender, (...told) => answer(told)));
  return { badges, session, listeners, say, connect: () => connect(listeners) };
}

/** A port of a probe. */
function connect(listeners) {
  const heard = {};
  const port = {
    sender: { id: 'candor', url: 'https://ide.example/', origin: 'https://ide.example', frameId: 0, tab: { id: 7 } },
    onMessage: { addListener: (listener) => Object.assign(heard, { message: listener }) },
    onDisconnect: { addListener: (listener) => Object.assign(heard, { disconnect: listener }) },
    disconnect() {},
  };
  listeners.connect(port);
  return heard;
}

/** What is complained of, which is not shown. */
function listen(t) {
  const complaints = [];
  t.mock.method(console, 'error', (...words) => complaints.push(words.join(' ')));
  return complaints;
}

test('a core that can not be started shows as trouble, leaves nobody waiting and is started with what is heard next', async (t) => {
  const complaints = listen(t);
  const { badges, session, say } = await run(t, 2);
  // As the last worker left it.
  badges.set(7, 'REC');
  assert.deepEqual(await say('status'), [], 'it was to be started when this was said');
  assert.deepEqual(
    [...badges],
    [
      [7, '!'],
      [undefined, '!'],
    ],
  );
  assert.equal(core.starts.length, 1, 'not by itself');
  assert.deepEqual(await say('status'), []);
  assert.deepEqual(await say('held'), [{ told: 'held' }]);
  assert.deepEqual(core.starts, [true, true, true], 'the browser has only just been started');
  assert.deepEqual(
    [...badges],
    [
      [7, 'REC'],
      [undefined, ''],
    ],
  );
  assert.equal(session.run, true);
  assert.deepEqual(await say('never'), [{ told: 'never' }]);
  assert.equal(core.starts.length, 3);
  assert.ok(
    complaints.every((words) => words === 'candor: no database'),
    complaints.join('\n'),
  );
  assert.equal(complaints.length, 2);
});

test('a core that starts is started once', async (t) => {
  const { badges, say } = await run(t, 0);
  const answers = await Promise.all([say('status'), say('held')]);
  assert.deepEqual(answers, [[{ told: 'status' }], [{ told: 'held' }]]);
  assert.deepEqual(core.starts, [true]);
  assert.equal(badges.get(7), 'REC');
});

test('what is heard while the core starts is told in that order, whoever said it', async (t) => {
  const { say, connect } = await run(t, 0);
  const port = connect();
  port.message({ kind: 'hello' });
  const first = say('status');
  port.message({ kind: 'observed' });
  await Promise.all([first, say('held')]);
  assert.deepEqual(
    core.heard.map(([kind]) => kind),
    ['opened', 'hello', 'status', 'observed', 'held'],
  );
});

test('what was said on a line that a crash closed is said again on another, and not told twice', async (t) => {
  const { connect } = await run(t, 0);
  const ended = new Promise((resolve) => {
    core.ended = resolve;
  });
  const one = connect();
  for (const kind of ['fatal', 'observed']) one.message({ kind });
  await new Promise((resolve) => setImmediate(resolve));
  const again = connect();
  for (const kind of ['hello', 'observed', 'bye']) again.message({ kind });
  await ended;
  assert.deepEqual(
    core.heard.map(([kind]) => kind),
    ['opened', 'fatal', 'opened', 'hello', 'observed', 'bye'],
  );
});

test('what probes say to a core that can not be started is told to it once it is', async (t) => {
  listen(t);
  const { say, connect } = await run(t, 3);
  const ended = new Promise((resolve) => {
    core.ended = resolve;
  });
  const [one, other] = [connect(), connect()];
  one.message({ kind: 'hello' });
  other.message({ kind: 'hello' });
  other.disconnect();
  one.message({ kind: 'observed' });
  for (let starts = 1; starts < 4; starts++) {
    assert.deepEqual(await say('status'), []);
    assert.equal(core.starts.length, starts);
    assert.deepEqual(core.heard, []);
  }
  one.message({ kind: 'bye' });
  await ended;
  const [[, first]] = core.heard;
  const of = (number) => core.heard.filter(([, port]) => port === number).map(([kind]) => kind);
  assert.deepEqual(of(first), ['opened', 'hello', 'observed', 'bye']);
  assert.deepEqual(of(first + 1), ['opened', 'hello', 'closed'], 'its page was gone before');
});

test('a policy that can not be read is not one that was taken back', async (t) => {
  const complaints = listen(t);
  const reads = [{ holdMinutes: 10 }, undefined, { holdMinutes: 20 }, {}];
  const { listeners } = await run(t, 0, 0, async () => reads.shift() ?? Promise.reject(new Error('no storage')));
  const ended = new Promise((resolve) => {
    Object.assign(core, { until: 3, ended: resolve });
  });
  for (let changes = 0; changes < 3; changes++) listeners.changed({}, 'managed');
  await ended;
  assert.deepEqual(core.policies, ['{"holdMinutes":10}', '{"holdMinutes":20}', '{}']);
  assert.deepEqual(complaints, ['candor: no storage']);
});

test('a core is started without a policy where that can not be read', async (t) => {
  const complaints = listen(t);
  const { say } = await run(t, 0, 0, () => Promise.reject(new Error('no storage')));
  assert.deepEqual(await say('status'), [{ told: 'status' }]);
  assert.deepEqual(core.policies, ['{}'], 'and is not told that it was taken back');
  assert.deepEqual(complaints, ['candor: no storage']);
});

test('a core that ends in its start is started anew once, and then left alone for longer and longer', async (t) => {
  const complaints = listen(t);
  let time = 1_000_000;
  t.mock.method(Date, 'now', () => time);
  const { badges, say } = await run(t, 0, 4);
  assert.deepEqual(await say('status'), [], 'said while it was started');
  assert.equal(core.starts.length, 2);
  assert.equal(badges.get(undefined), '!');
  assert.deepEqual(await say('status'), []);
  assert.equal(core.starts.length, 2, 'not yet');
  for (const [minutes, starts] of [1, 2].entries()) {
    time += 60_000 * starts - 1;
    assert.deepEqual(await say('status'), []);
    assert.equal(core.starts.length, 2 + minutes, `a millisecond before ${starts} minutes are over`);
    time += 1;
    assert.deepEqual(await say('status'), []);
    assert.equal(core.starts.length, 3 + minutes);
  }
  time += 4 * 60_000;
  assert.deepEqual(await say('status'), [{ told: 'status' }]);
  assert.equal(core.starts.length, 5);
  assert.equal(badges.get(undefined), '');
  assert.ok(
    complaints.every((words) => words.startsWith('candor: it ended by itself more than once')),
    complaints.join('\n'),
  );
});

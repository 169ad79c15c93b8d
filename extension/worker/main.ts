// The service worker. It hears the browser and hands everything to the core; it may be stopped at any moment.
// Listeners are registered at once, and what they hear waits until the core is up.

import type { FromPage } from '../../schema/messages';
import { findTexts } from '../browser';
import init, { patternsOf, __wbg_reset_state as renew, Worker } from '../generated/core.js';
import {
  type Answer,
  addPort,
  addRequest,
  alarmed,
  complain,
  dropAll,
  dropPort,
  host,
  isDropped,
  switched,
  trouble,
} from './host';
import { written } from './keys';
import { isMetered, onNetwork } from './network';
import { load } from './patterns';
import { closeStorage, NO_POLICY, readPolicy, type Source } from './policy';
import { Reached } from './reached';
import { crashes, forget, isFresh, rest } from './run';
import { asked } from './shortcuts';
import { rememberZone, zone } from './zone';

const WASM = chrome.runtime.getURL('core_bg.wasm');

const core = new Reached(first, (error) => {
  complain(error);
  trouble().catch(complain);
});

/** The first start of this run of the browser, or one after a stop of the worker. One that fails was none. */
async function first(): Promise<Worker> {
  const fresh = await isFresh();
  try {
    return await start(fresh);
  } catch (error) {
    if (fresh) await forget();
    throw error;
  }
}

async function start(fresh: boolean): Promise<Worker> {
  const wait = await rest(Date.now());
  if (wait > 0)
    throw new Error(`it ended by itself more than once, and is not started for ${Math.ceil(wait / 1000)} s`);
  const [policy, known] = await Promise.all([
    readPolicy().catch(unread),
    crashes(),
    closeStorage(),
    rememberZone(),
    findTexts(),
    init({ module_or_path: WASM }),
  ]);
  const options = {
    policy: policy.json,
    development: policy.development,
    version: chrome.runtime.getManifest().version,
    fresh,
    crashes: known,
    zone: zone(),
    metered: isMetered(),
  };
  const patterns = await load(patternsOf(policy.json, policy.development));
  const worker = await Worker.start(host(tick, restart, allows, pictureless), options, patterns);
  for (const tab of await chrome.tabs.query({})) seen(worker, tab);
  return worker;
}

function unread(error: unknown): Source {
  complain(error);
  return NO_POLICY;
}

/** Gives the core something to do, in the order in which it was heard. Does `otherwise` when there is none. */
function tell(what: (worker: Worker) => void, otherwise = () => {}): void {
  core.ready().then(what, otherwise).catch(complain);
}

/** What a core is given later that could not be started when it was heard; a mistake in it keeps nothing else from it. */
function careful(what: (worker: Worker) => void): (worker: Worker) => void {
  return (worker) => {
    try {
      what(worker);
    } catch (error) {
      complain(error);
    }
  };
}

/** Asks the core what a page of the extension asks. Nobody is left waiting. */
function request(message: FromPage, answer: Answer): void {
  tell(
    (worker) => worker.page(addRequest(answer), message),
    () => answer(),
  );
}

let heard: Promise<void> = Promise.resolve();

async function hear({ json, development }: Source): Promise<void> {
  await core.ready();
  const patterns = await load(patternsOf(json, development));
  tell((worker) => worker.policy(json, development, patterns));
}

/**
 * After a panic: a fresh instance as soon as it is `noted` and no key file is open for writing, and every probe says
 * again what it has no acknowledgement for. What is heard from now on waits for it. The old instance is called by what
 * it had under way until then, and takes nothing any more; only afterwards wasm-bindgen refuses such calls, which must
 * never reach the fresh one.
 */
function restart(noted: Promise<void>): void {
  dropAll();
  core.begin(async () => {
    await noted.catch(complain);
    await written();
    renew();
    return start(false);
  });
}

function tick(): void {
  tell((worker) => {
    worker.zone(zone());
    worker.tick();
  });
}

async function allows(page: string, frame: string, incognito: boolean): Promise<boolean> {
  return (await core.ready()).allows(page, frame, incognito);
}

function pictureless(): void {
  tell((worker) => worker.pictureless());
}

function seen(worker: Worker, tab: chrome.tabs.Tab): void {
  if (tab.id !== undefined) worker.tab(tab.id, tab.url ?? '', tab.incognito);
}

chrome.runtime.onConnect.addListener((port) => {
  const { sender } = port;
  const tab = sender?.tab;
  // Only content scripts of this extension, in a tab.
  if (!sender?.url || tab?.id === undefined || sender.id !== chrome.runtime.id) return port.disconnect();
  // Nobody has seen it so far, and maybe nobody will: it speaks again once somebody uses it.
  if (sender.documentLifecycle === 'prerender') return port.disconnect();
  const isTop = sender.frameId === 0;
  const from = {
    tab: tab.id,
    url: sender.url,
    origin: sender.origin,
    topUrl: isTop ? sender.url : (tab.url ?? ''),
    isTop,
    incognito: tab.incognito,
  };
  const number = addPort(port);
  const pass = (what: (worker: Worker) => void) => tell(what, () => core.later(careful(what)));
  // A port may be gone before the core is up, with its page: what it said counts all the same.
  port.onMessage.addListener((message) => pass((worker) => isDropped(number) || worker.probe(number, message)));
  port.onDisconnect.addListener(() => {
    dropPort(number);
    pass((worker) => worker.portClosed(number));
  });
  pass((worker) => {
    worker.zone(zone());
    if (!isDropped(number)) worker.portOpened(number, from);
  });
});

chrome.runtime.onMessage.addListener((message, sender, answer: Answer) => {
  // Only the extension's own pages.
  if (sender.id !== chrome.runtime.id || sender.origin !== location.origin) return false;
  request(message, answer);
  return true;
});

chrome.storage.onChanged.addListener((_, area) => {
  if (area !== 'managed') return;
  // One change after the other: the last is the one that counts.
  heard = heard.then(readPolicy).then(hear).catch(complain);
});

onNetwork(() => tell((worker) => worker.metered(isMetered())));

chrome.tabs.onUpdated.addListener((_id, change, tab) => {
  if (change.url !== undefined) switched();
  if (change.url !== undefined || change.status !== undefined) tell((worker) => seen(worker, tab));
});

// By the history API, or to another fragment. Other frames say so themselves.
const moved = ({ tabId, frameId, url }: { tabId: number; frameId: number; url: string }) => {
  if (frameId === 0) tell((worker) => worker.tabMoved(tabId, url));
};
chrome.webNavigation.onHistoryStateUpdated.addListener(moved);
chrome.webNavigation.onReferenceFragmentUpdated.addListener(moved);

chrome.tabs.onActivated.addListener(({ tabId }) => {
  switched();
  chrome.tabs.get(tabId).then((tab) => tell((worker) => seen(worker, tab)), complain);
  tell((worker) => worker.tabChosen(tabId));
});

chrome.tabs.onCreated.addListener(({ id }) => {
  if (id !== undefined) tell((worker) => worker.tabOpened(id));
});

chrome.windows.onFocusChanged.addListener((windowId) => {
  if (windowId === chrome.windows.WINDOW_ID_NONE) return;
  const chosen = ([tab]: chrome.tabs.Tab[]) => {
    const id = tab?.id;
    if (id !== undefined) tell((worker) => worker.tabChosen(id));
  };
  chrome.tabs.query({ active: true, windowId }).then(chosen, complain);
});

chrome.tabs.onRemoved.addListener((tabId) => {
  switched();
  tell((worker) => worker.tabClosed(tabId));
});

chrome.commands.onCommand.addListener((command) => {
  request({ kind: 'status', tab: null }, (status) => {
    const message = status && asked(command, status);
    if (message) request(message, () => {});
  });
});

chrome.alarms.onAlarm.addListener(() => {
  alarmed();
  tick();
});

// The worker starts for these even if nothing else happens: badges, registration and pages that are open already.
chrome.runtime.onInstalled.addListener(tick);
chrome.runtime.onStartup.addListener(tick);

// What the core asks of the extension API. Nothing here decides anything.

import type { Status, TabState, ToProbe } from '../../schema/messages';
import { text } from '../browser';
import type { Host } from '../generated/core.js';
import { badge } from '../ui/badge';
import { type Allows, inject, injectInto, register } from './injection';
import { writeKeys } from './keys';
import { type Line, lineOf, tell } from './line';
import { type Crash, remember } from './run';

/** Answers a page of the extension: with nothing when the core fell before it had an answer. */
export type Answer = (status?: Status) => void;

/** The alarm that wakes a stopped worker; the browser keeps no alarm closer than this. */
const ALARM = 'wake';
const NEAREST_ALARM_MS = 30_000;

const lines = new Map<number, Line>();
const requests = new Map<number, Answer>();
const dropped = new Set<number>();
let count = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let alarmAt = Number.POSITIVE_INFINITY;
/** How often another tab became the visible one, or a tab went elsewhere. */
let switches = 0;

/** Takes a port in; its number. */
export function addPort(port: chrome.runtime.Port): number {
  count += 1;
  lines.set(count, lineOf(port));
  return count;
}

/** Whether the worker closed a port after a panic: what was said on it is said again on another. */
export function isDropped(number: number): boolean {
  return dropped.has(number);
}

/** Lets a port go. */
export function dropPort(number: number): void {
  lines.delete(number);
}

/** Takes a request in; its number. */
export function addRequest(answer: Answer): number {
  count += 1;
  requests.set(count, answer);
  return count;
}

/** Notes that what is visible may have changed. */
export function switched(): void {
  switches += 1;
}

/** Notes that the alarm has gone off. */
export function alarmed(): void {
  alarmAt = Number.POSITIVE_INFINITY;
}

/**
 * Closes every port: the probes connect anew and send again what was not acknowledged. Pages are not left waiting: what
 * they asked may be what brought the core down, so it is for the person to ask again.
 */
export function dropAll(): void {
  for (const [number, { port }] of lines) {
    dropped.add(number);
    port.disconnect();
  }
  for (const answer of requests.values()) answer();
  lines.clear();
  requests.clear();
}

/** The host of a core that is started anew with `restart` after a panic, once that is noted, and woken with `tick`. */
export function host(
  tick: () => void,
  restart: (noted: Promise<void>) => void,
  allows: Allows,
  pictureless: () => void,
): Host {
  return {
    post(number: number, message: ToProbe) {
      const line = lines.get(number);
      if (line) tell(line, message);
    },
    answer(request: number, status: Status) {
      requests.get(request)?.(status);
      requests.delete(request);
    },
    badge(tab: number | undefined, state: TabState) {
      show(tab, state);
    },
    async register(registration) {
      const isNew = await register(registration).catch(complain);
      // Not waited for: a page that hangs must not keep the answer to a person.
      if (isNew && registration) inject(registration.matches, allows).catch(complain);
    },
    inject(tab: number) {
      const into = (found: chrome.tabs.Tab) => injectInto(found, allows);
      // It may have closed meanwhile.
      chrome.tabs
        .get(tab)
        .then(into)
        .catch(() => {});
    },
    welcome() {
      chrome.tabs.create({ url: chrome.runtime.getURL('welcome/welcome.html') }).catch(complain);
    },
    wake(delay: number) {
      clearTimeout(timer);
      timer = setTimeout(tick, Math.min(delay, 2_000_000_000));
      const at = Date.now() + Math.max(delay, NEAREST_ALARM_MS);
      if (at < alarmAt) {
        alarmAt = at;
        chrome.alarms.create(ALARM, { when: at }).catch(complain);
      }
    },
    capture(tab: number) {
      return capture(tab).catch((error: Error) => {
        if (FORBIDDEN.test(error.message)) pictureless();
        throw error;
      });
    },
    writeKeys,
    crashed(nonce: string | undefined, first: number, last: number) {
      const crash: Crash | undefined = nonce === undefined ? undefined : { nonce, first, last, times: 1 };
      restart(remember(crash));
    },
  };
}

/** What Chromium says where a policy (`DisableScreenshots`) or a rule against data loss keeps the screen from being taken. */
const FORBIDDEN = /screenshots has been disabled|disables screen capture/i;

/** A picture of a tab that is the visible one of its window before and after, and at the same address. */
async function capture(tab: number): Promise<Uint8Array> {
  const seen = switches;
  const before = await chrome.tabs.get(tab);
  if (!before.active) throw new Error('the tab is not visible');
  const data = await chrome.tabs.captureVisibleTab(before.windowId, { format: 'png' });
  const after = await chrome.tabs.get(tab);
  if (switches !== seen || !after.active || after.windowId !== before.windowId || after.url !== before.url) {
    throw new Error('the tab changed');
  }
  return Uint8Array.fromBase64(data.slice(data.indexOf(',') + 1));
}

/** Shows that the core can't be started, on every tab: what one shows yet may be that it is recorded. */
export async function trouble(): Promise<void> {
  const state: TabState = { state: 'not', reason: 'trouble' };
  show(undefined, state);
  for (const { id } of await chrome.tabs.query({})) if (id !== undefined) show(id, state);
}

function show(tab: number | undefined, state: TabState): void {
  const { text: label, colour, icon, title } = badge(state);
  const of = tab === undefined ? {} : { tabId: tab };
  const path = Object.fromEntries([16, 32, 48].map((size) => [size, `/icons/${icon}-${size}.png`]));
  // A tab may have closed meanwhile.
  const ignore = () => {};
  chrome.action.setBadgeText({ ...of, text: label && text(label) }).catch(ignore);
  chrome.action.setBadgeBackgroundColor({ ...of, color: colour }).catch(ignore);
  chrome.action.setBadgeTextColor({ ...of, color: '#ffffff' }).catch(ignore);
  chrome.action.setIcon({ ...of, path }).catch(ignore);
  chrome.action.setTitle({ ...of, title: `Candor: ${text(title)}` }).catch(ignore);
}

/** What goes wrong beside the core is for whoever looks at the worker's console. No content is ever in it. */
export function complain(error: unknown): void {
  console.error('candor:', error instanceof Error ? error.message : error);
}

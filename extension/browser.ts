// The only module that speaks to the browser's extension API from pages and probes. The worker's part of it is in
// worker/host.ts.

import type { FromPage, FromProbe, Status, ToProbe } from '../schema/messages';

/** A probe's line to the worker. */
export interface Line {
  send(message: FromProbe): void;
}

/** Asks the worker something; every answer is the whole status, or nothing when the worker's core fell over it. */
export function ask(message: FromPage): Promise<Status | undefined> {
  return chrome.runtime.sendMessage(message);
}

/** The tab the person looks at. */
export async function activeTab(): Promise<number | undefined> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

/**
 * Whether whoever manages the browser keeps extensions out of a tab's site. Only where nothing else says what the tab is:
 * then nothing runs in it either way.
 */
export async function isForbidden(tabId: number): Promise<boolean> {
  const { url } = await chrome.tabs.get(tabId);
  if (url !== undefined) return false;
  const attempt = chrome.scripting.executeScript({ target: { tabId }, func: () => undefined });
  return attempt.then(
    () => false,
    (error: Error) => /policy/i.test(error.message),
  );
}

/** Opens a page of the extension, by its path in it, in a tab. One opened as a window has no `chrome.i18n`. */
export async function openPage(path: string): Promise<void> {
  await chrome.tabs.create({ url: path });
}

/** The digest of the package, which its build wrote beside it; nothing where there is none. */
export async function buildOf(): Promise<string> {
  const answer = await fetch(chrome.runtime.getURL('build.txt')).catch(() => undefined);
  return answer?.ok ? (await answer.text()).trim() : '';
}

/** The texts of `_locales`, when the browser has none. */
let own: Record<string, { message: string } | undefined> | undefined;

/**
 * Sees to it that there are texts. An extension that is loaded anew may be without any until the browser is started
 * again (measured in Chromium 156: after 6 of 615 reloads): then they are read from the package.
 */
export async function findTexts(): Promise<void> {
  if (own || chrome.i18n.getMessage('language')) return;
  for (const language of [chrome.i18n.getUILanguage().split('-')[0], 'en']) {
    const file = chrome.runtime.getURL(`_locales/${language}/messages.json`);
    const answer = await fetch(file).catch(() => undefined);
    if (!answer?.ok) continue;
    own = await answer.json();
    return;
  }
}

/** A translated text of `_locales`. */
export function text(key: string, ...values: string[]): string {
  if (!own) return chrome.i18n.getMessage(key, values);
  return (own[key]?.message ?? '').replace(/\$(\d)/g, (_, place) => values[Number(place) - 1] ?? '');
}

/** The keys of a shortcut as the browser writes them; nothing when it has none. */
export async function keysOf(command: string): Promise<string> {
  const commands = await chrome.commands.getAll();
  return commands.find(({ name }) => name === command)?.shortcut ?? '';
}

/** Opens a line to the worker. Throws when the extension was updated or removed under this document. */
export function connect(hear: (message: ToProbe) => void, lost: () => void): Line {
  const port = chrome.runtime.connect();
  port.onMessage.addListener(hear);
  port.onDisconnect.addListener(lost);
  return { send: (message) => port.postMessage(message) };
}

/** The shadow root of an element, whether it is open or closed. */
export function shadowRootOf(element: Element): ShadowRoot | null {
  return element instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(element) : element.shadowRoot;
}

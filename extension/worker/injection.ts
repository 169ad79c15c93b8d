// Where probes are: registered for allowed sites only, and injected into pages that are open already.

const SCRIPT = 'probe';

/** Where the core wants probes. */
export interface Registration {
  matches: string[];
  excludeMatches: string[];
}

/** Whether the core would record a frame of a page. */
export type Allows = (page: string, frame: string, incognito: boolean) => Promise<boolean>;

let last: Promise<boolean> = Promise.resolve(false);

/** Makes the browser inject probes there and nowhere else; whether that is new. One change at a time. */
export function register(registration: Registration | undefined): Promise<boolean> {
  last = last.catch(() => false).then(() => change(registration));
  return last;
}

async function change(registration: Registration | undefined): Promise<boolean> {
  const [current] = await chrome.scripting.getRegisteredContentScripts({ ids: [SCRIPT] });
  if (!registration) {
    if (current) await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT] });
    return current !== undefined;
  }
  if (
    current &&
    same(current.matches, registration.matches) &&
    same(current.excludeMatches, registration.excludeMatches)
  ) {
    return false;
  }
  const script: chrome.scripting.RegisteredContentScript = {
    id: SCRIPT,
    js: ['probe.js'],
    matches: registration.matches,
    excludeMatches: registration.excludeMatches,
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: 'document_start',
  };
  await (current ? chrome.scripting.updateContentScripts([script]) : chrome.scripting.registerContentScripts([script]));
  return true;
}

function same(a: string[] | undefined, b: string[]): boolean {
  return JSON.stringify([...(a ?? [])].sort()) === JSON.stringify([...b].sort());
}

/** Injects probes into open pages, frame by frame, where they are allowed. */
export async function inject(matches: string[], allows: Allows): Promise<void> {
  const tabs = await chrome.tabs.query({ url: matches });
  await Promise.allSettled(tabs.map((tab) => injectInto(tab, allows)));
}

/** Injects probes into one page. One that is there already stays the only one. */
export async function injectInto(tab: chrome.tabs.Tab, allows: Allows): Promise<void> {
  const { id: tabId, url: page, incognito } = tab;
  if (tabId === undefined || page === undefined) return;
  const frames = (await chrome.webNavigation.getAllFrames({ tabId })) ?? [];
  const allowed = await Promise.all(frames.map((frame) => allows(page, frame.url, incognito)));
  const frameIds = frames.filter((_, index) => allowed[index]).map((frame) => frame.frameId);
  // Each by itself: one frame that has gone must not keep the others without.
  const injections = frameIds.map((frameId) =>
    chrome.scripting.executeScript({
      target: { tabId, frameIds: [frameId] },
      files: ['probe.js'],
      injectImmediately: true,
    }),
  );
  await Promise.allSettled(injections);
}

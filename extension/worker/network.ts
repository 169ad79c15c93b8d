// Whether what is sent costs the person money, as far as the browser says so.

/** What Chromium tells of it, by platform: `type` on ChromeOS and Android only. `saveData` has no type yet. */
interface Network extends EventTarget {
  type?: string;
  saveData?: boolean;
}

const network = (): Network | undefined => (navigator as { connection?: Network }).connection;

/** Whether the network is a cellular one, or the person wants data to be saved. */
export function isMetered(): boolean {
  const { type, saveData } = network() ?? {};
  return saveData === true || type === 'cellular';
}

/** Calls `changed` when that may have changed. */
export function onNetwork(changed: () => void): void {
  network()?.addEventListener('change', changed);
}

// Where the policy comes from: managed storage, or, in an unpacked build only, a file beside the extension.

/** A policy as it is written, and whether a file of an unpacked build may say so. */
export interface Source {
  json: string;
  development: boolean;
}

/** What a core is started with where the policy can't be read: it records nothing, and deletes nothing of what is held. */
export const NO_POLICY: Source = { json: '{}', development: false };

/** Reads the policy. Rejects when that can't be done: to a core that runs, `{}` says that the policy was taken back. */
export async function readPolicy(): Promise<Source> {
  const { installType } = await chrome.management.getSelf();
  if (installType === 'development') {
    const file = await ownFile();
    if (file !== undefined) return { json: file, development: true };
  }
  const managed = await chrome.storage.managed.get();
  return { json: JSON.stringify(managed), development: false };
}

async function ownFile(): Promise<string | undefined> {
  const answer = await fetch(chrome.runtime.getURL('policy.json')).catch(() => undefined);
  return answer?.ok ? answer.text() : undefined;
}

/** Keeps page scripts' neighbours out: a content script can read neither area from then on. */
export async function closeStorage(): Promise<void> {
  const accessLevel = 'TRUSTED_CONTEXTS';
  await Promise.allSettled([
    chrome.storage.managed.setAccessLevel({ accessLevel }),
    chrome.storage.local.setAccessLevel({ accessLevel }),
    chrome.storage.session.setAccessLevel({ accessLevel }),
  ]);
}

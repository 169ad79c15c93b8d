// The line to a document's probe. What is said of pictures is for the scanner, which is put into a document before the
// first time; what is said later waits for that, so that nothing overtakes.

import type { ToProbe } from '../../schema/messages';

/** A line. */
export interface Line {
  readonly port: chrome.runtime.Port;
  /** Done when the scanner is there, or can't be: then nothing about pictures is answered, and the core covers the frame. */
  scanner?: Promise<void>;
}

/** The line that a port is. */
export function lineOf(port: chrome.runtime.Port): Line {
  return { port };
}

/** Says something to a probe. */
export function tell(line: Line, message: ToProbe): void {
  if ('ticket' in message) line.scanner ??= putScanner(line.port);
  const say = () => line.port.postMessage(message);
  if (line.scanner) line.scanner.then(say).catch(gone);
  else say();
}

async function putScanner({ sender }: chrome.runtime.Port): Promise<void> {
  const { tab, documentId } = sender ?? {};
  if (tab?.id === undefined || documentId === undefined) return;
  const target = { tabId: tab.id, documentIds: [documentId] };
  await chrome.scripting.executeScript({ target, files: ['scan.js'], injectImmediately: true }).catch(gone);
}

/** The document was left meanwhile: nobody is there to hear. */
function gone(): void {}

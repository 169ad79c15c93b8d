// The line to a document's probe. What is said of pictures is for the scanner, and what is said of accessibility snapshots
// for another script; each is put into a document before the first time. What is said later waits for the scanner, so
// that nothing overtakes.

import type { ToProbe } from '../../schema/messages';

/** A line. */
export interface Line {
  readonly port: chrome.runtime.Port;
  /** Done when the scanner is there, or can't be: then nothing about pictures is answered, and the core covers the frame. */
  scanner?: Promise<void>;
  /** Done when what takes snapshots is there, or can't be: then none is taken. */
  snapshots?: Promise<void>;
}

/** The line that a port is. */
export function lineOf(port: chrome.runtime.Port): Line {
  return { port };
}

/** Says something to a probe. */
export function tell(line: Line, message: ToProbe): void {
  if ('ticket' in message) line.scanner ??= put(line.port, 'scan.js');
  const say = () => line.port.postMessage(message);
  if (message.kind === 'look') {
    line.snapshots ??= put(line.port, 'aria.js');
    line.snapshots.then(say).catch(gone);
  } else if (line.scanner) line.scanner.then(say).catch(gone);
  else say();
}

async function put({ sender }: chrome.runtime.Port, file: string): Promise<void> {
  const { tab, documentId } = sender ?? {};
  if (tab?.id === undefined || documentId === undefined) return;
  const target = { tabId: tab.id, documentIds: [documentId] };
  await chrome.scripting.executeScript({ target, files: [file], injectImmediately: true }).catch(gone);
}

/** The document was left meanwhile: nobody is there to hear. */
function gone(): void {}

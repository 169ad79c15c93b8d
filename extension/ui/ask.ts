// Asking the worker, which may be gone: stopped for good by an update, or broken.

import type { FromPage, Status } from '../../schema/messages';
import { ask } from '../browser';

/** Sends the messages one after the other. The answer to the last; none when the worker can't be reached. */
export async function answerTo(...messages: FromPage[]): Promise<Status | undefined> {
  try {
    let status: Status | undefined;
    for (const message of messages) status = await ask(message);
    return status;
  } catch {
    return undefined;
  }
}

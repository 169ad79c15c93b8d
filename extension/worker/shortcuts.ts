// Keys that work without the popup. What a key is, and whether there is one, the person says in the browser.

import type { FromPage, Status } from '../../schema/messages';

const PAUSE_MINUTES = 15;
const LAST_MINUTES = 10;

/** What a shortcut asks for, as things are; nothing for one that is not known. */
export function asked(command: string, { pausedFor, task }: Status): FromPage | undefined {
  if (command === 'mark-task' && task != null) {
    return task ? { kind: 'taskEnd', outcome: '' } : { kind: 'taskStart', goal: '' };
  }
  if (command === 'pause') return { kind: 'pause', minutes: pausedFor > 0 ? 0 : PAUSE_MINUTES };
  return command === 'delete-last' ? { kind: 'deleteLast', minutes: LAST_MINUTES } : undefined;
}

// Copy, cut and paste: how long the text was, and nothing else of it.

import type { ClipboardChange } from '../../../schema/messages';
import { innermost } from '../../page/dom';
import { fieldOf, touch, use, writeBefore } from '../fields/fields';
import type { Found } from '../fields/kinds';
import { stateOf } from '../fields/state';
import { listen } from '../lifetime';
import { note, records } from '../probe';
import { verdictOn } from '../sensitive';

/** Watches the clipboard. */
export function watchClipboard(): void {
  for (const what of ['copy', 'cut', 'paste'] as ClipboardChange[]) {
    listen<ClipboardEvent>(window, what, (event) => {
      const element = innermost(event);
      if (!records('keys') || !element || verdictOn(element)) return;
      const field = fieldOf(element);
      if (field) {
        if (use(field)) return;
        writeBefore(field);
      }
      const pasted = event.clipboardData?.getData('text/plain').length ?? 0;
      const length = what === 'paste' ? pasted : selected(field);
      note({ kind: 'clipboard', what, length, field: field?.id ?? null });
      if (field) touch(field);
    });
  }
}

/** Length of what is selected. */
function selected(field: Found | undefined): number {
  const state = field && stateOf(field);
  return state ? state.end - state.start : (document.getSelection()?.toString().length ?? 0);
}

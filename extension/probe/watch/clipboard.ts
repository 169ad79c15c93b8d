// Copy, cut and paste: how long the text was, and nothing else of it.

import type { ClipboardChange } from '../../../schema/messages';
import { innermost } from '../dom';
import { editContextOf, type Found } from '../fields/kinds';
import type { Probe } from '../probe';

/** Watches the clipboard. */
export function watchClipboard(probe: Probe): void {
  const { life, judge, fields } = probe;
  for (const what of ['copy', 'cut', 'paste'] as ClipboardChange[]) {
    life.listen<ClipboardEvent>(window, what, (event) => {
      const element = innermost(event);
      if (!probe.records('keys') || !element || judge.verdict(element)) return;
      const field = fields.at(element);
      if (field) {
        if (fields.use(field)) return;
        fields.before(field);
      }
      const pasted = event.clipboardData?.getData('text/plain').length ?? 0;
      const length = what === 'paste' ? pasted : selected(field);
      probe.note({ kind: 'clipboard', what, length, field: field?.id ?? null });
      if (field) fields.touch(field);
    });
  }
}

/** Length of what is selected. */
function selected(field: Found | undefined): number {
  const element = field?.element;
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    return (element.selectionEnd ?? 0) - (element.selectionStart ?? 0);
  }
  const context = element && editContextOf(element);
  if (context) return Math.abs(context.selectionEnd - context.selectionStart);
  return document.getSelection()?.toString().length ?? 0;
}

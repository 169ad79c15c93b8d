// How much is held, when the first of it leaves, and whether the worker answers.

import type { HeldPart, Status } from '../../schema/messages';
import { leaving } from '../ui/leaving';
import { element, setText, show } from '../ui/page';
import { count, size } from '../ui/words';

const part = (id: string): HTMLElement => element(id, HTMLElement);

/** Shows it. */
export function showSummary(status: Status, parts: readonly HeldPart[]): void {
  show(false, part('unreachable'));
  setText(part('held-records'), count(status.heldRecords));
  setText(part('held-frames'), count(status.heldFrames));
  setText(part('held-size'), size(status.heldBytes));
  setText(part('leaves'), leaving(status, parts));
}

/** Shows that the worker does not answer. What was shown before stays. */
export function showUnreachable(): void {
  show(true, part('unreachable'));
}

// The probe of one document: what its parts share, and what they do with what the worker says.
//
// It sets nothing on the page's DOM and reads nothing of a sensitive element. It is quiet as long as nobody does
// anything, and leaves nothing behind when it is told to go.

import type { Seen, ToProbe } from '../../schema/messages';
import type { Message } from '../page/mark';
import { endEpoch, epochNow, settle, watchEpoch } from './epoch';
import { forgetFields, judgeFields, writeField } from './fields/fields';
import { closeLine, type Entry, flush, isObserving, lastNumber, openLine, say, write } from './journal';
import { end } from './lifetime';
import { setMaskSelectors } from './sensitive';
import { watchChoices } from './watch/choices';
import { watchClipboard } from './watch/clipboard';
import { watchFocus } from './watch/focus';
import { watchKeys } from './watch/keys';
import { watchNavigation, writeAddress } from './watch/navigation';
import { watchPointer } from './watch/pointer';
import { watchScrolling } from './watch/scrolling';
import { writeSelection } from './watch/selection';
import { watchStirring } from './watch/stirring';
import { watchWindow } from './watch/window';

/** What the worker wants of this document. */
export type Settings = Extract<ToProbe, { kind: 'observe' }>;

/** What takes accessibility snapshots, where the policy asks for them. */
export interface Snapshots {
  look(): void;
  /** The `ref` of an element, or of what it is in, in the last one. */
  ref(element: Element): string | undefined;
}

/** What the page does not answer with a change that is worth a picture. */
const QUIET = /^(field|text|blur|lost|focus|select|dialog)$/;

/** What says what somebody wrote or chose. */
const CONTENT = /^(field|key|text|secret|clipboard|blur|select|change)$/;

let wishes: Settings | undefined;
let scanner: ((message: Message) => void) | undefined;
let snapshots: Snapshots | undefined;

/** Starts the probe. */
export function start(): void {
  watchEpoch();
  watchNavigation();
  watchStirring();
  watchWindow();
  watchPointer();
  watchScrolling();
  watchKeys();
  watchChoices();
  watchFocus();
  watchClipboard();
  openLine();
}

/** Ends everything, without a trace: recording is over here, or the extension was updated or removed. */
export function leave(): void {
  closeLine();
  endEpoch();
  end();
}

/** What the worker wants; nothing before it has answered for the first time. */
export function settings(): Settings | undefined {
  return wishes;
}

/** Whether clicks or keys are recorded here. Before the worker has answered, they are kept in case. */
export function records(what: 'clicks' | 'keys'): boolean {
  return wishes?.[what] ?? true;
}

/** What was seen before the policy was known is not wanted where the policy has something to mask. */
export function wanted({ kind }: Seen): boolean {
  if (kind === 'navigate' || kind === 'lost') return true;
  const clicks = !CONTENT.test(kind);
  return !wishes?.maskSelectors.length && records(clicks ? 'clicks' : 'keys');
}

/** Writes down what was seen, after the address of the page it was seen on. */
export function note(seen: Seen, epoch = epochNow()): Entry {
  if (seen.kind !== 'navigate') writeAddress();
  const entry = write(seen, epoch);
  if (!QUIET.test(seen.kind)) settle(settled);
  return entry;
}

/** The page is about to be used after a time of stillness. */
export function stir(): void {
  openLine();
  if (!isObserving()) return;
  const epoch = epochNow();
  settle();
  say({ kind: 'stirred', epoch });
}

/** A message of the worker, other than an acknowledgement. */
export function heard(message: Exclude<ToProbe, { kind: 'ack' }>): void {
  if (message.kind === 'detach') leave();
  else if (message.kind === 'observe') observe(message);
  else if (message.kind === 'look') snapshots?.look();
  else scanner?.(message);
}

/** Takes the scanner in, once. Without one, what is about a picture is not answered, and the worker covers the frame. */
export function serve(answer: (message: Message) => void): void {
  scanner ??= answer;
}

/** Takes what takes snapshots in, once. */
export function serveLook(own: Snapshots): void {
  snapshots ??= own;
}

/** The `ref` of an element in the last snapshot. */
export function refOf(element: Element): string | undefined {
  return snapshots?.ref(element);
}

function observe(wanted: Settings): void {
  const first = !wishes;
  wishes = wanted;
  setMaskSelectors(wanted.maskSelectors);
  if (!first) return;
  if (wanted.maskSelectors.length) forgetFields();
  settle(settled);
}

function settled(): void {
  writeSelection(writeField());
  judgeFields();
  flush();
  say({ kind: 'settled', epoch: epochNow(), n: lastNumber() });
}

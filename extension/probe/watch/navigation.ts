// The addresses of a document: the one it was loaded from, and those it takes on by the history API.
//
// A title usually follows its address a moment later, so an address is written down with the next macrotask, or before
// the next thing that is seen, whichever comes first.

import type { Navigation } from '../../../schema/messages';
import { titleNow } from '../../page/dom';
import { judgeFields, writeField } from '../fields/fields';
import { bye, reopenLine } from '../journal';
import { later, listen, on } from '../lifetime';
import { note } from '../probe';
import { writeScroll } from './scrolling';

/** A document that was there before is not loaded because it is watched now. */
let pending: Navigation | undefined = document.readyState === 'loading' ? 'load' : 'resume';
let fragment = false;
let url = location.href;

/** Writes down the address that is still to be written down. */
export function writeAddress(): void {
  const how = pending;
  pending = undefined;
  if (how) note({ kind: 'navigate', url, title: titleNow(), how });
}

/** Watches the address of the document. */
export function watchNavigation(): void {
  const soon = () => later(0, writeAddress);
  if (pending === 'load') on('DOMContentLoaded' as 'load', soon);
  else soon();

  listen<NavigateEvent>(navigation, 'navigate', (event) => {
    fragment = event.hashChange;
  });
  listen<NavigationCurrentEntryChangeEvent>(navigation, 'currententrychange', ({ navigationType }) => {
    if (navigationType === 'push') changed(fragment ? 'hash' : 'push');
    else if (navigationType === 'traverse') changed('pop');
    else if (navigationType === 'replace' && location.href !== url) changed(fragment ? 'hash' : 'replace');
  });
  on('pageshow', (event) => {
    if (!event.persisted) return;
    reopenLine();
    changed('restore');
  });
  on('pagehide', () => {
    writeScroll();
    writeField();
    judgeFields();
    writeAddress();
    bye();
  });
}

function changed(how: Navigation): void {
  writeScroll();
  writeField();
  writeAddress();
  pending = how;
  url = location.href;
  later(0, writeAddress);
}

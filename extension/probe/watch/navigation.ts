// The addresses of a document: the one it was loaded from, and those it takes on by the history API.
//
// A title usually follows its address a moment later, so an address is written down with the next macrotask, or before
// the next thing that is seen, whichever comes first.

import type { Navigation } from '../../../schema/messages';
import type { Probe } from '../probe';

/** The address that is still to be written down. */
export interface Address {
  /** Writes it down now. */
  settle(): void;
}

/** Watches the address of the document. */
export function watchNavigation(probe: Probe): Address {
  const { life, fields, journal } = probe;
  let pending: Navigation | undefined;
  let fragment = false;
  let url = location.href;

  const settle = () => {
    const how = pending;
    pending = undefined;
    if (how) probe.note({ kind: 'navigate', url, title: titleNow(), how });
  };
  const soon = (how: Navigation) => {
    settle();
    pending = how;
    url = location.href;
    life.later(0, settle);
  };
  const changed = (how: Navigation) => {
    fields.flush();
    soon(how);
  };

  pending = 'load';
  if (document.readyState === 'loading') {
    life.listen(document, 'DOMContentLoaded', () => life.later(0, settle));
  } else {
    life.later(0, settle);
  }

  if ('navigation' in globalThis) {
    life.listen<NavigateEvent>(navigation, 'navigate', (event) => {
      fragment = event.hashChange;
    });
    life.listen<NavigationCurrentEntryChangeEvent>(navigation, 'currententrychange', ({ navigationType }) => {
      if (navigationType === 'push') changed(fragment ? 'hash' : 'push');
      else if (navigationType === 'traverse') changed('pop');
      else if (navigationType === 'replace' && location.href !== url) changed(fragment ? 'hash' : 'replace');
    });
  } else {
    const moved = (how: Navigation) => location.href !== url && changed(how);
    life.on('popstate', () => moved('pop'));
    life.on('hashchange', () => moved('hash'));
  }
  life.on('pageshow', (event) => {
    if (event.persisted) soon('restore');
  });
  life.on('pagehide', () => {
    fields.flush();
    settle();
    journal.bye();
  });
  return { settle };
}

/** The title, unless an element of the page hides it behind its own name. */
function titleNow(): string {
  return typeof document.title === 'string' ? document.title : '';
}

// Everything the probe has hung into a page, so that it can be taken out again in one go.
//
// Listeners sit on the capture phase, but for few, and hear trusted events only. A handler that fails never disturbs the page; it
// leaves a trace in the journal, because it would have seen something.

import { write } from './journal';

const ending = new AbortController();
/** What listens on the window, which a page that opens its document anew takes away with all else. */
const hung: (() => void)[] = [];
new MutationObserver(() => hung.map((hang) => hang())).observe(document, { childList: true });

/** Whether `end` was called. */
export function isOver(): boolean {
  return ending.signal.aborted;
}

/** Listens on the window, before anything of the page, also when the page opens its document anew. */
export function on<K extends keyof WindowEventMap>(
  type: K,
  handler: (event: WindowEventMap[K]) => void,
  capture?: boolean,
): void {
  hung.push(listen(window, type, handler, capture));
}

/** Listens on any target; the result does so again, once. The caller knows which type of event arrives there. */
export function listen<E extends Event>(
  target: EventTarget,
  type: string,
  handler: (event: E) => void,
  capture = true,
): () => void {
  // Chromium marks the end of a composition as not trusted. Nothing is read because of it.
  const trusts = (event: Event) => event.isTrusted || type === 'compositionend';
  const guarded = (event: Event) => trusts(event) && guard(() => handler(event as E));
  const hang = () => target.addEventListener(type, guarded, { capture, passive: true, signal: ending.signal });
  hang();
  return hang;
}

/** Calls `task` after some milliseconds, if the probe is there still; the result takes it back. */
export function later(delay: number, task: () => void): () => void {
  const timer = setTimeout(guard, delay, task);
  return () => clearTimeout(timer);
}

/** Watches the tasks that take long. Once: the signal has room for one such handler, which is smaller than a listener. */
export function onTask(handler: (task: PerformanceEntry) => void): void {
  const observer = new PerformanceObserver((list) => guard(() => list.getEntries().forEach(handler)));
  observer.observe({ type: 'longtask' });
  ending.signal.onabort = () => observer.disconnect();
}

/** Removes every listener; what was to be done later is not done. */
export function end(): void {
  ending.abort();
}

function guard(task: () => void): void {
  try {
    if (!isOver()) task();
  } catch {
    write({ kind: 'lost', count: 1 }, 0);
  }
}

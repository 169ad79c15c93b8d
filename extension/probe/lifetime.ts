// Everything the probe has hung into a page, so that it can be taken out again in one go.
//
// Listeners sit on the capture phase, but for few, and hear trusted events only. A handler that fails never disturbs the page; it
// leaves a trace in the journal, because it would have seen something.

import { write } from './journal';

const ending = new AbortController();
const timers = new Set<ReturnType<typeof setTimeout>>();

/** Whether `end` was called. */
export function isOver(): boolean {
  return ending.signal.aborted;
}

/** Listens on the window, before anything of the page. */
export function on<K extends keyof WindowEventMap>(type: K, handler: (event: WindowEventMap[K]) => void): void {
  listen(window, type, handler);
}

/** Listens on any target. The caller knows which type of event arrives there. */
export function listen<E extends Event>(
  target: EventTarget,
  type: string,
  handler: (event: E) => void,
  capture = true,
): void {
  // Chromium marks the end of a composition as not trusted. Nothing is read because of it.
  const trusts = (event: Event) => event.isTrusted || type === 'compositionend';
  const guarded = (event: Event) => trusts(event) && guard(() => handler(event as E));
  target.addEventListener(type, guarded, { capture, passive: true, signal: ending.signal });
}

/** Calls `task` after some milliseconds; the result takes it back. */
export function later(delay: number, task: () => void): () => void {
  const timer = setTimeout(() => {
    timers.delete(timer);
    guard(task);
  }, delay);
  timers.add(timer);
  return () => {
    clearTimeout(timer);
    timers.delete(timer);
  };
}

/** Watches the tasks that take long. Once: the signal has room for one such handler, which is smaller than a listener. */
export function onTask(handler: (task: PerformanceEntry) => void): void {
  const observer = new PerformanceObserver((list) => guard(() => list.getEntries().forEach(handler)));
  observer.observe({ type: 'longtask' });
  ending.signal.onabort = () => observer.disconnect();
}

/** Removes every listener and timer. */
export function end(): void {
  ending.abort();
  for (const timer of timers) clearTimeout(timer);
}

function guard(task: () => void): void {
  try {
    if (!isOver()) task();
  } catch {
    write({ kind: 'lost', count: 1 }, 0);
  }
}

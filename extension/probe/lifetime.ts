// Everything a probe has hung into a page, so that it can be taken out again in one go.
//
// Listeners sit on the capture phase and hear trusted events only. A handler that fails never disturbs the page; it
// is reported through `failed`, so that what it would have seen leaves a trace.

type Handler<E> = (event: E) => void;

/** Listeners and timers that end together. */
export class Lifetime {
  readonly #ending = new AbortController();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #failed: () => void;

  constructor(failed: () => void) {
    this.#failed = failed;
  }

  /** Whether `end` was called. */
  get over(): boolean {
    return this.#ending.signal.aborted;
  }

  /** Listens on the window, before anything of the page. */
  on<K extends keyof WindowEventMap>(type: K, handler: Handler<WindowEventMap[K]>): void {
    this.listen(window, type, handler);
  }

  /** Listens on any target. The caller knows which type of event arrives there. */
  listen<E extends Event>(target: EventTarget, type: string, handler: Handler<E>): void {
    const { signal } = this.#ending;
    const guarded = (event: Event) => event.isTrusted && this.#guard(() => handler(event as E));
    target.addEventListener(type, guarded, { capture: true, passive: true, signal });
  }

  /** Calls `task` after some milliseconds; the result takes it back. */
  later(delay: number, task: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#guard(task);
    }, delay);
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  /** Calls `task` when all this ends. */
  atEnd(task: () => void): void {
    this.#ending.signal.addEventListener('abort', task);
  }

  /** Removes every listener and timer. */
  end(): void {
    this.#ending.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #guard(task: () => void): void {
    try {
      if (!this.over) task();
    } catch {
      this.#failed();
    }
  }
}

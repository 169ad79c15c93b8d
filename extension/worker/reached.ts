// The core as it is reached: what is heard waits until it is up. Where it can't be started, because the browser does not
// give it its storage, that is tried again with the next that is heard, and not before.

export class Reached<Core> {
  #start: () => Promise<Core>;
  #failed: (error: unknown) => void;
  #core: Promise<Core> | undefined;

  /** Starts it at once; `failed` is called each time that it can't be. */
  constructor(start: () => Promise<Core>, failed: (error: unknown) => void) {
    this.#start = start;
    this.#failed = failed;
    this.begin(start);
  }

  /** The core when it is up. Rejects when it can't be started. */
  ready(): Promise<Core> {
    return this.#core ?? this.begin(this.#start);
  }

  /** Starts it in another way; what is heard from now on waits for that. */
  begin(start: () => Promise<Core>): Promise<Core> {
    const core = start().catch((error) => {
      if (this.#core === core) this.#core = undefined;
      this.#failed(error);
      throw error;
    });
    // Whoever waits for it hears of it, and nobody need wait.
    core.catch(() => {});
    this.#core = core;
    return core;
  }
}

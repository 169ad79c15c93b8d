// The core as it is reached: what is heard waits until it is up. Where it can't be started, because the browser does not
// give it its storage, that is tried again with the next that is heard, and not before.

export class Reached<Core> {
  #start: () => Promise<Core>;
  #failed: (error: unknown) => void;
  #core: Promise<Core> | undefined;
  #later: ((core: Core) => void)[] = [];
  /** Lets whoever waits for a start wait for another one instead. */
  #follow: ((other: Promise<Core>) => void) | undefined;

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

  /** Does `what` as soon as the core is up, before anything that is heard from now on: for what must not be lost. */
  later(what: (core: Core) => void): void {
    this.#later.push(what);
  }

  /** Starts it in another way; what is heard from now on waits for that, and what waits for a start that never ends. */
  begin(start: () => Promise<Core>): Promise<Core> {
    const follow = this.#follow;
    const core = new Promise<Core>((resolve, reject) => {
      this.#follow = resolve;
      start().then(resolve, reject);
    }).catch((error) => {
      if (this.#core === core) {
        this.#core = undefined;
        this.#failed(error);
      }
      throw error;
    });
    follow?.(core);
    // Whoever waits for it hears of it, and nobody need wait.
    core.then(
      (up) => {
        for (const what of this.#later.splice(0)) what(up);
      },
      () => {},
    );
    this.#core = core;
    return core;
  }
}

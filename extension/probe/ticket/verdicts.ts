// Which parts of which texts the worker has found sensitive. What it has judged once is not sent to it again.

const MOST = 1_000;

/** A part of a text, in UTF-16 code units. */
export type Part = [start: number, end: number];

/** A bounded memory of judged texts. */
export class Verdicts {
  readonly #known = new Map<string, Part[]>();

  /** What is known of a text; `undefined` when it was not judged. */
  of(text: string): Part[] | undefined {
    const parts = this.#known.get(text);
    if (parts) {
      this.#known.delete(text);
      this.#known.set(text, parts);
    }
    return parts;
  }

  /** Remembers a judgement. */
  learn(text: string, parts: Part[]): void {
    this.#known.set(text, parts);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MOST) this.#known.delete(oldest);
  }
}

// Which parts of which texts the worker has found sensitive. What it has judged once is not sent to it again.

const MOST = 1_000;

/** A part of a text, in UTF-16 code units. */
export type Part = [start: number, end: number];

const judged = new Map<string, Part[]>();

/** What is known of a text; `undefined` when it was not judged. */
export function partsOf(text: string): Part[] | undefined {
  return judged.get(text);
}

/** Remembers a judgement. */
export function learn(text: string, parts: Part[]): void {
  if (judged.size >= MOST) judged.clear();
  judged.set(text, parts);
}

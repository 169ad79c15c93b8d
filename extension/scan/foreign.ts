// Text that was pasted from elsewhere: wherever it stands in the page it is covered, also in part and with something
// written into it. Nobody who wrote it was asked.

import { memory } from './probe';

type Part = [start: number, end: number];

/** How much of it, side by side, is taken for a part of what was pasted: less may be anybody's words. */
const GRAM = 16;
/** Shortest line that is covered when it stands alone, or where the text was put in. */
const LINE = 4;
/** Most that is looked for. With more, everything is covered. */
const MOST = 100_000;

let known = 0;
let overflows = false;
const grams = new Set<string>();
/** The first and the last line of each: what stood at the caret stands beside them. */
const edges: string[] = [];

/** The parts of a text that were pasted, in UTF-16 code units. */
export function foreignIn(text: string): Part[] {
  learn();
  if (overflows) return [[0, text.length]];
  return known ? [...text.matchAll(/.+/g)].flatMap(({ 0: line, index }) => inLine(bare(line), index)) : [];
}

function inLine(line: string, from: number): Part[] {
  const found = new Uint8Array(line.length);
  if (grams.has(line.trim())) found.fill(1);
  for (let at = 0; at + GRAM <= line.length; at++) {
    if (grams.has(line.slice(at, at + GRAM))) found.fill(1, at, at + GRAM);
  }
  for (const edge of edges) {
    for (let at = line.indexOf(edge); at >= 0; at = line.indexOf(edge, at + 1)) found.fill(1, at, at + edge.length);
  }
  const count = found.reduce((sum, one) => sum + one, 0);
  // Something was written into it.
  if (count * 2 >= line.length) return [[from, from + line.length]];
  const parts: Part[] = [];
  for (let at = from; at < from + found.length; at++) {
    if (!found[at - from]) continue;
    const last = parts.at(-1);
    if (last?.[1] === at) last[1]++;
    else parts.push([at, at + 1]);
  }
  return parts;
}

function learn(): void {
  const texts = memory.strangers;
  for (const text of texts.slice(known)) {
    const lines = text.split('\n').map((line) => bare(line).trim());
    for (const line of lines) if (line.length >= LINE) grams.add(line);
    for (const line of [lines[0], lines.at(-1)]) if (line && line.length >= LINE) edges.push(line);
    const plain = bare(text);
    for (let at = 0; at + GRAM <= plain.length && !overflows; at++)
      overflows = grams.add(plain.slice(at, at + GRAM)).size > MOST;
  }
  known = texts.length;
}

/** Editors write white space in their own ways. */
function bare(text: string): string {
  return text.replace(/\s/g, ' ');
}

// The files to take along: receipts, which prove something, and the recovery code, which can do something.

import type { SentBatch } from '../../schema/messages';
import { text } from '../browser';
import { day } from '../ui/words';

/** How wide the recovery file's text is, so that it also fits on paper. */
const WIDTH = 76;

/** Everything the server has signed, the oldest first: a JSON document a line, each of them once. */
export function receipts(batches: readonly SentBatch[]): string {
  const documents = batches.toReversed().flatMap(({ receipt, erased }) => (erased ? [receipt, erased] : [receipt]));
  // Between the tokens of JSON, and only there, the end of a line is a space.
  const lines = documents.map((document) => document.replaceAll(/[\r\n]+/g, ' ').trim());
  return [...new Set(lines)].map((line) => `${line}\n`).join('');
}

/** The recovery code, what it is for, and what it can do in other people's hands. */
export function recoveryFile(code: string, endpoints: readonly string[], now: number): string {
  const servers = endpoints.map(onOneLine);
  const paragraphs = [
    text('recovery_title'),
    code,
    wrap(text('recovery_for')),
    wrap(text('recovery_how')),
    ...(servers.length > 0 ? [[text('recovery_servers'), ...servers].join('\n')] : []),
    wrap(text('recovery_secret')),
    text('recovery_written', day(now)),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function wrap(words: string): string {
  const lines = [''];
  for (const word of words.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}

/** An address stays in its line, whatever it consists of. */
function onOneLine(address: string): string {
  return address.replaceAll(/\s+/g, ' ');
}

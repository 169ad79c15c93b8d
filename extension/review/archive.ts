// Everything that is held, in one ZIP file that is made on this machine: each session's records as they would be sent,
// line by line, and the pictures.

import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { Held } from './held';
import { keyOf } from './timeline';

/** The archive tells no time of day, as the records do not: the earliest that the format can express. */
const TIME = { mtime: new Date(1980, 0, 1) };

/** Makes the file. None when something could not be read. */
export async function archive(held: Held): Promise<Blob | undefined> {
  if (!(await held.openAll())) return undefined;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failure ??= error;
    if (chunk) chunks.push(new Uint8Array(chunk));
  });
  const pictures = new Map<string, string>();
  for (const [session, parts] of held.timeline.sessions()) {
    const entries = parts.flatMap((part) => {
      const found = held.timeline.entries(part);
      for (const { told } of found) if (told.image) pictures.set(told.image, keyOf(part));
      return found;
    });
    // Of a session that is sealed nothing can be read.
    if (entries.length === 0) continue;
    const file = new ZipDeflate(`${session}.ndjson`);
    zip.add(Object.assign(file, TIME));
    file.push(strToU8(entries.map(({ line }) => `${line}\n`).join('')), true);
  }
  for (const [image, key] of pictures) {
    const bytes = await held.image(key, image);
    if (!bytes) return undefined;
    const file = new ZipPassThrough(`frames/${image}.jpg`);
    zip.add(Object.assign(file, TIME));
    file.push(bytes, true);
  }
  zip.end();
  return failure ? undefined : new Blob(chunks, { type: 'application/zip' });
}

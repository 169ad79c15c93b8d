// The digest of a package, by which one can tell which build it is: SHA-256 over what `sha256sum` prints of its files in
// the order of their paths (in bytes), without the file that carries the digest.
//
//   cd dist/chrome && find . -type f ! -name build.txt -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The file that carries it. */
export const CARRIER = 'build.txt';

const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/** The digest of the unpacked extension in a folder. */
export async function digestOf(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => path !== CARRIER);
  paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  let lines = '';
  for (const path of paths) lines += `${sha256(await readFile(join(dir, path)))}  ${path}\n`;
  return sha256(lines);
}

// Key files are written here and not in the core: a write goes on when the core that asked for it has panicked. A file
// that is open for writing can't be removed, and a stream that is forgotten stays open until the garbage is collected.

const underWay = new Set<Promise<void>>();

/** Writes key files, each whole or not at all. */
export function writeKeys(folder: FileSystemDirectoryHandle, keys: [string, Uint8Array<ArrayBuffer>][]): Promise<void> {
  const writing = Promise.all(keys.map(([name, key]) => write(folder, name, key))).then(() => {});
  underWay.add(writing);
  const done = () => underWay.delete(writing);
  writing.then(done, done);
  return writing;
}

/** Waits until nothing is being written. */
export async function written(): Promise<void> {
  await Promise.allSettled(underWay);
}

async function write(folder: FileSystemDirectoryHandle, name: string, key: Uint8Array<ArrayBuffer>): Promise<void> {
  const file = await folder.getFileHandle(name, { create: true });
  const stream = await file.createWritable();
  try {
    await stream.write(key);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => {});
    throw error;
  }
}

// What lies on the machine: the extension's database, and the keys that open it.
import { createDecipheriv } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/**
 * Everything in the database, decrypted as the extension itself would: ChaCha20-Poly1305 with the place as
 * authenticated data, under one of the keys in the origin-private file system. Fails when something does not open: the
 * database holds ciphertext only. While it is `moving`, what was written anew under another key in the meantime is left
 * out: nobody opens it any more.
 */
export async function openSpool(control, { moving = false } = {}) {
  const { entries, keys } = await control.evaluate(async () => {
    const opened = (request) =>
      new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await opened(indexedDB.open('candor'));
    const store = database.transaction('kept').objectStore('kept');
    const [places, values] = await Promise.all([opened(store.getAllKeys()), opened(store.getAll())]);
    database.close();
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('keys');
    const found = [];
    for await (const handle of folder.values()) {
      const gone = () => undefined;
      const bytes = await handle
        .getFile()
        .then((file) => file.arrayBuffer())
        .catch(gone);
      if (bytes) found.push(new Uint8Array(bytes).toBase64());
    }
    return { entries: places.map((place, n) => ({ place, value: values[n].toBase64() })), keys: found };
  });
  return entries.flatMap(({ place, value }) => {
    const sealed = Buffer.from(value, 'base64');
    const plain = keys.map((key) => open(Buffer.from(key, 'base64'), place, sealed)).find(Boolean);
    if (!plain && !moving) throw new Error(`${place} opens with no key`);
    return plain ? [{ place, sealed, plain }] : [];
  });
}

function open(key, place, sealed) {
  if (key.length !== 32) return undefined;
  const decipher = createDecipheriv('chacha20-poly1305', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(place), { plaintextLength: sealed.length - NONCE - TAG });
  decipher.setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
  } catch {
    return undefined;
  }
}

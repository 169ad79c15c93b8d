// Everything that is left of what a person did, as texts to be searched for what must not be there.
//
// A secret counts as found when any six characters of it in a row are: shorter pieces say nothing, longer ones would.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PIECE = 6;

/** What the keys of a US keyboard write: `code`s alone spell a text to whoever knows the layout. */
const WRITES = { Minus: '-', Equal: '=', Slash: '/', Period: '.', Comma: ',', Semicolon: ';', Quote: "'", Space: ' ' };

/** The pieces of some secrets, to look for in one go. */
export class Canaries {
  #names = new Map();

  /** `secrets` by name; each may be several. */
  constructor(secrets) {
    for (const [name, canaries] of secrets) {
      for (const piece of canaries.flatMap(forms).flatMap(pieces)) this.#add(piece, name);
    }
  }

  /** A piece that two have in common would be blamed on the wrong one. */
  #add(piece, name) {
    const other = this.#names.get(piece) ?? name;
    if (other !== name) throw new Error(`${piece} is a piece of ${other} and of ${name}`);
    this.#names.set(piece, name);
  }

  /** The pieces found in `texts`, with the names of their secrets. */
  *in(texts) {
    for (const text of texts) {
      for (let at = 0; at + PIECE <= text.length; at += 1) {
        const name = this.#names.get(text.slice(at, at + PIECE));
        if (name !== undefined) yield { name, piece: text.slice(at, at + PIECE), around: text.slice(at - 60, at + 60) };
      }
    }
  }
}

/** Texts in which case, separators, invisible characters and compatible forms hide nothing. */
export const bare = (texts) => texts.flatMap(forms);

/** What lies on the machine: what the extension holds, decrypted, and the bytes of its files. */
export function onTheMachine(rig, spool) {
  return {
    'the spool, decrypted': bare(spool.map(({ plain }) => plain.toString())),
    'the database': spool.map(({ sealed }) => sealed.toString()),
    'the extension’s files': extensionFiles(rig).map((file) => readFileSync(file, 'utf8')),
  };
}

/** What has left the machine, and what was said about it; `records` and `dir` are of the opened store. */
export async function outside(rig, { records, dir }) {
  const strokes = records.flatMap((record) => (record.kind === 'type' ? record.keys : [record]));
  return {
    'the opened store': bare(filesBelow(dir).filter(isText).map(read)),
    'the pictures’ bytes': filesBelow(dir)
      .filter((file) => !isText(file))
      .map(read),
    'the store': filesBelow(join(rig.dir, 'store')).map(read),
    'the wire': rig.wire.requests.map(({ url, headers, body }) => url + JSON.stringify(headers) + body.toString()),
    'the server’s log': bare([await rig.log()]),
    'the browser’s consoles': bare(rig.said),
    'the keys': bare([strokes.map(({ key }) => key ?? '').join('')]),
    'the key codes': bare([spelt(strokes.map(({ code }) => code ?? ''))]),
  };
}

/** Requests whose bytes do not lie in the store as they are: opening the store has not opened them. */
export function notInTheStore(rig) {
  const stored = new Set(filesBelow(join(rig.dir, 'store')).map((file) => sha256(readFileSync(file))));
  const sent = rig.wire.requests.filter(({ method }) => method === 'POST' || method === 'PUT');
  return { sent: sent.length, lost: sent.filter(({ body }) => !stored.has(sha256(body))).map(({ url }) => url) };
}

/** What the codes of some keys spell. */
export function spelt(codes) {
  return codes.map((code) => WRITES[code] ?? code.replace(/^(Key|Digit)/, '')).join('');
}

/** Every file below a folder. */
export function filesBelow(dir) {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** A file's bytes in hexadecimal digits of their SHA-256. */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** All pieces of a text that would say something of it. */
export function pieces(text) {
  return Array.from({ length: Math.max(0, text.length - PIECE + 1) }, (_, at) => text.slice(at, at + PIECE));
}

/** A text as it is, and with nothing in it that could hide a piece of it. */
function forms(text) {
  const plain = text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .toLowerCase();
  return [text, plain, plain.replace(/[\s-]/g, '')];
}

/** The files of the profile that the extension can write. */
function extensionFiles(rig) {
  const folders = ['IndexedDB', 'File System', 'Local Extension Settings', 'Sync Extension Settings'];
  const profile = join(rig.dir, 'profile', 'Default');
  const dirs = folders.map((folder) => join(profile, folder)).filter((dir) => existsSync(dir));
  return dirs.flatMap(filesBelow).filter((file) => !file.endsWith('LOCK'));
}

const isText = (file) => /\.(ndjson|json)$/.test(file);
const read = (file) => readFileSync(file, 'utf8');

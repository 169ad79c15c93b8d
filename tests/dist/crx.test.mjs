// A release, taken apart by the letter of the CRX3 format: what Chromium checks when it installs one, and what it does not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { unzipSync } from 'fflate';
import { extensionId } from '../../tools/run/browser.mjs';

const dir = mkdtempSync(join(tmpdir(), 'candor-release-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** What is shipped, as somebody ships it who signs it: with a public key of their own. */
const extension = join(dir, 'extension');
cpSync('dist/chrome', extension, { recursive: true });
const signing = keyFile('signing.pem', 'rsa', { modulusLength: 2048 });
const shipped = JSON.parse(readFileSync('dist/chrome/manifest.json', 'utf8'));
const manifest = { ...shipped, key: signing.publicKey.toString('base64') };
writeFileSync(join(extension, 'manifest.json'), JSON.stringify(manifest));

const SERVED = 'https://extensions.example.com/r&d';
const NAME = `candor-${manifest.version}.crx`;
const out = join(dir, 'out');
const made = release(extension, out, '--key', signing.file, '--url', SERVED);

test('the release is signed by the key whose public half the manifest has', () => {
  assert.equal(made.status, 0, made.stderr);
  const { magic, version, proofs, signedData, zip } = parsed(readFileSync(join(out, NAME)));
  assert.deepEqual([magic, version, proofs.length], ['Cr24', 3, 1]);
  const [proof] = proofs;
  const [publicKey, signature] = [1, 2].map((number) => proof.get(number));
  assert.equal(publicKey.toString('base64'), manifest.key);

  const size = Buffer.alloc(4);
  size.writeUInt32LE(signedData.length);
  const signed = Buffer.concat([Buffer.from('CRX3 SignedData\0'), size, signedData, zip]);
  const key = createPublicKey({ key: publicKey, type: 'spki', format: 'der' });
  assert.ok(verify('sha256', signed, key, signature));
  // The control: one bit of what was signed.
  signed[signed.length >> 1] ^= 1;
  assert.ok(!verify('sha256', signed, key, signature));
});

test('its id is the half of the digest of that key', () => {
  const { signedData } = parsed(readFileSync(join(out, NAME)));
  const [[number, id]] = fields(signedData);
  assert.equal(number, 1);
  assert.deepEqual(id, createHash('sha256').update(signing.publicKey).digest().subarray(0, 16));
});

test('it holds the files of the extension and nothing else', () => {
  const files = unzipSync(parsed(readFileSync(join(out, NAME))).zip);
  const entries = readdirSync(extension, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  const inside = Object.keys(files).map((name) => join(extension, name));
  assert.deepEqual(inside, paths);
  for (const path of paths) assert.ok(readFileSync(path).equals(files[path.slice(extension.length + 1)]), path);
});

test('the update manifest names its id, its address and its version', () => {
  const xml = readFileSync(join(out, 'update.xml'), 'utf8');
  const value = (name) => new RegExp(` ${name}="([^"]*)"`).exec(xml.slice(xml.indexOf('<gupdate')))?.[1];
  assert.equal(value('protocol'), '2.0');
  assert.equal(value('appid'), extensionId(extension));
  assert.equal(value('codebase'), `https://extensions.example.com/r&amp;d/${NAME}`);
  assert.equal(value('version'), manifest.version);
  assert.ok(made.stdout.includes(`the id is ${value('appid')}, the update_url ${SERVED}/update.xml\n`), made.stdout);
});

test('the same files and key give the same bytes, wherever and whenever', () => {
  const elsewhere = { ...process.env, TZ: 'Pacific/Auckland' };
  assert.equal(release(extension, join(dir, 'again'), '--key', signing.file, '--url', SERVED, elsewhere).status, 0);
  const [one, other] = ['out', 'again'].map((folder) => readFileSync(join(dir, folder, NAME)));
  assert.ok(one.equals(other));
});

for (const { name, options, says } of [
  {
    name: 'another key than that of the manifest',
    options: ['--key', keyFile('other.pem', 'rsa', { modulusLength: 2048 }).file, '--url', SERVED],
    says: /^no release: the signing key does not belong to the manifest's `key`/,
  },
  {
    name: 'a key that is not RSA',
    options: ['--key', keyFile('curve.pem', 'ed25519').file, '--url', SERVED],
    says: /^no release: the signing key is ed25519, where RSA is needed/,
  },
  {
    name: 'a file that is no key',
    options: ['--key', 'package.json', '--url', SERVED],
    says: /^no release: the signing key is not a private key in PEM/,
  },
  { name: 'no key', options: ['--url', SERVED], says: /^no release: it takes --key FILE/ },
  { name: 'no address', options: ['--key', signing.file], says: /and --url URL/ },
  {
    name: 'an address that is none',
    options: ['--key', signing.file, '--url', 'extensions.example.com'],
    says: /^no release: --url is an address with https or http/,
  },
]) {
  test(`there is no release with ${name}, and the reason is said`, () => {
    const { status, stderr } = release(extension, join(dir, 'none'), ...options);
    assert.equal(status, 1);
    assert.match(stderr, says);
    assert.ok(!stderr.includes('PRIVATE KEY'));
    assert.ok(!readdirSync(dir).includes('none'));
  });
}

/** Makes a release; a last argument that is an object is the environment. */
function release(from, to, ...options) {
  const env = typeof options.at(-1) === 'object' ? options.pop() : process.env;
  return spawnSync(process.execPath, ['tools/build/release.mjs', from, to, ...options], { encoding: 'utf8', env });
}

function keyFile(name, type, options) {
  const pair = generateKeyPairSync(type, options);
  const file = join(dir, name);
  writeFileSync(file, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return { file, publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }) };
}

/** A CRX3 in its parts. */
function parsed(crx) {
  const end = 12 + crx.readUInt32LE(8);
  const header = fields(crx.subarray(12, end));
  return {
    magic: crx.toString('latin1', 0, 4),
    version: crx.readUInt32LE(4),
    proofs: header.filter(([number]) => number === 2).map(([, proof]) => new Map(fields(proof))),
    signedData: header.find(([number]) => number === 10_000)[1],
    zip: crx.subarray(end),
  };
}

/** The fields of a protocol buffer that has none but those that hold bytes: numbers and contents. */
function fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const found = [];
  while (at < bytes.length) {
    const tag = varint();
    assert.equal(tag & 7, 2, 'a field that holds bytes');
    const size = varint();
    found.push([tag >> 3, bytes.subarray(at, at + size)]);
    at += size;
  }
  return found;
}

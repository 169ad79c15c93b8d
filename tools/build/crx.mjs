// A CRX3, as Chromium installs it from anywhere but its store, and the update manifest that says where it is.
//
// The same files and the same key give the same bytes: names are sorted, times are fixed, and RSA with PKCS #1 v1.5 has
// nothing random. The format is `components/crx_file/crx3.proto` of Chromium.
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { zipSync } from 'fflate';

/** The oldest time that a ZIP can hold; fflate writes it as the local one, so it is made as that. */
const TIME = new Date(1980, 0, 1);

/** What stands before the signed data, so that a signature of something else is never one of a CRX. */
const CONTEXT = Buffer.from('CRX3 SignedData\0');

/** Fields of `CrxFileHeader`, `AsymmetricKeyProof` and `SignedData`. */
const RSA_PROOF = 2;
const SIGNED_DATA = 10_000;
const PROOF_KEY = 1;
const PROOF_SIGNATURE = 2;
const CRX_ID = 1;

/** Packs the unpacked extension in `dir`, signed with a private key in PEM, which must be that of the manifest's `key`. */
export function packCrx(dir, pem) {
  const key = privateKey(pem);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  if (manifest.key !== publicKey.toString('base64')) {
    throw new Error(
      `the signing key does not belong to the manifest's \`key\`, which policies and open profiles know as ` +
        `${idOf(Buffer.from(manifest.key, 'base64'))}. Sign with the key of that, or put the public half of this one ` +
        `into extension/manifest.json and build anew: "key": "${publicKey.toString('base64')}"`,
    );
  }
  const zip = zipped(dir);
  const signed = field(CRX_ID, digest(publicKey));
  const signature = sign('sha256', Buffer.concat([CONTEXT, length(signed), signed, zip]), key);
  const proof = Buffer.concat([field(PROOF_KEY, publicKey), field(PROOF_SIGNATURE, signature)]);
  const header = Buffer.concat([field(RSA_PROOF, proof), field(SIGNED_DATA, signed)]);
  return Buffer.concat([Buffer.from('Cr24'), uint32(3), length(header), header, zip]);
}

/** The update manifest for one extension: at `codebase` there is its `version`. */
export function updateManifest({ id, codebase, version }) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}">
    <updatecheck codebase="${escaped(codebase)}" version="${version}"/>
  </app>
</gupdate>
`;
}

/** The id that Chromium gives to an extension with this public key (DER): half of its digest, in a to p. */
export function idOf(publicKey) {
  return digest(publicKey)
    .toString('hex')
    .replace(/./g, (digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]);
}

const digest = (publicKey) => createHash('sha256').update(publicKey).digest().subarray(0, 16);

function privateKey(pem) {
  let key;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error('the signing key is not a private key in PEM without a passphrase');
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw new Error(`the signing key is ${key.asymmetricKeyType}, where RSA is needed`);
  return key;
}

function zipped(dir) {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const named = files.map((file) => [file.slice(join(dir).length + 1).replaceAll(sep, '/'), readFileSync(file)]);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(zipSync(Object.fromEntries(named), { level: 9, mtime: TIME }));
}

/** A field of a protocol buffer that holds bytes. */
const field = (number, bytes) => Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const length = (bytes) => uint32(bytes.length);

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

// `node tools/build/release.mjs DIR OUT --key FILE --url URL`: the unpacked extension in DIR as a signed CRX3 in OUT, and
// beside it the update manifest, for a web server that shows OUT at URL. FILE is an RSA private key in PEM.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { idOf, packCrx, updateManifest } from './crx.mjs';

try {
  const { dir, out, key, url } = readArguments();
  const { version, key: publicKey } = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  const id = idOf(Buffer.from(publicKey, 'base64'));
  const name = `candor-${version}.crx`;
  const crx = packCrx(dir, readFileSync(key, 'utf8'));
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, name), crx);
  writeFileSync(join(out, 'update.xml'), updateManifest({ id, codebase: url + name, version }));
  console.log(`written: ${join(out, name)}, ${join(out, 'update.xml')}`);
  console.log(`for the policy: the id is ${id}, the update_url ${url}update.xml`);
} catch (error) {
  console.error(`no release: ${error.message}`);
  process.exitCode = 1;
}

function readArguments() {
  const options = { key: { type: 'string' }, url: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [dir, out] = positionals;
  const { key, url } = values;
  if (positionals.length !== 2 || !key || !url) {
    throw new Error('it takes --key FILE, the signing key, and --url URL, where the files will be served');
  }
  if (!/^https?:\/\/[^?#]+$/.test(url) || !URL.canParse(url)) {
    throw new Error(`--url is an address with https or http and without a query, not ${url}`);
  }
  return { dir, out, key, url: url.endsWith('/') ? url : `${url}/` };
}

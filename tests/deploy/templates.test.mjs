// The policy templates in deploy/: one policy in the form of each system.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { extensionId } from '../../tools/run/browser.mjs';

const ID = extensionId('extension');
const CANDOR = join(process.env.CARGO_TARGET_DIR ?? 'target', 'debug', 'candor');
const dir = mkdtempSync(join(tmpdir(), 'candor-deploy-'));
after(() => rmSync(dir, { recursive: true, force: true }));

const linux = JSON.parse(readFileSync('deploy/linux.json', 'utf8'));

test('the template for Linux installs this extension, keeps it up to date and has a policy for it', () => {
  assert.deepEqual(Object.keys(linux.ExtensionSettings), [ID]);
  const { installation_mode, override_update_url } = linux.ExtensionSettings[ID];
  assert.deepEqual([installation_mode, override_update_url], ['force_installed', true]);
  assert.deepEqual(Object.keys(linux['3rdparty'].extensions), [ID]);
});

test('its policy is usable once its keys are your own, and until then says which are not', () => {
  const check = (values) => {
    const file = join(dir, 'policy.json');
    writeFileSync(file, JSON.stringify(values));
    return spawnSync(CANDOR, ['policy', 'check', file], { encoding: 'utf8' });
  };
  const template = linux['3rdparty'].extensions[ID];
  const { status, stdout } = check(template);
  assert.equal(status, 1);
  assert.deepEqual(stdout.match(/`\w+\[0\]\.public` is the key of an example/g), [
    '`serverKeys[0].public` is the key of an example',
    '`recipientKeys[0].public` is the key of an example',
  ]);
  const own = (keys) => keys.map((key) => ({ ...key, public: randomBytes(32).toString('base64url') }));
  const { serverKeys, recipientKeys } = template;
  const values = { ...template, serverKeys: own(serverKeys), recipientKeys: own(recipientKeys) };
  const checked = check(values);
  assert.equal(checked.status, 0, checked.stdout);
  // The control: what is wrong with it would be said.
  assert.equal(check({ ...values, retentiondays: 1 }).status, 1);
});

test('the template for Windows says the same', () => {
  const keys = new Map();
  for (const line of readFileSync('deploy/windows.reg', 'utf8').split('\n')) {
    const [, key] = /^\[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Google\\Chrome(.*)\]$/.exec(line) ?? [];
    if (key !== undefined) keys.set(key, {});
    const [, name, text, number] = /^"(\w+)"=(?:"(.*)"|dword:([0-9a-f]{8}))$/.exec(line) ?? [];
    const value = number === undefined ? text?.replace(/\\(.)/g, '$1') : Number.parseInt(number, 16);
    if (name) [...keys.values()].at(-1)[name] = value;
  }
  // A text where the policy has something else is read as JSON.
  const read = (value, like) => (typeof like === 'object' ? JSON.parse(value) : value);
  const values = linux['3rdparty'].extensions[ID];
  const written = keys.get(`\\3rdparty\\extensions\\${ID}\\policy`);
  const same = Object.entries(written).map(([name, value]) => [name, read(value, values[name])]);
  assert.deepEqual(Object.fromEntries(same), values);
  assert.deepEqual(JSON.parse(keys.get('').ExtensionSettings), linux.ExtensionSettings);
  assert.equal(keys.size, 2);
});

test('the template for macOS says the same', () => {
  const { PayloadContent: payloads } = propertyList(readFileSync('deploy/macos.mobileconfig', 'utf8'));
  const values = (type) => {
    const found = payloads.filter(({ PayloadType }) => PayloadType === type);
    assert.equal(found.length, 1, type);
    return Object.fromEntries(Object.entries(found[0]).filter(([name]) => !name.startsWith('Payload')));
  };
  assert.deepEqual(values(`com.google.Chrome.extensions.${ID}`), linux['3rdparty'].extensions[ID]);
  assert.deepEqual(values('com.google.Chrome'), { ExtensionSettings: linux.ExtensionSettings });
  assert.equal(new Set(payloads.map(({ PayloadUUID }) => PayloadUUID)).size, payloads.length);
});

/** What a property list in XML says, of the types that are needed here. */
function propertyList(xml) {
  const tokens = [...xml.slice(xml.indexOf('<plist')).matchAll(/<(\/?\w+)[^>]*?(\/?)>([^<]*)/g)];
  tokens.shift();
  const value = () => {
    const [, name, , text] = tokens.shift();
    const end = () => assert.equal(tokens.shift()[1], `/${name}`);
    const all = [];
    switch (name) {
      case 'dict':
      case 'array':
        while (tokens[0][1] !== `/${name}`) all.push(name === 'dict' ? [value(), value()] : value());
        end();
        return name === 'dict' ? Object.fromEntries(all) : all;
      case 'key':
      case 'string':
        end();
        return text;
      case 'integer':
        end();
        return Number(text);
      case 'true':
        return true;
      default:
        return assert.fail(`<${name}> is not expected`);
    }
  };
  return value();
}

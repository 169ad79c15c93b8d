// Every text that the extension asks for exists in every language, and no language has a text that nothing asks for.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FAULTS, messages, REASONS, STAYS, WRONG } from './pages.mjs';

const LANGUAGES = readdirSync('extension/_locales');

/** Keys as they stand in sources: `data-text="key"`, `text('key')`, `text(x ? 'a' : 'b')`, `__MSG_key__`, tables. */
function keysAskedFor() {
  const keys = new Set();
  const files = readdirSync('extension', { recursive: true })
    .filter((file) => /\.(ts|html)$|^manifest\.json$/.test(file))
    .map((file) => readFileSync(join('extension', file), 'utf8'));
  for (const source of files) {
    for (const [, key] of source.matchAll(/data-(?:text|label)="(\w+)"|__MSG_(\w+)__/g)) if (key) keys.add(key);
    for (const [, key] of source.matchAll(/__MSG_(\w+)__/g)) keys.add(key);
    for (const [, inside] of source.matchAll(/\btext\(([^()]*)/g)) {
      for (const [, key] of inside.matchAll(/'(\w+)'/g)) if (!REASONS.includes(key)) keys.add(key);
    }
    for (const [, key] of source.matchAll(/'preset:[\w-]+': '(\w+)'/g)) keys.add(key);
  }
  for (const state of ['recording', 'unreachable', 'forbiddenSite', ...REASONS]) {
    for (const part of ['title', 'text', 'remedy']) keys.add(`${state}_${part}`);
  }
  for (const why of STAYS) keys.add(`leaves_${why}`);
  for (const wrong of WRONG) keys.add(`wrong_${wrong}`);
  for (const kind of ['null', 'bool', 'number', 'text', 'list', 'object']) keys.add(`json_${kind}`);
  for (const fault of FAULTS) keys.add(`fault_${fault}`);
  for (const badge of ['recording', 'paused', 'off', 'trouble', 'asks']) keys.add(`badge_${badge}`);
  return keys;
}

test('each language has exactly the texts that are asked for', async () => {
  const asked = [...keysAskedFor()].sort();
  assert.ok(LANGUAGES.includes('en') && LANGUAGES.includes('de'));
  for (const language of LANGUAGES) {
    assert.deepEqual(Object.keys(await messages(language)).sort(), asked, language);
  }
});

test('translations take the same values', async () => {
  const values = (message) => [...new Set(message.match(/\$\d/g) ?? [])].sort();
  const english = await messages('en');
  for (const language of LANGUAGES) {
    for (const [key, message] of Object.entries(await messages(language))) {
      assert.deepEqual(values(message), values(english[key]), `${language}: ${key}`);
      assert.ok(message.trim() === message && message !== '', `${language}: ${key}`);
    }
  }
});

// What `candor reduce` writes fits its schema, judged by somebody else's validator.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CANDOR } from '../../tools/run/candor.mjs';

const GOLDEN = 'tests/golden/candor-1.ndjson';
const schema = JSON.parse(readFileSync('schema/actions-1.schema.json', 'utf8'));
const validate = new Ajv2020({ allErrors: true, validateFormats: false, strict: true }).compile(schema);
const candor = (...words) => execFileSync(CANDOR, words, { encoding: 'utf8' });

test('the schema of actions is current', () => {
  const why = 'schema/actions-1.schema.json is stale: run ./build.sh generate and commit what it wrote.';
  assert.deepEqual(JSON.parse(candor('reduce', '--schema')), schema, why);
});

test('every action of the golden records fits the schema, and none that was changed', () => {
  const actions = candor('reduce', GOLDEN)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.ok(new Set(actions.map(({ action }) => action)).size > 8);
  for (const action of actions)
    assert.ok(validate(action), `${JSON.stringify(action)}: ${JSON.stringify(validate.errors)}`);
  for (const change of [{ action: 'unheard-of' }, { children: ['one'] }, { actor: undefined }]) {
    assert.ok(!validate(JSON.parse(JSON.stringify({ ...actions[0], ...change }))), JSON.stringify(change));
  }
});

// What schema `candor/1` once wrote fits it for ever, judged by somebody else's validator.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';

const schema = JSON.parse(readFileSync('schema/candor-1.schema.json', 'utf8'));
const golden = readFileSync('tests/golden/candor-1.ndjson', 'utf8').trim().split('\n');
// The formats are Rust's widths of integers, which JSON Schema leaves to whoever reads them.
const validate = new Ajv2020({ allErrors: true, validateFormats: false, strict: true }).compile(schema);

test('every golden record fits the schema', () => {
  assert.ok(golden.length > 0);
  for (const line of golden) assert.ok(validate(JSON.parse(line)), `${line}: ${JSON.stringify(validate.errors)}`);
});

test('a record that does not fit is refused', () => {
  const record = JSON.parse(golden[0]);
  for (const change of [{ actor: 'nobody' }, { kind: 'unheard-of' }, { seq: 'one' }, { tab: undefined }]) {
    assert.ok(!validate(JSON.parse(JSON.stringify({ ...record, ...change }))), JSON.stringify(change));
  }
});

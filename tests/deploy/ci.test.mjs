// CI leaves out nothing: what a developer's machine may skip fails there, and says why.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { skipped } from '../e2e/managed.mjs';

test('the tests of a managed browser are skipped with the reason, and fail with it in CI', () => {
  assert.equal(skipped(false, '1'), false);
  assert.equal(skipped('no namespaces', undefined), 'no namespaces');
  assert.throws(() => skipped('no namespaces', '1'), /have to run, and can't: no namespaces/);
  assert.match(readFileSync('.ci/run', 'utf8'), /^export CANDOR_CI=1$/m);
});

// Keys that work without the popup: what each asks for, as things are.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { build } from 'esbuild';
import { RECORDING } from './pages.mjs';

const entryPoints = ['extension/worker/shortcuts.ts'];
const built = await build({ entryPoints, bundle: true, format: 'esm', write: false });
const { asked } = await import(
  `data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`
);

test('each key asks for what its name says, and nothing where that can not be', async () => {
  const cases = [
    ['pause', {}, { kind: 'pause', minutes: 15 }],
    ['pause', { pausedFor: 1 }, { kind: 'pause', minutes: 0 }],
    ['delete-last', {}, { kind: 'deleteLast', minutes: 10 }],
    ['mark-task', { task: false }, { kind: 'taskStart', goal: '' }],
    ['mark-task', { task: true }, { kind: 'taskEnd', outcome: '' }],
    ['mark-task', { task: null }, undefined],
    ['something-else', {}, undefined],
  ];
  for (const [command, how, message] of cases) {
    assert.deepEqual(asked(command, { ...RECORDING, ...how }), message, `${command} ${JSON.stringify(how)}`);
  }
  const { commands } = JSON.parse(await readFile('extension/manifest.json', 'utf8'));
  const named = new Set(cases.map(([command]) => command));
  for (const command of Object.keys(commands)) assert.ok(named.has(command), command);
});

// Whether a network costs money: what Chromium tells on each platform, and what it does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';

const entryPoints = ['extension/worker/network.ts'];
const built = await build({ entryPoints, bundle: true, format: 'esm', write: false });
const { isMetered, onNetwork } = await import(
  `data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`
);

/** In a browser with this `navigator.connection`. */
function on(connection, look) {
  Object.defineProperty(globalThis, 'navigator', { value: { connection }, configurable: true });
  return look();
}

test('a network is metered when it is a cellular one, or data is to be saved', () => {
  for (const [connection, metered] of [
    [{ effectiveType: '4g', saveData: false }, false],
    [{ effectiveType: '2g', saveData: false }, false],
    [{ type: 'wifi', saveData: false }, false],
    [{ type: 'cellular', saveData: false }, true],
    [{ type: 'wifi', saveData: true }, true],
    [{ saveData: true }, true],
    [undefined, false],
  ]) {
    assert.equal(on(connection, isMetered), metered, JSON.stringify(connection));
  }
});

test('a change of the network is heard', () => {
  const connection = new EventTarget();
  let heard = 0;
  on(connection, () => onNetwork(() => heard++));
  connection.dispatchEvent(new Event('change'));
  assert.equal(heard, 1);
  on(undefined, () => onNetwork(() => heard++));
});

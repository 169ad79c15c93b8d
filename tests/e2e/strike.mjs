// Keys as other keyboards have them: what a key writes is not what its place on a US keyboard would.

/** Modifier keys of CDP's `Input.dispatchKeyEvent`. */
export const ALT = 1;
export const CTRL = 2;

/** Presses keys in `page`: each its `key`, its `code`, and what it writes if that is not `key`. */
export async function strike(page, keys) {
  const session = await page.context().newCDPSession(page);
  for (const { key, code, text = key, modifiers = 0 } of keys) {
    const down = text ? { type: 'keyDown', text, unmodifiedText: text } : { type: 'rawKeyDown' };
    await session.send('Input.dispatchKeyEvent', { ...down, key, code, modifiers, windowsVirtualKeyCode: 0 });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, modifiers });
  }
  await session.detach();
}

/** The keys that write a text of letters, digits and hyphens on a French keyboard (AZERTY). */
export function onAzerty(text) {
  const elsewhere = { a: 'KeyQ', q: 'KeyA', z: 'KeyW', w: 'KeyZ', m: 'Semicolon', '-': 'Digit6', ' ': 'Space' };
  return [...text].map((key) => ({ key, code: elsewhere[key] ?? codeOf(key) }));
}

/** The keys that write a text, all of a letter's on its own place. */
export function asTyped(text, rest = {}) {
  return [...text].map((key) => ({ key, code: codeOf(key), ...rest }));
}

/** Composes a text with an input method, piece by piece, and commits it. */
export async function compose(page, pieces) {
  const session = await page.context().newCDPSession(page);
  for (const [code, text] of pieces) {
    await session.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      code,
      windowsVirtualKeyCode: 229,
    });
    const end = text.length;
    await session.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Process', code });
  }
  await session.send('Input.insertText', { text: pieces.at(-1)[1] });
  await session.detach();
}

function codeOf(key) {
  if (/[a-z]/i.test(key)) return `Key${key.toUpperCase()}`;
  return /\d/.test(key) ? `Digit${key}` : '';
}

// Terminals (xterm.js and what is built on it): nothing in the DOM says that a program is asking for a password, but
// the row of the cursor does.

const PROMPT = /(password|passphrase|passcode|pin|otp|code)[^\n]*:\s*$/i;

/** What a key in a terminal may be used for. */
export type Screen = 'unreadable' | 'prompt' | 'readable';

/** What the screen of the terminal around an element shows. */
export function screenAt(element: Element): Screen {
  const rows = element.closest('.xterm')?.querySelectorAll('.xterm-rows > *');
  if (!rows?.length) return 'unreadable';
  const cursor = [...rows].find((row) => row.querySelector('.xterm-cursor'));
  const row = cursor ?? [...rows].findLast((other) => other.textContent.trim());
  return PROMPT.test(row?.textContent.trimEnd() ?? '') ? 'prompt' : 'readable';
}

// Terminals (xterm.js and what is built on it): nothing in the DOM says that a program is asking for a password, but
// the row of the cursor does, or a screen that shows nothing of what is typed.

const PROMPT = /(password|passphrase|passcode|pin|otp|code)[^\n]*:\s*$/i;

/** Milliseconds after which what was typed stands on the screen, wherever the shell runs. */
const ECHO = 400;

/** How the screen stood when a line was begun, and when that was; no screen once something came of it. */
const lines = new WeakMap<Element, { screen: string; since: number }>();

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

/** Whether a key answers a question for a password. */
export function isAnswer(element: Element, { key, ctrlKey, timeStamp }: KeyboardEvent): boolean {
  const screen = element.closest('.xterm')?.querySelector('.xterm-rows')?.textContent ?? '';
  const line = lines.get(element);
  const silent = screen !== '' && line?.screen === screen && timeStamp - line.since > ECHO;
  if (line && line.screen !== screen) line.screen = '';
  if (key === 'Enter' || ctrlKey) lines.delete(element);
  else if (!line && key.length === 1) lines.set(element, { screen, since: timeStamp });
  return silent || screenAt(element) === 'prompt';
}

// xterm.js: keys go to a hidden field that stays empty, the text is on the screen alone.
export const name = 'xterm.js';
export const path = '/xterm';
export const ready = '.xterm-rows';
export const line = 'single';

const COMMANDS = ['ls', 'git commit -m "Round once"', 'npm test', 'cargo build --release', 'git log --oneline', 'pwd'];

export const ends = { commands: [...COMMANDS, 'echo last'] };

export async function play(hands) {
  await hands.click('.xterm-screen', { at: [200, 60] });
  await hands.type('ls\n');
  await hands.type('git comit\b\bmit -m "Round once"\n');
  await hands.type('npm tset\b\b\best\n');
  // Nothing of a line that is dropped stands.
  await hands.type('rm -rf bui', { reads: '' });
  await hands.press('Control+c');
  await hands.type('cargo build --release\n');
  await hands.doubleClick('.xterm-screen', { at: [60, 26] });
  await hands.click('.xterm-screen', { at: [300, 200] });
  await hands.type('git log --oneline\n');
  await hands.press('Shift+PageUp');
  await hands.press('Shift+PageDown');
  await hands.wheel('.xterm-screen', 0, 120, { at: [300, 150] });
  await hands.drag('.xterm-screen', '.xterm-screen', { at: [60, 60], onto: [200, 60] });
  await hands.click('.xterm-screen', { at: [400, 260] });
  await hands.type('pwd\n');
  await hands.rightClick('.xterm-screen', { at: [300, 250] });
  await hands.press('Escape');
  await hands.press('Control+c');
  await hands.type('echo last\n');
}

// Monaco: types into an EditContext; only the lines in sight are in the DOM.
export const name = 'Monaco';
export const path = '/monaco';
export const ready = '.view-line';

const LINES = Array.from({ length: 60 }, (_, n) => `export const rate${n} = ${n} / 100;`);

export const ends = {
  text: `import { money } from './money';
// sums up prices

export function total(lines) {
  let subtotal = 0;
  for (const line of lines) subtotal += line.price;
  return money(sum);
}

${LINES.slice(0, 3).join('\n')}
const limit = 42;
${LINES.slice(3).join('\n')}
`,
};

const TEXT = '.native-edit-context';
const FIND = '.find-widget.visible .find-part textarea';

/** A place in a line, by its number from the top. */
const line = (n, x) => ['.view-lines', { at: [x, 9 + 19 * n] }];

export async function play(hands) {
  await hands.click(...line(0, 120));
  await hands.press('End');
  await hands.press('Enter');
  await hands.type('// sums up pirces\b\b\b\b\brices');
  await hands.press('Control+s');
  await hands.click(...line(4, 60));
  await hands.press('Home');
  await hands.press('Control+ArrowRight');
  await hands.press('Control+ArrowRight');
  await hands.press('Control+Shift+ArrowLeft', { also: [{ kind: 'select', length: 3 }] });
  await hands.type('subtotal');
  await hands.doubleClick('.view-lines', { at: [245, 104], selects: 'sum' });
  await hands.type('subtotal');
  await hands.press('Escape');
  await hands.click(...line(11, 30));
  await hands.press('End');
  await hands.type('\nconst limit = 41\b2;');
  await hands.press('ArrowUp', { times: 2 });
  await hands.wheel('.monaco-scrollable-element.editor-scrollable', 0, 300, { at: [300, 200] });
  await hands.wheel('.monaco-scrollable-element.editor-scrollable', 0, -300, { at: [300, 200] });
  // The field holds the word at the caret, and that is selected in it.
  await hands.press('Control+f', {
    also: [
      { kind: 'focus', comes: FIND },
      { kind: 'select', length: 5, comes: FIND },
    ],
  });
  await hands.sees(FIND);
  // Enter goes to the next match.
  await hands.type('rate7', { line: 'single' });
  await hands.press('Enter', { line: 'single' });
  await hands.press('Escape', {
    also: [
      { kind: 'focus', comes: TEXT },
      { kind: 'select', length: 5, of: TEXT },
    ],
  });
  await hands.rightClick(...line(2, 40));
  await hands.press('Escape', { also: [{ kind: 'focus', comes: TEXT }] });
}

// Ace: draws its lines by itself and takes keys in a hidden field that follows the caret.
export const name = 'Ace';
export const path = '/ace';
export const ready = '.ace_line';

const CALLS = Array.from({ length: 80 }, (_, n) => `print(area(${n}))`);

const PASTED = 'print("end")';

/** What a reader of the records may know from elsewhere. */
export const values = { pasted: () => PASTED };

export const ends = {
  text: `import math
import sys

def area(radius):
    if radius < 0: raise ValueError
    return math.pi * radius ** 2

tau = 2 * math.pi
${CALLS.slice(1).join('\n')}
`,
};

const FIND = '.ace_search_form .ace_search_field';
const TEXT = '.ace_content';

export async function play(hands) {
  await hands.click(TEXT, { at: [300, 8] });
  await hands.press('End');
  await hands.type('\nimport sis\b\bys');
  await hands.click(TEXT, { at: [300, 49] });
  // The new line is indented by the editor.
  await hands.type('\nif radius < 0: rise\b\b\baise ValueError', { reads: '\n    if radius < 0: raise ValueError' });
  await hands.click(TEXT, { at: [300, 105] });
  await hands.press('Shift+Home', { also: [{ kind: 'select', length: 14 }] });
  await hands.press('Delete');
  await hands.type('tau = 2 * math.pi');
  await hands.press('Control+s');
  await hands.press('Control+Home');
  await hands.press('ArrowDown', { times: 3 });
  await hands.press('ArrowRight', { times: 4 });
  await hands.press('Control+Shift+ArrowRight', { also: [{ kind: 'select', length: 4 }] });
  await hands.press('Control+c', { also: [{ kind: 'clipboard', what: 'copy', length: 4 }] });
  await hands.press('Escape');
  await hands.press('Control+End');
  await hands.paste(PASTED);
  await hands.press('Control+z');
  await hands.wheel(TEXT, 0, -4000, { at: [300, 200] });
  await hands.wheel(TEXT, 0, 160, { at: [300, 200] });
  await hands.press('Control+f', { also: [{ kind: 'focus', comes: FIND }] });
  await hands.sees(FIND);
  await hands.type('area', { line: 'single' });
  await hands.press('Enter');
  // What was found is selected.
  await hands.press('Escape', { also: [{ kind: 'select', length: 4, comes: '.ace_text-input' }] });
  await hands.rightClick(TEXT, { at: [200, 100] });
}

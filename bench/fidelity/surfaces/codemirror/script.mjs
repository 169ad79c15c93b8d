// CodeMirror 6: a contenteditable of which only the lines in sight exist, with closing brackets and completion.
export const name = 'CodeMirror 6';
export const path = '/codemirror';
export const ready = '.cm-line';

const STEPS = Array.from({ length: 200 }, (_, n) => `export const step${n} = () => greet('step ${n}');`);

const PASTED = '// pasted';

/** What a reader of the records may know from elsewhere. */
export const values = { pasted: () => PASTED };

export const ends = {
  text: `function greet(name) {
  // polite
  return 'Hello ' + name;
}
const twice = (text) => text + text;
${STEPS.join('\n')}
// 日本 ok
`,
};

const FIND = '.cm-search input[name=search]';

const line = (n) => `.cm-line >> nth=${n}`;

export async function play(hands) {
  await hands.click(line(0), { at: [80, 8] });
  await hands.press('End');
  // The new line is indented by the editor.
  await hands.type('\n// polite', { reads: '\n  // polite' });
  await hands.click(line(4), { at: [3, 8] });
  // A bracket is closed by the editor, and typed over.
  await hands.type('const twice = (text) => text + txet\b\b\bext;', { reads: 'const twice = (text) => text + text;' });
  await hands.press('Escape');
  await hands.press('Control+Home');
  await hands.press('Shift+End', { also: [{ kind: 'select', length: 22 }] });
  await hands.press('Control+c', { also: [{ kind: 'clipboard', what: 'copy', length: 22 }] });
  await hands.press('ArrowLeft');
  await hands.press('Control+End');
  await hands.paste(PASTED);
  await hands.press('Control+z');
  await hands.type('// ');
  await hands.compose(['n', 'に', 'にほん', '日本']);
  await hands.type(' ok\n');
  await hands.press('Control+Home');
  await hands.doubleClick(line(0), { at: [90, 8], selects: 'greet' });
  await hands.wheel('.cm-scroller', 0, 400, { at: [300, 200], scrolls: '.cm-scroller' });
  await hands.wheel('.cm-scroller', 0, -400, { at: [300, 200], scrolls: '.cm-scroller' });
  // The field holds what is selected, and that is selected in it.
  await hands.press('Control+f', {
    also: [
      { kind: 'focus', comes: FIND },
      { kind: 'select', length: 5, comes: FIND },
    ],
  });
  await hands.sees(FIND);
  await hands.type('Hello', { line: 'single' });
  // What was found is selected, in the text as well.
  await hands.press('Enter', { also: [{ kind: 'select', length: 5 }] });
  await hands.click('.cm-search [name=case]', {
    also: [{ kind: 'change', value: 'true', of: '.cm-search [name=case]' }],
  });
  await hands.click('.cm-search [name=close]', { also: [{ kind: 'select', length: 5 }] });
}

// Lexical: a contenteditable whose text is the model's, with a toolbar.
export const name = 'Lexical';
export const path = '/lexical';
export const ready = '[role=textbox]';

const PASTED = ' 2031';

/** What a reader of the records may know from elsewhere. */
export const values = { pasted: () => PASTED };

export const ends = {
  text: 'Release notes for May\n\nThe parser is twice as fast.\n\nThanks, everyone',
  runs: [
    ['Release notes for May', ''],
    ['The parser is ', ''],
    ['twice', 'bold'],
    [' as fast.', ''],
    ['Thanks, ', ''],
    ['everyone', 'italic'],
  ],
};

const FIELD = '[role=textbox]';

export async function play(hands) {
  await hands.click(FIELD);
  await hands.type('Release ntoes\b\b\b\botes for May\n');
  await hands.click('text="Bold"');
  await hands.click('text="Bold"');
  await hands.type('The parser is ');
  await hands.press('Control+b');
  await hands.type('twice');
  await hands.press('Control+b');
  await hands.type(' as fast.');
  await hands.press('Enter');
  await hands.type('Thanks, all');
  await hands.press('Shift+ArrowLeft', { times: 3, also: [{ kind: 'select', length: 3 }] });
  await hands.press('Control+i');
  await hands.type('everyone');
  await hands.doubleClick(`${FIELD} p >> nth=0`, { at: [20, 8], selects: 'Release' });
  await hands.press('Control+c', { also: [{ kind: 'clipboard', what: 'copy', length: 7 }] });
  await hands.press('ArrowRight');
  await hands.press('End');
  await hands.paste(PASTED);
  await hands.press('Control+z');
  await hands.drag(`${FIELD} p >> nth=1`, `${FIELD} p >> nth=1`, {
    at: [2, 8],
    onto: [70, 8],
    how: 'selection',
    selects: true,
  });
  await hands.click('text="Code"');
  await hands.click('text="Code"');
  await hands.rightClick(`${FIELD} p >> nth=0`, { at: [300, 8] });
  await hands.press('Escape');
}

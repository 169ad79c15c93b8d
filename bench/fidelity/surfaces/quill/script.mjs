// Quill, in a frame of the page, as mail and content systems have their editors.
export const name = 'Quill in a frame';
export const path = '/quill/framed';
export const frame = '#frame';
export const ready = '.ql-editor';

const PASTED = ' big';

/** What a reader of the records may know from elsewhere. */
export const values = { pasted: () => PASTED };

export const ends = {
  ops: [
    ['Shopping list', ''],
    ['\n', 'header'],
    ['Things to ', ''],
    ['bring', 'bold'],
    [' on Sunday\nbread', ''],
    ['\n', 'list'],
    ['cheese', ''],
    ['\n', 'list'],
  ],
};

export async function play(hands) {
  await hands.within('#frame');
  await hands.click('.ql-editor');
  await hands.type('Shoping\b\b\bping list');
  await hands.click('.ql-header .ql-picker-label');
  await hands.click('.ql-header .ql-picker-item[data-value="1"]');
  await hands.press('End');
  await hands.press('Enter');
  await hands.type('Things to ');
  await hands.click('button.ql-bold');
  await hands.type('brnig\b\b\bing');
  await hands.press('Control+b');
  await hands.type(' on Sunday');
  await hands.press('Enter');
  await hands.click('button.ql-list[value=bullet]');
  await hands.type('bread');
  await hands.press('Enter');
  await hands.type('butter');
  await hands.press('Control+Shift+ArrowLeft', { also: [{ kind: 'select', length: 6 }] });
  await hands.type('cheese');
  await hands.doubleClick('.ql-editor h1', { at: [40, 16], selects: 'Shopping' });
  await hands.press('Control+c', { also: [{ kind: 'clipboard', what: 'copy', length: 8 }] });
  await hands.press('ArrowRight');
  await hands.paste(PASTED);
  await hands.press('Control+z');
  await hands.drag('.ql-editor li >> nth=0', '.ql-editor li >> nth=0', {
    at: [24, 10],
    onto: [62, 10],
    how: 'selection',
    selects: true,
  });
  await hands.press('Control+u');
  await hands.press('Control+u');
  await hands.rightClick('.ql-editor p', { at: [30, 10] });
  await hands.press('Escape');
  await hands.within(null);
}

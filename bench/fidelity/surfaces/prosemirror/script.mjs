// ProseMirror with its example menu: headings, marks and input rules.
export const name = 'ProseMirror';
export const path = '/prosemirror';
export const ready = '.ProseMirror';

const PASTED = ' pasted';

/** What a reader of the records may know from elsewhere. */
export const values = { pasted: () => PASTED };

export const ends = {
  blocks: [
    ['heading', [['Deploying on Friday', '']]],
    [
      'paragraph',
      [
        ['Do not do it ', ''],
        ['without', 'em'],
        [' a rollback.', ''],
      ],
    ],
    ['paragraph', [['Ask the team first.', '']]],
  ],
};

const PAGE = '.ProseMirror';

export async function play(hands) {
  await hands.click(PAGE);
  // "# " makes the paragraph a heading, and goes.
  await hands.type('# ', { reads: '' });
  await hands.type('Deploing\b\b\bying on Friday');
  await hands.press('Enter');
  await hands.type('Do not do it ');
  await hands.press('Control+i');
  await hands.type('wihtout\b\b\b\b\bthout');
  await hands.press('Control+i');
  await hands.type(' a rollback.');
  await hands.press('Enter');
  await hands.type('Ask the tema\b\bam first');
  await hands.press('ArrowLeft', { times: 5 });
  await hands.press('End');
  await hands.type('.');
  await hands.doubleClick(`${PAGE} h1`, { at: [40, 16], selects: 'Deploying' });
  await hands.press('Control+c', { also: [{ kind: 'clipboard', what: 'copy', length: 9 }] });
  await hands.press('Control+End');
  await hands.paste(PASTED);
  await hands.press('Control+z');
  await hands.drag(`${PAGE} p >> nth=1`, `${PAGE} p >> nth=1`, {
    at: [2, 10],
    onto: [60, 10],
    how: 'selection',
    selects: true,
  });
  await hands.click('.ProseMirror-menubar [title="Toggle strong style"]');
  await hands.click('.ProseMirror-menubar [title="Toggle strong style"]');
  await hands.click(`${PAGE} p >> nth=1`, { at: [300, 10] });
  await hands.press('Shift+Home', { also: [{ kind: 'select', length: 19 }] });
  await hands.press('ArrowRight');
  await hands.rightClick(`${PAGE} h1`, { at: [200, 16] });
  // Selects what is around the caret.
  await hands.press('Escape', { also: [{ kind: 'select', length: 19 }] });
}

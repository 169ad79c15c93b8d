// Shoelace: web components whose controls are in shadow trees.
export const name = 'Shoelace';
export const path = '/shoelace';
export const ready = 'sl-input[name=project] input';

const PASTED = 'Moves to Asia in May.';

/** What a reader of the records may know from elsewhere. */
export const values = { pasted: () => PASTED };

export const ends = {
  project: 'tidepool-web',
  region: 'ap',
  about: 'Public site.\nMoves to Asia in May.',
  mail: true,
  weekly: false,
  limit: 69,
  channel: 'ops',
  saved: 2,
  asked: 1,
  open: false,
};

const field = (name) => `sl-input[name=${name}] input, sl-textarea[name=${name}] textarea`;

export async function play(hands) {
  await hands.click(field('project'));
  await hands.type('tidepol\bol-web');
  await hands.press('Tab', { also: [{ kind: 'focus', of: 'sl-select[name=region] input >> nth=0' }] });
  await hands.click('sl-select[name=region] .select__combobox', { at: [100, 20] });
  await hands.sees('sl-option[value=us]');
  await hands.click('sl-option[value=us]', { at: [80, 16] });
  // The list opens with the keyboard on what is chosen, and goes on.
  await hands.press('ArrowDown', { also: [{ kind: 'focus', comes: 'sl-option[value=us]' }] });
  await hands.press('ArrowDown', { also: [{ kind: 'focus', of: 'sl-option[value=ap]' }] });
  await hands.press('Enter', { also: [{ kind: 'focus', of: 'sl-select[name=region] .select__display-input' }] });
  await hands.click(field('about'));
  await hands.type('Publci\b\bic site.\n');
  await hands.paste(PASTED);
  await hands.click('#save', { at: [20, 20] });
  await hands.click('#ask');
  await hands.sees('sl-dialog[open] .dialog__panel');
  await hands.click('#keep');
  await hands.click('sl-tab[panel=alerts]');
  await hands.click('sl-checkbox[name=mail]', {
    at: [10, 10],
    also: [{ kind: 'change', value: 'true', of: 'sl-checkbox[name=mail] input' }],
  });
  await hands.click('sl-switch[name=weekly]', {
    at: [10, 12],
    also: [{ kind: 'change', value: 'true', of: 'sl-switch[name=weekly] input' }],
  });
  await hands.press('Space', { also: [{ kind: 'change', value: 'false', of: 'sl-switch[name=weekly] input' }] });
  await hands.drag('sl-range input', 'sl-range input', {
    at: [320, 3],
    onto: [480, 3],
    also: [{ kind: 'change', value: '69', of: 'sl-range input' }],
  });
  await hands.click('sl-details[summary=Advanced] .details__header');
  await hands.click(field('channel'));
  await hands.type('ops');
  await hands.click('sl-tab[panel=general]');
  await hands.doubleClick(field('project'), { at: [30, 20], selects: 'tidepool' });
  await hands.press('Control+c', { also: [{ kind: 'clipboard', what: 'copy', length: 8 }] });
  await hands.rightClick(field('project'), { at: [150, 20] });
  await hands.press('Escape');
  await hands.click('#save', { at: [20, 20] });
}

// react-window: a list of a thousand rows, a dozen of which are there at a time.
export const name = 'react-window';
export const path = '/list';
export const ready = '.row:has([aria-label="Done: Ticket 3"])';

export const ends = { wanted: '', done: [1, 42, 699], gone: [3, 45], shown: 998 };

const box = (n) => `[aria-label="Done: Ticket ${n}"]`;
const remove = (n) => `[aria-label="Remove Ticket ${n}"]`;
const check = (n, value = 'true') => [box(n), { also: [{ kind: 'change', value, of: box(n) }] }];

export async function play(hands) {
  await hands.click(...check(2));
  await hands.click(remove(4));
  await hands.click(...check(3));
  await hands.click(...check(3, 'false'));
  await hands.wheel('.rows', 0, 1280, { scrolls: '.rows' });
  await hands.sees(box(43));
  await hands.click(...check(43));
  await hands.click(remove(46));
  await hands.wheel('.rows', 0, 640, { scrolls: '.rows' });
  await hands.wheel('.rows', 0, -640, { scrolls: '.rows' });
  await hands.click('[type=search]');
  await hands.type('Ticket 78\b0\b\b70\b00');
  await hands.click(...check(700));
  await hands.press('Space', { also: [{ kind: 'change', value: 'false', of: box(700) }] });
  await hands.press('Space', { also: [{ kind: 'change', value: 'true', of: box(700) }] });
  await hands.click('[type=search]', { at: [30, 8] });
  await hands.press('Control+a', { also: [{ kind: 'select', length: 10 }] });
  await hands.press('Delete');
  await hands.press('Tab', { also: [{ kind: 'focus', of: box(1) }] });
  await hands.rightClick('.row:has([aria-label="Done: Ticket 3"])', { at: [250, 10] });
  await hands.press('Escape');
}

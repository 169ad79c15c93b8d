// A React form (react-hook-form) with every native control, a field that comes and goes, and two fields of which what
// is typed must not be told.
export const name = 'React form';
export const path = '/form';
export const ready = '#title';

const MAIL = 'grace.hopper@example.com';
const CODE = 'violet-otter-9';

/** What a reader of the records may know from elsewhere. */
export const values = {
  token: (_token, kind) => (kind === 'email' ? MAIL : undefined),
  secret: (target) => (target.sensitive === 'password' ? CODE : undefined),
  pasted: () => 'Vegetarian for three',
};

export const ends = {
  seats: '12',
  room: 'attic',
  title: 'Sprint review',
  contact: MAIL,
  code: CODE,
  layout: 'Circle',
  catering: true,
  beamer: false,
  volume: '7',
  remarks: 'Ramp at the door, please.\nVegetarian for three',
  dishes: 'Soup',
  saved: 1,
};

const field = (name) => `[name=${name}]`;

export async function play(hands) {
  // The title is missing: the form says so and takes the hand to it.
  await hands.click('text="Book"');
  await hands.click(field('title'));
  await hands.type('Sprnt rview');
  await hands.press('Home');
  await hands.press('ArrowRight', { times: 3 });
  await hands.type('i');
  await hands.press('End');
  await hands.press('ArrowLeft', { times: 4 });
  await hands.type('e');
  await hands.press('Tab', { also: [{ kind: 'focus', of: field('contact') }] });
  await hands.type(MAIL, { redacted: 'email' });
  await hands.press('Tab', { also: [{ kind: 'focus', of: field('code') }] });
  await hands.type(CODE, { sensitive: 'password' });
  await hands.press('Tab', { untold: true, also: [{ kind: 'focus', of: field('room') }] });
  await hands.press('ArrowDown', { also: [{ kind: 'change', value: 'South wing', of: field('room') }] });
  await hands.press('ArrowDown', { also: [{ kind: 'change', value: 'Attic', of: field('room') }] });
  await hands.click('[value=Rows]', { also: [{ kind: 'change', value: 'true', of: '[value=Rows]' }] });
  await hands.press('ArrowDown', {
    also: [
      { kind: 'change', value: 'true', of: '[value=Circle]' },
      { kind: 'focus', of: '[value=Circle]' },
    ],
  });
  await hands.click('text="Catering"', { also: [{ kind: 'change', value: 'true', of: field('catering') }] });
  await hands.click(field('beamer'), { also: [{ kind: 'change', value: 'true', of: field('beamer') }] });
  await hands.press('Space', { also: [{ kind: 'change', value: 'false', of: field('beamer') }] });
  await hands.click(field('dishes'));
  await hands.type('Soup');
  await hands.click(field('seats'));
  await hands.press('End');
  await hands.type('\b12', { reads: '12' });
  await hands.drag(field('volume'), field('volume'), {
    at: [65, 8],
    onto: [88, 8],
    also: [{ kind: 'change', value: '7', of: field('volume') }],
  });
  await hands.click(field('remarks'));
  await hands.type('Ramp at teh\b\bhe door, please.\n');
  await hands.paste('Vegetarian for three');
  await hands.press('Shift+Home', { also: [{ kind: 'select', length: 20 }] });
  await hands.press('Control+c', { also: [{ kind: 'clipboard', what: 'copy', length: 20 }] });
  await hands.press('ArrowRight');
  await hands.click('text="Book"');
}

// Excalidraw: a drawing on a canvas, with tools by key and text in a field that is there while one writes.
export const name = 'Excalidraw';
export const path = '/excalidraw';
export const ready = 'canvas.interactive';

export const ends = {
  shapes: [
    ['rectangle', '', 160, 100],
    ['diamond', '', 140, 100],
    ['arrow', '', 120, 0],
    ['text', 'Ingest'],
    ['ellipse', '', 100, 80],
  ],
};

const CANVAS = 'canvas.interactive';
const way = (from, to) => [CANVAS, CANVAS, { at: from, onto: to }];

export async function play(hands) {
  await hands.click(CANVAS, { at: [900, 500] });
  await hands.press('r');
  await hands.drag(...way([300, 150], [460, 250]));
  await hands.press('d');
  await hands.drag(...way([600, 150], [740, 250]));
  await hands.press('Escape');
  await hands.press('a');
  await hands.drag(...way([470, 300], [590, 300]));
  await hands.press('Escape');
  await hands.press('t');
  await hands.click(CANVAS, { at: [340, 400] });
  await hands.sees('textarea.excalidraw-wysiwyg');
  await hands.type('Ingets\b\bst');
  await hands.press('Escape', { also: [{ kind: 'focus', comes: '.excalidraw' }] });
  await hands.press('Escape');
  await hands.press('o');
  await hands.drag(...way([600, 380], [700, 460]));
  await hands.press('Control+z');
  await hands.press('Control+Shift+z');
  await hands.press('v');
  await hands.click(CANVAS, { at: [900, 500] });
  await hands.wheel(CANVAS, 0, 100, { at: [900, 400] });
  await hands.wheel(CANVAS, 0, -100, { at: [900, 400] });
  await hands.press('p');
  await hands.drag(...way([800, 500], [900, 560]));
  await hands.press('Control+z');
  await hands.press('v');
  // The menu takes the keyboard.
  await hands.rightClick(CANVAS, { at: [900, 300], also: [{ kind: 'focus', comes: '.popover' }] });
  await hands.press('Escape', { also: [{ kind: 'focus', comes: '.excalidraw' }] });
}

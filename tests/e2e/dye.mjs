// Two colours in pictures: what pages with traps dye must be covered, and what they mark must stay to be seen.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The colour of what must be covered, in `style/traps.css`. */
export const DYE = '0,200,0';
/** The colour of what must stay to be seen. */
export const MARK = '20,80,255';

/** How far from a colour a pixel is taken for it: JPEG changes colours, and edges mix them. */
const NEAR = 60;

/** How many pixels of each of the two colours the picture of a `frame` record shows. */
export async function coloursIn(page, dir, frame) {
  const jpeg = await readFile(join(dir, frame.subject, 'frames', `${frame.image}.jpg`));
  return count(page, jpeg, 'image/jpeg');
}

/** The same for how `page` looks now, before anything is covered. Another page counts. */
export async function seenIn(page, counter) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
  await session.detach();
  return count(counter, Buffer.from(data, 'base64'), 'image/png');
}

function count(page, image, type) {
  return page.evaluate(
    async ([data, media, colours, near]) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.fromBase64(data)], { type: media }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      canvas.drawImage(bitmap, 0, 0);
      const { data: pixels } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
      const counts = Object.fromEntries(colours.map((colour) => [colour, 0]));
      for (const colour of colours) {
        const [red, green, blue] = colour.split(',').map(Number);
        for (let at = 0; at < pixels.length; at += 4) {
          const away = Math.hypot(pixels[at] - red, pixels[at + 1] - green, pixels[at + 2] - blue);
          if (away < near) counts[colour] += 1;
        }
      }
      return counts;
    },
    [image.toString('base64'), type, [DYE, MARK], NEAR],
  );
}

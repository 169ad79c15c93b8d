// Looking at pictures: is a box a uniform fill, or is there something to be seen?
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Below this spread of brightness (0 to 255) inside a box there is nothing but JPEG's noise. */
export const FLAT = 40;

/** Above this spread there is text: light on dark, or dark on light. */
export const WRITTEN = 90;

/** Where `text` stands in a page, in CSS pixels; one box a line. */
export function boxesOf(page, text) {
  return page.evaluate((wanted) => {
    const boxes = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data } = walker.currentNode;
      for (let at = data.indexOf(wanted); at >= 0; at = data.indexOf(wanted, at + 1)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + wanted.length);
        for (const { x, y, width, height } of range.getClientRects()) boxes.push({ x, y, width, height });
      }
    }
    return boxes;
  }, text);
}

/** Where an element stands in a page. */
export async function boxOf(page, selector) {
  return page.locator(selector).first().boundingBox();
}

/**
 * The spread of brightness inside each of `boxes` (CSS pixels of the viewport) of the picture of a `frame` record, in
 * the opened store at `dir`. A margin of a pixel is left out. `page` is any page of the browser that decodes it.
 */
export async function spreads(page, dir, frame, boxes) {
  const jpeg = (await readFile(join(dir, frame.subject, 'frames', `${frame.image}.jpg`))).toString('base64');
  const scale = frame.width / frame.viewport.width;
  return page.evaluate(
    async ([data, wanted, factor]) => {
      const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      canvas.drawImage(bitmap, 0, 0);
      return wanted.map(({ x, y, width, height }) => {
        const left = Math.ceil(x * factor) + 1;
        const top = Math.ceil(y * factor) + 1;
        const wide = Math.max(1, Math.floor(width * factor) - 2);
        const high = Math.max(1, Math.floor(height * factor) - 2);
        const { data: pixels } = canvas.getImageData(left, top, wide, high);
        let least = 255;
        let most = 0;
        for (let at = 0; at < pixels.length; at += 4) {
          const light = 0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2];
          least = Math.min(least, light);
          most = Math.max(most, light);
        }
        return most - least;
      });
    },
    [jpeg, boxes, scale],
  );
}

/** The inside of a box, without its border. */
export function shrunk({ x, y, width, height }, by) {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

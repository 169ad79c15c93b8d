// Compares pictures of pages pixel by pixel.

/** Height of a row, in CSS pixels: a page shows one thing in each. */
export const ROW = 56;

/** The pixels that are filled for some boxes, as `src/capture/geometry.rs` makes them of boxes. */
export function fillOf(boxes, view, scale) {
  return boxes.map(({ x, y, width, height }) => ({
    left: Math.floor((x - view.left - 1) * scale) - 1,
    top: Math.floor((y - view.top - 1) * scale) - 1,
    right: Math.ceil((x - view.left + width + 1) * scale) + 1,
    bottom: Math.ceil((y - view.top + height + 1) * scale) + 1,
  }));
}

/**
 * For each row: how many pixels differ between two pictures, how many of these are not filled, and how many pixels of the
 * control in the right half are filled. `page` is any page of the browser that decodes them. Where only surfaces may be seen,
 * everything beside them counts as filled.
 */
export function differences(page, one, other, fill, rows, { row = ROW, surfaces = undefined } = {}) {
  return page.evaluate(
    async ([first, second, filled, count, height, shown]) => {
      const decode = async (data) => {
        const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
        pen.drawImage(bitmap, 0, 0);
        return pen.getImageData(0, 0, bitmap.width, bitmap.height);
      };
      const [a, b] = [await decode(first), await decode(second)];
      const within = (boxes, x, y) =>
        boxes.some((box) => x >= box.left && x < box.right && y >= box.top && y < box.bottom);
      const inside = (x, y) => within(filled, x, y) || (shown && !within(shown, x, y));
      return Array.from({ length: count }, (_, index) => {
        const found = { differ: 0, bare: 0, control: 0, at: undefined };
        for (let y = index * height; y < (index + 1) * height; y++) {
          for (let x = 0; x < a.width; x++) {
            const at = 4 * (y * a.width + x);
            const control = x > a.width * 0.55;
            if (control && y % 4 === 0 && x % 4 === 0 && within(filled, x, y)) found.control++;
            if (a.data[at] === b.data[at] && a.data[at + 1] === b.data[at + 1] && a.data[at + 2] === b.data[at + 2])
              continue;
            found.differ++;
            if (inside(x, y)) continue;
            found.bare++;
            found.at ??= [x, y - index * height];
          }
        }
        return found;
      });
    },
    [one.toString('base64'), other.toString('base64'), fill, rows, row, surfaces],
  );
}

// A picture of a record: fetched when it comes into view, small at first, larger when it is asked for.
//
// It is drawn, not linked: so the pages need not be allowed to load images from anywhere.

import { text } from '../browser';
import { makeButton, setText } from '../ui/page';

/** Width of a small one in device pixels; more would cost megabytes for each. */
const SMALL = 320;

/** Fetches the image's bytes. */
type Fetch = () => Promise<Uint8Array<ArrayBuffer> | undefined>;

const fetches = new WeakMap<Element, () => void>();
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      fetches.get(target)?.();
    }
  },
  { rootMargin: '200px' },
);

/** A button that shows a picture. `words` say which. */
export function picture(words: string, fetch: Fetch): HTMLButtonElement {
  const canvas = document.createElement('canvas');
  const button = makeButton('', () => {
    const isLarge = button.ariaExpanded !== 'true';
    button.ariaExpanded = String(isLarge);
    void draw(isLarge);
  });
  button.className = 'picture';
  button.ariaLabel = text('picture_label', words);
  button.ariaExpanded = 'false';
  button.append(canvas);
  const draw = async (isLarge: boolean): Promise<void> => {
    const bytes = await fetch();
    const image = bytes && (await imageOf(bytes, isLarge));
    if (!image) {
      setText(button, text('picture_gone'));
      button.disabled = true;
      return;
    }
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(image);
    button.setAttribute('data-drawn', '');
  };
  fetches.set(button, () => void draw(false));
  watcher.observe(button);
  return button;
}

async function imageOf(bytes: Uint8Array<ArrayBuffer>, isLarge: boolean): Promise<ImageBitmap | undefined> {
  const file = new Blob([bytes], { type: 'image/jpeg' });
  try {
    return await createImageBitmap(file, isLarge ? {} : { resizeWidth: SMALL, resizeQuality: 'medium' });
  } catch {
    return undefined;
  }
}

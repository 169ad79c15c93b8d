// Elements that are covered whatever they show.

import type { Rect } from '../../schema/messages';
import { isShared, takesText } from '../page/controls';
import { VIRTUAL } from '../page/conventions';
import { matches, own } from '../page/dom';
import { hides, settings, verdictOn } from './probe';

/**
 * Square CSS pixels. An image that is larger may be a document, or a screen, and is covered. Icons, marks of persons and most
 * logos are smaller, and nothing in them can be read. What is missing shows its `alt` instead.
 */
const LARGEST_ICON = 64 * 64;
const UNREADABLE = 'video,object,embed,fencedframe,[type=file],[src^="blob:"]';
const URL = /url\(/;
const IMAGE = 'img,image,use,[type=image]';

/** Whether an element must be covered. */
export function mustCover(element: Element, style: CSSStyleDeclaration, { width, height }: Rect): boolean {
  if (takesText(element)) return verdictOn(element) !== undefined;
  if (element instanceof HTMLCanvasElement) return !settings()?.trustCanvas;
  if (matches(element, UNREADABLE) || hides(element)) return true;
  // Nobody can say whose words are in it.
  const edited = matches(element, VIRTUAL) || (element as HTMLElement).contentEditable === 'true';
  if (edited && isShared(element)) return true;
  const missing = (element as HTMLImageElement).naturalWidth === 0;
  const large = missing || width * height > LARGEST_ICON;
  if (!large || matches(element, IMAGE)) return large;
  return URL.test(style.content) || (URL.test(style.backgroundImage) && !own(element, 'textContent')?.trim());
}

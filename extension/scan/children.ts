// Where the frames inside this document are.

import type { ChildFrame, Rect } from '../../schema/messages';
import { box } from '../page/dom';
import { indexIn, UNLISTED } from '../page/frames';

/** A frame that is drawn in a box. One with padding is as good as transformed: where its content begins is not worked out. */
export function childIn(frame: HTMLIFrameElement, drawn: Rect, turned: boolean, surface: boolean): ChildFrame {
  const index = indexIn(window, frame.contentWindow);
  const { clientLeft, clientTop, clientWidth: width, clientHeight: height, currentCSSZoom } = frame;
  const { padding } = getComputedStyle(frame);
  const transformed = turned || index === UNLISTED || padding !== '0px' || currentCSSZoom !== 1;
  const rect = transformed ? box(drawn) : { x: drawn.x + clientLeft, y: drawn.y + clientTop, width, height };
  return { index, rect, surface, transformed };
}

// Where the frames inside this document are.

import type { ChildFrame } from '../../../schema/messages';
import { parentOf, type Root, visibleArea } from '../dom';

const MOVED_ONLY = /^(none|matrix\(1, 0, 0, 1, .*)$/;

/**
 * Frames in sight: those that can be told by an index, and those in shadow trees, which have none. A frame with padding
 * is as good as transformed: where its content begins is not worked out.
 */
export function framesIn(roots: Root[]): { children: ChildFrame[]; unlisted: Element[] } {
  const children: ChildFrame[] = [];
  const unlisted: Element[] = [];
  for (const frame of roots.flatMap((root) => [...root.querySelectorAll<HTMLIFrameElement>('iframe,frame')])) {
    const outer = frame.getBoundingClientRect();
    if (!visibleArea(outer)) continue;
    const index = indexOf(frame.contentWindow);
    if (index === undefined) {
      unlisted.push(frame);
      continue;
    }
    const rect = {
      x: outer.x + frame.clientLeft,
      y: outer.y + frame.clientTop,
      width: frame.clientWidth,
      height: frame.clientHeight,
    };
    children.push({ index, rect, transformed: transformed(frame) || getComputedStyle(frame).padding !== '0px' });
  }
  return { children, unlisted };
}

function indexOf(frame: Window | null): number | undefined {
  for (let index = 0; index < window.length; index++) if (window[index] === frame) return index;
  return undefined;
}

/** Whether a box is rotated, scaled or zoomed, itself or with an ancestor. */
function transformed(element: Element): boolean {
  if (element.currentCSSZoom !== 1) return true;
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const { transform, rotate, scale, perspective } = getComputedStyle(at);
    if (!MOVED_ONLY.test(transform) || rotate !== 'none' || scale !== 'none' || perspective !== 'none') return true;
  }
  return false;
}

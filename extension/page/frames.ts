// Where a frame stands among frames.

/** A frame inside a shadow tree is not listed in its parent and is given this index. */
export const UNLISTED = 65_535;

/** Indices of the frames from the top one to this one, as they are now. Comparing windows works across origins. */
export function framePath(): number[] {
  const path: number[] = [];
  for (let at: Window = window; at !== at.parent; at = at.parent) path.unshift(indexIn(at.parent, at));
  return path;
}

/** The index of a frame in its parent. */
export function indexIn(parent: Window, frame: Window | null): number {
  for (let index = 0; index < parent.length; index++) if (parent[index] === frame) return index;
  return UNLISTED;
}

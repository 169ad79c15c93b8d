// Two sequences side by side: the longest that both have in common, so that one thing missing shifts nothing else.

/** Pairs of indices that belong together, in order. `same(a, b)` says whether two may. */
export function align(left, right, same) {
  const width = right.length + 1;
  const best = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const here = i * width + j;
      best[here] = same(left[i], right[j]) ? best[here + width + 1] + 1 : Math.max(best[here + width], best[here + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const here = i * width + j;
    if (same(left[i], right[j])) pairs.push([i++, j++]);
    else if (best[here + width] >= best[here + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}

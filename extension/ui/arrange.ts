// Lists whose elements stay as long as what they show does, so that focus, selections and open disclosures do too.

/** What is to be in a list: by a key, and how it is made when it is not there. */
export type Wanted = Iterable<readonly [key: string, make: () => HTMLElement]>;

/** Makes the children of `parent` those that are wanted, in that order. `made` is what it has, by the same keys. */
export function arrange(parent: HTMLElement, made: Map<string, HTMLElement>, wanted: Wanted): void {
  const items = [...wanted];
  const keys = new Set(items.map(([key]) => key));
  for (const [key, element] of made) {
    if (keys.has(key)) continue;
    element.remove();
    made.delete(key);
  }
  for (const [place, [key, make]] of items.entries()) {
    const element = made.get(key) ?? make();
    made.set(key, element);
    const there = parent.children[place] ?? null;
    if (there !== element) parent.insertBefore(element, there);
  }
}

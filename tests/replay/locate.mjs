// The element that the target of a record names, found anew in a page: by Playwright where it has the family, so that
// what a recorder says is held against somebody else's reading of it.

/** The families in the order in which they are tried. */
const FAMILIES = ['testId', 'role', 'label', 'placeholder', 'text', 'css', 'xpath'];

/** The frame at a path of indices, as `window.frames` counts them. */
export async function frameAt(page, path) {
  let frame = page.mainFrame();
  for (const index of path) {
    const children = await Promise.all(
      frame.childFrames().map(async (child) => ({ child, at: await child.evaluate(placeInParent).catch(() => -1) })),
    );
    const found = children.find(({ at }) => at === index);
    if (!found) return undefined;
    frame = found.child;
  }
  return frame;
}

/** All elements of a frame that one family of a target names; the primary one unless told otherwise. */
export async function locate(frame, target, family = target.primary.family) {
  const root = await frame.evaluateHandle(innermostRoot, target.shadow);
  if (await root.evaluate((node) => node === null)) return [];
  const named = await byFamily(frame, root, target, family);
  const inRoot = await Promise.all(
    named.map((element) => element.evaluate((node, home) => node.getRootNode() === home, root)),
  );
  return named.filter((_, n) => inRoot[n]);
}

/** The element that a target names: by its primary family or, where that names none or several, by the next that names one. */
export async function find(frame, target) {
  const others = FAMILIES.filter((family) => family !== target.primary.family);
  for (const family of [target.primary.family, ...others]) {
    const found = await locate(frame, target, family);
    if (found.length === 1) return found[0];
  }
  return undefined;
}

async function byFamily(frame, root, { role, selectors }, family) {
  const { testId, name, label, placeholder, text, css, xpath } = selectors;
  switch (family) {
    case 'testId':
      return testId ? elements(await root.evaluateHandle(allByTestId, testId)) : [];
    case 'role':
      return role && name ? frame.getByRole(role, { name, exact: true }).elementHandles() : [];
    case 'label':
      return label ? frame.getByLabel(label, { exact: true }).elementHandles() : [];
    case 'placeholder':
      return placeholder ? frame.getByPlaceholder(placeholder, { exact: true }).elementHandles() : [];
    case 'text':
      return text ? frame.getByText(text, { exact: true }).elementHandles() : [];
    case 'css':
      return elements(await root.evaluateHandle((node, selector) => [...node.querySelectorAll(selector)], css));
    case 'xpath':
      return elements(await root.evaluateHandle(allByXpath, xpath));
    default:
      throw new Error(`no such family: ${family}`);
  }
}

/** The handles in a handle of an array. */
async function elements(array) {
  const properties = await array.getProperties();
  return [...properties.values()].map((each) => each.asElement()).filter(Boolean);
}

// ---- in the page ------------------------------------------------------------------------------------------------

function innermostRoot(hosts) {
  let root = document;
  for (const css of hosts) root = root?.querySelector(css)?.shadowRoot ?? null;
  return root;
}

function allByTestId(root, value) {
  const names = ['data-testid', 'data-test-id', 'data-test'];
  return [...root.querySelectorAll(names.map((name) => `[${name}="${CSS.escape(value)}"]`).join())];
}

function allByXpath(root, xpath) {
  const found = document.evaluate(xpath, root, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
  return Array.from({ length: found.snapshotLength }, (_, n) => found.snapshotItem(n));
}

function placeInParent() {
  return Array.from({ length: parent.frames.length }, (_, n) => n).find((n) => parent.frames[n] === self) ?? -1;
}

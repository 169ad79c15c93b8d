// Which element a point or the keyboard goes to, asked of the page before anything happens: through frames and open
// shadow roots, without a look at any record.

/** The innermost element at a point of the window: a handle, with the frame it is in and the point in that frame. */
export async function elementAt(page, { x, y }) {
  let frame = page.mainFrame();
  let point = { x, y };
  const path = [];
  for (;;) {
    const node = (await frame.evaluateHandle(innermostAt, point)).asElement();
    const inner = await node?.contentFrame();
    if (!inner) return { node, frame, path, point };
    const { left, top, index } = await node.evaluate(placeOfFrame);
    path.push(index);
    point = { x: point.x - left, y: point.y - top };
    frame = inner;
  }
}

/** The innermost element that has the focus; the body when none has. */
export async function focused(page) {
  let frame = page.mainFrame();
  const path = [];
  for (;;) {
    const node = (await frame.evaluateHandle(innermostFocus)).asElement();
    const inner = await node?.contentFrame();
    if (!inner) return { node, frame, path };
    path.push((await node.evaluate(placeOfFrame)).index);
    frame = inner;
  }
}

/** What of an element can be compared with a record: its tag and its box; and whether what is typed there is text. */
export function looks(node) {
  return node.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const textual = 'input:not([type]),[type=text],[type=search],[type=number],[type=password],[type=email],textarea';
    const takesText = element.matches(textual) || element.isContentEditable || Boolean(element.editContext);
    return { tag: element.localName, box: { x, y, width, height }, takesText };
  });
}

/** What stands in a plain field; nothing for all else. */
export function textIn(node) {
  return node.evaluate((element) => (/^(input|textarea)$/.test(element.localName) ? element.value : null));
}

// ---- in the page ------------------------------------------------------------------------------------------------

function innermostAt({ x, y }) {
  let at = document.elementFromPoint(x, y);
  while (at?.shadowRoot) {
    const inner = at.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === at || inner.getRootNode() !== at.shadowRoot) break;
    at = inner;
  }
  return at;
}

function innermostFocus() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at ?? document.body;
}

function placeOfFrame(element) {
  const { left, top } = element.getBoundingClientRect();
  const all = Array.from({ length: window.frames.length }, (_, n) => n);
  const index = all.find((n) => window.frames[n] === element.contentWindow);
  return { left: left + element.clientLeft, top: top + element.clientTop, index };
}

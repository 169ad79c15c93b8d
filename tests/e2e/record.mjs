// Reading what a record says, for comparison with what a script did.

/** Records of one kind. */
export const ofKind = (records, kind) => records.filter((record) => record.kind === kind);

/** The text that was typed into one sort of editor, over all bursts. */
export function typedInto(records, editable, label) {
  const bursts = ofKind(records, 'type').filter(
    ({ target }) => target.editable === editable && (!label || target.selectors.label === label),
  );
  return bursts.map(({ text }) => text).join('');
}

/** The keys that wrote it, one after the other. */
export function keysInto(records, editable) {
  const bursts = ofKind(records, 'type').filter(({ target }) => target.editable === editable);
  return bursts.flatMap(({ keys }) => keys.map(({ key }) => key));
}

/** A field's text, made again from what each burst put where. */
export function replay(records, label) {
  let field = '';
  for (const { at, removed, text, target } of ofKind(records, 'type')) {
    if (target.selectors.label === label) field = field.slice(0, at) + text + field.slice(at + removed);
  }
  return field;
}

/** The keys that a script for `type` presses. */
export function keysOf(script) {
  return [...script].map((char) => ({ '\n': 'Enter', '\b': 'Backspace' })[char] ?? char);
}

/** What stands there after a script for `type` was typed at the end of an empty line. */
export function resultOf(script) {
  const chars = [];
  for (const char of script) {
    if (char === '\b') chars.pop();
    else chars.push(char);
  }
  return chars.join('');
}

/** Fails when anything is there twice, or when a session has a hole. Returns the number of sessions. */
export function countSessions(records) {
  const sessions = new Map();
  for (const { session, seq } of records) sessions.set(session, [...(sessions.get(session) ?? []), seq]);
  for (const [session, seqs] of sessions) {
    const sorted = seqs.toSorted((a, b) => a - b);
    const wrong = sorted.find((seq, place) => seq !== place);
    if (wrong !== undefined) throw new Error(`session ${session}: ${sorted.join(' ')} are not 0, 1, 2 …`);
  }
  return sessions.size;
}

/** Pictures of an action, by phase. */
export function picturesOf(records, action) {
  const frames = ofKind(records, 'frame').filter(
    (frame) => frame.session === action.session && frame.action === action.seq,
  );
  return frames.map(({ phase }) => phase).sort();
}

/** The elements of `page` that a target's primary selector names. */
export function locate(page, { primary, role, selectors, shadow }) {
  if (shadow.length > 0) throw new Error('the workspace has no shadow roots');
  switch (primary.family) {
    case 'testId':
      return page.getByTestId(selectors.testId);
    case 'role':
      return page.getByRole(role, { name: selectors.name, exact: true });
    case 'label':
      return page.getByLabel(selectors.label, { exact: true });
    case 'placeholder':
      return page.getByPlaceholder(selectors.placeholder, { exact: true });
    case 'text':
      return page.getByText(selectors.text, { exact: true });
    case 'css':
      return page.locator(`css=${selectors.css}`);
    case 'xpath':
      return page.locator(`xpath=${selectors.xpath}`);
    default:
      throw new Error(`no such family: ${primary.family}`);
  }
}

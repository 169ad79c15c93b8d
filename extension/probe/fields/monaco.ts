// Monaco keeps the lines of the caret in its EditContext, but replaces only as much of it as it wrote itself: what the
// browser had inserted stays behind the end of the line as a tail that grows (0.57). Up to the caret the text is right
// at any time; how much of what comes after it is the line, only the drawn line tells.

/** The text of an EditContext without such a tail. */
export function withoutTail(element: Element, text: string, caret: number): string {
  const editor = element.closest('.monaco-editor');
  if (!editor) return text;
  const head = text.slice(0, caret);
  const own = head.slice(head.lastIndexOf('\n') + 1);
  const line = drawnLine(editor);
  let common = 0;
  while (common < own.length && own[common] === line[common]) common++;
  const rest = line.slice(common);
  return text.startsWith(rest, caret) ? head + rest : head;
}

/** The line of the first cursor as it was drawn last. */
function drawnLine(editor: Element): string {
  const top = editor.querySelector<HTMLElement>('.cursors-layer .cursor')?.style.top;
  const lines = [...editor.querySelectorAll<HTMLElement>('.view-line')];
  return lines.find(({ style }) => style.top === top)?.textContent.replaceAll('\u00a0', ' ') ?? '';
}

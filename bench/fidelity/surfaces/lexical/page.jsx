import { createEmptyHistoryState, registerHistory } from '@lexical/history';
import { registerRichText } from '@lexical/rich-text';
import { $getRoot, createEditor, FORMAT_TEXT_COMMAND } from 'lexical';

const root = document.getElementById('root');
const bar = document.createElement('div');
const field = document.createElement('div');
root.append(bar, field);
field.contentEditable = 'true';
field.role = 'textbox';
field.ariaLabel = 'Note';
field.style.cssText = 'width: 600px; height: 300px; border: 1px solid #888; padding: 8px; white-space: pre-wrap';

const editor = createEditor({
  namespace: 'fidelity',
  onError: (error) => {
    throw error;
  },
});
editor.setRootElement(field);
registerRichText(editor);
registerHistory(editor, createEmptyHistoryState(), 300);

for (const [label, format] of [
  ['Bold', 'bold'],
  ['Italic', 'italic'],
  ['Code', 'code'],
]) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  // As toolbars do, so that the selection stays.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', () => editor.dispatchCommand(FORMAT_TEXT_COMMAND, format));
  bar.append(button);
}
const runs = () =>
  $getRoot()
    .getAllTextNodes()
    .map((node) => [
      node.getTextContent(),
      ['bold', 'italic', 'code'].filter((format) => node.hasFormat(format)).join(),
    ]);
window.surface = {
  state: () => editor.getEditorState().read(() => ({ text: $getRoot().getTextContent(), runs: runs() })),
};

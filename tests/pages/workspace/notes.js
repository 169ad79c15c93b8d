// Lexical: a contenteditable whose text is the model's. It cancels `beforeinput`, so that no `input` event is seen.
import { registerRichText } from '@lexical/rich-text';
import { $getRoot, CONTROLLED_TEXT_INSERTION_COMMAND, createEditor } from 'lexical';

export function startNotes(element) {
  const editor = createEditor({
    namespace: 'notes',
    onError(error) {
      throw error;
    },
  });
  // Lexical leaves plain insertions at the end of a text to the browser. Here none is left: the worst case for a
  // recorder, and the usual one in Slate and CKEditor.
  element.addEventListener('beforeinput', (event) => {
    if (event.inputType !== 'insertText') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    editor.dispatchCommand(CONTROLLED_TEXT_INSERTION_COMMAND, event.data);
  });
  element.role = 'textbox';
  element.ariaMultiLine = 'true';
  element.setAttribute('aria-labelledby', 'notes-title');
  element.contentEditable = 'true';
  editor.setRootElement(element);
  registerRichText(editor);
  return { text: () => editor.getEditorState().read(() => $getRoot().getTextContent()) };
}

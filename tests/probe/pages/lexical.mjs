import { registerRichText } from '@lexical/rich-text';
import { createEditor } from 'lexical';

const editor = createEditor({ namespace: 'notes', onError: (error) => console.error(error) });
editor.setRootElement(document.getElementById('editor'));
registerRichText(editor);

import { javascript } from '@codemirror/lang-javascript';
import { basicSetup, EditorView } from 'codemirror';

const TEXT = `function greet(name) {
  return 'Hello ' + name;
}

${Array.from({ length: 200 }, (_, n) => `export const step${n} = () => greet('step ${n}');`).join('\n')}
`;

const root = document.getElementById('root');
const view = new EditorView({ doc: TEXT, parent: root, extensions: [basicSetup, javascript()] });
view.dom.style.cssText = 'width: 900px; height: 480px; border: 1px solid #888';
window.surface = { state: () => ({ text: view.state.doc.toString() }) };

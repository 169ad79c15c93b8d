import * as monaco from 'monaco-editor/editor.js';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/typescript/register.js';

const TEXT = `import { money } from './money';

export function total(lines) {
  let sum = 0;
  for (const line of lines) sum += line.price;
  return money(sum);
}

${Array.from({ length: 60 }, (_, n) => `export const rate${n} = ${n} / 100;`).join('\n')}
`;

self.MonacoEnvironment = { getWorker: () => new Worker('/assets/editor-worker.js', { type: 'module' }) };
const root = document.getElementById('root');
root.style.cssText = 'width: 900px; height: 520px; border: 1px solid #888';
const editor = monaco.editor.create(root, { value: TEXT, language: 'typescript', minimap: { enabled: false } });
window.surface = { state: () => ({ text: editor.getValue() }) };

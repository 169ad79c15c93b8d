// Monaco, as web IDEs use it: it types into an EditContext.
import * as monaco from 'monaco-editor/editor.js';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/ini/register.js';
import 'monaco-editor/languages/definitions/typescript/register.js';

const LANGUAGES = { ts: 'typescript', env: 'ini' };

export function startEditor(element) {
  self.MonacoEnvironment = { getWorker: () => new Worker('/assets/editor-worker.js', { type: 'module' }) };
  monaco.editor.defineTheme('tidepool', {
    base: 'vs-dark',
    inherit: true,
    rules: [
      { token: 'keyword', foreground: '5eead4' },
      { token: 'string', foreground: 'fbbf80' },
      { token: 'comment', foreground: '7d92a5' },
      { token: 'number', foreground: 'f9a8d4' },
    ],
    colors: { 'editor.background': '#10161d', 'editor.lineHighlightBackground': '#161e27' },
  });
  const editor = monaco.editor.create(element, {
    theme: 'tidepool',
    automaticLayout: true,
    autoClosingBrackets: 'never',
    autoClosingQuotes: 'never',
    autoIndent: 'none',
    minimap: { enabled: false },
    fontSize: 13,
    lineNumbersMinChars: 3,
    quickSuggestions: false,
    scrollBeyondLastLine: false,
    stickyScroll: { enabled: false },
    wordBasedSuggestions: 'off',
  });
  return {
    show(name, text) {
      editor.getModel()?.dispose();
      editor.setModel(monaco.editor.createModel(text, LANGUAGES[name.split('.').pop()]));
    },
    text: () => editor.getValue(),
    setText: (text) => editor.setValue(text),
    format: () => editor.trigger('workspace', 'editor.action.trimTrailingWhitespace'),
  };
}

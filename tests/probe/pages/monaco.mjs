import * as monaco from 'monaco-editor/editor/editor.api.js';

globalThis.MonacoEnvironment = { getWorker: () => new Worker('data:text/javascript,') };
monaco.editor.create(document.getElementById('editor'), {
  value: '',
  language: 'plaintext',
  minimap: { enabled: true },
});

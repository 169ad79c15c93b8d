// CodeMirror 6 with undo and completion. What it completes `deploy` to is in `data-completion`.
import { acceptCompletion, autocompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorView, keymap } from '@codemirror/view';

export function start(element) {
  const { completion } = element.dataset;
  delete element.dataset.completion;
  const complete = (context) => {
    const word = context.matchBefore(/depl\w*/);
    return word && completion ? { from: word.from, options: [{ label: `deploy(${completion})` }] } : null;
  };
  const view = new EditorView({
    parent: element,
    extensions: [
      autocompletion({ override: [complete], interactionDelay: 0 }),
      history(),
      keymap.of([{ key: 'Enter', run: acceptCompletion }, ...defaultKeymap, ...historyKeymap]),
    ],
  });
  return { text: () => view.state.doc.toString() };
}

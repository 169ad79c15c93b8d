// CodeMirror 6 with somebody else in the same document (Yjs): `other` writes as they do, and their name stands at their
// cursor.
import { EditorView } from '@codemirror/view';
import { yCollab } from 'y-codemirror.next';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { applyUpdate, createRelativePositionFromTypeIndex, Doc } from 'yjs';

export function start(element) {
  const [own, others] = [new Doc(), new Doc()];
  own.on('update', (update, origin) => origin !== 'wire' && applyUpdate(others, update, 'wire'));
  others.on('update', (update, origin) => origin !== 'wire' && applyUpdate(own, update, 'wire'));
  const [here, there] = [new Awareness(own), new Awareness(others)];
  there.on('update', () => applyAwarenessUpdate(here, encodeAwarenessUpdate(there, [others.clientID]), 'wire'));
  there.setLocalStateField('user', { name: element.dataset.other, color: '#00c800', colorLight: '#00c80033' });
  delete element.dataset.other;
  const text = own.getText('code');
  const view = new EditorView({ parent: element, extensions: [yCollab(text, here)] });
  return {
    text: () => view.state.doc.toString(),
    /** The other writes something at the end of the first line, and their cursor is there. */
    write(words) {
      const line = others.getText('code');
      const at = line.toString().split('\n')[0].length;
      line.insert(at, words);
      const cursor = createRelativePositionFromTypeIndex(line, at + words.length);
      there.setLocalStateField('cursor', { anchor: cursor, head: cursor });
    },
    leave: () => there.setLocalState(null),
  };
}

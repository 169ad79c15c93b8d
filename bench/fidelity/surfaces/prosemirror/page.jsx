import { exampleSetup } from 'prosemirror-example-setup';
import 'prosemirror-example-setup/style/style.css';
import 'prosemirror-menu/style/menu.css';
import { schema } from 'prosemirror-schema-basic';
import { EditorState } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import 'prosemirror-view/style/prosemirror.css';

const root = document.getElementById('root');
root.style.cssText = 'width: 700px; border: 1px solid #888';
const view = new EditorView(root, { state: EditorState.create({ schema, plugins: exampleSetup({ schema }) }) });
view.dom.setAttribute('aria-label', 'Article');
view.dom.style.minHeight = '260px';
const marks = (node) => node.marks.map(({ type }) => type.name).join();
window.surface = {
  state: () => {
    const blocks = [];
    view.state.doc.forEach((block) => {
      const runs = [];
      block.forEach((node) => {
        runs.push([node.text, marks(node)]);
      });
      blocks.push([block.type.name, runs]);
    });
    return { blocks };
  },
};

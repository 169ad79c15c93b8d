import Quill from 'quill';
import 'quill/dist/quill.snow.css';

const root = document.getElementById('root');
root.style.cssText = 'width: 760px; height: 320px';
const quill = new Quill(root, {
  theme: 'snow',
  modules: {
    toolbar: [[{ header: [1, 2, false] }], ['bold', 'italic', 'underline'], [{ list: 'ordered' }, { list: 'bullet' }]],
  },
});
window.surface = {
  state: () => ({
    ops: quill.getContents().ops.map(({ insert, attributes = {} }) => [insert, Object.keys(attributes).sort().join()]),
  }),
};

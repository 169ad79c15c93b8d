// The widgets in the pages with traps: whatever asks for one by `data-widget` gets it, and loads only that.
const WIDGETS = {
  codemirror: () => import('./codemirror.js'),
  editcontext: () => import('./editcontext.js'),
  notes: () => import('../workspace/notes.js').then(({ startNotes }) => ({ start: startNotes })),
  reveal: () => import('./reveal.js'),
  rewrite: () => import('./rewrite.js'),
  shadow: () => import('./shadow.js'),
  together: () => import('./together.js'),
  terminal: () => import('../workspace/terminal.js').then(({ startShell }) => ({ start: startShell })),
};

/** What the widgets hand to whoever drives the page, by the ids of their elements. */
window.widgets = {};

for (const element of document.querySelectorAll('[data-widget]')) {
  const { start } = await WIDGETS[element.dataset.widget]();
  window.widgets[element.id] = start(element);
}
document.documentElement.dataset.ready = 'yes';

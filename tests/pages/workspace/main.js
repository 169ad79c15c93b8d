// The sample workspace: an editor, a terminal, notes and a form, as web IDEs have them.
//
// The address may carry `?owner=` (shown at the top and in the title) and the page hands its parts to whoever drives
// it as `window.workspace`.
import { startDeployForm } from './deploy.js';
import { startEditor } from './editor.js';
import { FILES } from './files.js';
import { startNotes } from './notes.js';
import { startShell } from './terminal.js';
import { startToolbar } from './toolbar.js';

const at = (id) => document.getElementById(id);
const owner = new URLSearchParams(location.search).get('owner') ?? 'ada.lovelace@example.com';
const editor = startEditor(at('editor'));
const notes = startNotes(at('notes'));
const parts = startToolbar(at('tools'), at('files'), { open, run, format, history: showHistory });
const shell = startShell(at('terminal'));
startDeployForm(at('deploy'));
at('owner').textContent = owner;
open('orders.ts');

function open(name) {
  editor.show(name, FILES[name]);
  at('tab').textContent = name;
  at('crumbs').textContent = `orders-service / src / ${name}`;
  document.title = `${name} · ${owner} · Tidepool`;
  say(`Opened ${name}`);
}

function run() {
  say('All 12 tests passed');
}

function format() {
  editor.format();
  say('Formatted');
}

function showHistory() {
  history.pushState({}, '', `/workspace/history${location.search}`);
  say('3 versions of this file');
}

function say(text) {
  at('status').textContent = text;
}

window.workspace = {
  /** The text in the code editor. */
  code: () => editor.text(),
  /** Replaces the text in the code editor. */
  setCode: (text) => editor.setText(text),
  /** The text of the notes. */
  notes: () => notes.text(),
  /** What the terminal shows. */
  screen: () => shell.text(),
  /** A part that is made anew at every click, as it is now. */
  part: (name) => parts.get(name),
};
document.documentElement.dataset.ready = 'yes';

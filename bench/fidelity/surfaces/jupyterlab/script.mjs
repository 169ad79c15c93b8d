// JupyterLab with a running kernel: code cells, their output, menus, a terminal of its own kind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from '../../../../tests/e2e/harness.mjs';

export const name = 'JupyterLab';
export const path = '/lab/tree/work.ipynb?reset';
export const ready = '.jp-Notebook .jp-CodeCell .cm-content >> nth=0';
/** Nothing happens at a click there. */
export const mark = '#jp-main-statusbar';

const JUPYTER = resolve('.cache/fidelity/jupyter/bin/jupyter-lab');

/** A notebook server on loopback with one empty notebook, and a kernel as soon as that is opened. */
export async function serve() {
  const dir = await mkdtemp(join(tmpdir(), 'candor-jupyter-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await writeNotebook(dir);
  const settings = {
    'ServerApp.port': port,
    'ServerApp.port_retries': 0,
    'ServerApp.root_dir': dir,
    'ServerApp.open_browser': 'False',
    'ServerApp.allow_root': 'True',
    'ServerApp.disable_check_xsrf': 'True',
    'IdentityProvider.token': '',
    'LabApp.expose_app_in_browser': 'True',
    'LabApp.news_url': '',
    'LabApp.check_for_updates_class': 'jupyterlab.NeverCheckForUpdate',
  };
  const folders = {
    JUPYTER_CONFIG_DIR: 'config',
    JUPYTER_DATA_DIR: 'data',
    JUPYTER_RUNTIME_DIR: 'run',
    IPYTHONDIR: 'ip',
  };
  const env = Object.fromEntries(Object.entries(folders).map(([key, folder]) => [key, join(dir, '.jupyter', folder)]));
  const args = Object.entries(settings).map(([key, value]) => `--${key}=${value}`);
  const child = spawn(JUPYTER, args, { env: { ...process.env, ...env }, stdio: 'ignore', detached: true });
  await until('the notebook server answers', async () => {
    const answer = await fetch(`${url}/api/status`).catch(() => undefined);
    return answer?.ok;
  });
  return {
    url,
    /** Every session begins with the same notebook and without a kernel. */
    anew: async () => {
      for (const { id } of await (await fetch(`${url}/api/sessions`)).json()) {
        await fetch(`${url}/api/sessions/${id}`, { method: 'DELETE' });
      }
      await rm(join(dir, '.ipynb_checkpoints'), { recursive: true, force: true });
      await rm(join(dir, '.jupyter', 'config'), { recursive: true, force: true });
      await writeNotebook(dir);
    },
    close: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What stands in the cells, and what came of them. */
export function state(page) {
  return page.evaluate(() => {
    const { widgets } = window.jupyterapp.shell.currentWidget.content;
    return {
      cells: widgets.map(({ model }) => [
        model.type,
        model.sharedModel.getSource(),
        model.type === 'code'
          ? model.outputs
              .toJSON()
              .map(({ text, data }) => text ?? data?.['text/plain'])
              .join('')
          : '',
      ]),
    };
  });
}

export const ends = {
  cells: [
    ['code', 'prices = [3, 4, 5]', ''],
    ['code', 'sum(prices) * 2', '24'],
    ['markdown', '## Result\nIt fits.', ''],
    ['code', 'print(max(prices))', '5\n'],
    ['code', '', ''],
  ],
};

const whole = (n) => `.jp-Notebook .jp-Cell:nth-of-type(${n})`;
const cell = (n) => `.jp-Notebook .jp-Cell:nth-of-type(${n}) .cm-content`;
const output = (n) => `.jp-Notebook .jp-Cell:nth-of-type(${n}) .jp-OutputArea-output`;

export async function play(hands) {
  await hands.page.waitForFunction(isReady);
  await hands.click(cell(1), { at: [60, 10] });
  await hands.type('prices = [3, 4, 5]');
  // The cell is run, and the next one gets the keyboard.
  await hands.press('Shift+Enter', { reads: '', also: [{ kind: 'focus', comes: cell(2) }] });
  await hands.type('smu\b\bum(prices)');
  await hands.press('Shift+Enter', { reads: '', also: [{ kind: 'focus', comes: cell(3) }] });
  await hands.sees(output(2));
  await hands.click(cell(2), { at: [150, 10] });
  await hands.press('End');
  await hands.type(' * 2');
  await hands.press('Control+Enter', { also: [{ kind: 'focus', comes: whole(2) }] });
  await hands.press('Escape');
  await hands.press('ArrowDown', { also: [{ kind: 'focus', comes: whole(3) }] });
  // Makes another cell of it, of text.
  await hands.press('m', { also: [{ kind: 'focus', comes: whole(3) }] });
  await hands.press('Enter', { also: [{ kind: 'focus', comes: cell(3) }] });
  await hands.type('## Resutl\b\blt\nIt fits.');
  await hands.press('Shift+Enter', { reads: '', also: [{ kind: 'focus', comes: cell(4) }] });
  await hands.sees(cell(4));
  await hands.type('print(max(prices))');
  await hands.doubleClick(cell(4), { at: [20, 10], selects: 'print' });
  await hands.press('Control+c', { also: [{ kind: 'clipboard', what: 'copy', length: 5 }] });
  await hands.press('ArrowRight');
  await hands.click('.jp-NotebookPanel-toolbar [data-command="notebook:run-cell-and-select-next"]');
  await hands.sees(output(4));
  await hands.press('Control+s');
  await hands.rightClick(output(4), { at: [20, 8] });
  await hands.press('Escape');
}

/** In the page: whether the notebook is drawn and its kernel waits for something to do. */
async function isReady() {
  await window.jupyterapp.restored;
  const notebook = window.jupyterapp.shell.currentWidget;
  await notebook.revealed;
  return notebook.context.sessionContext.session?.kernel?.status === 'idle';
}

async function writeNotebook(dir) {
  const notebook = {
    cells: [{ cell_type: 'code', id: 'first', metadata: {}, source: [], outputs: [], execution_count: null }],
    metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await writeFile(join(dir, 'work.ipynb'), JSON.stringify(notebook));
}

async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

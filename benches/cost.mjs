// `node benches/cost.mjs [ROUNDS]`: what recording costs the page and the machine. The same work is done in the same
// browser and page, with recording on and off in turn; off means that nothing of the extension is in the page. Writes
// bench/results/cost.json: medians over the rounds.
//
// - `page`: milliseconds of CPU time of the page's main thread, of each action, and `script` those of them in scripts
// - `shown`: milliseconds from an action until the frame after it
// - `cpu`: milliseconds of CPU time of all of the browser's processes, of each action
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as pass } from 'node:timers/promises';
import { start, until } from '../tests/e2e/harness.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);
/** What the kernel counts a process's time in, a second: USER_HZ of proc(5), 100 on every architecture there is. */
const TICKS = 100;
const TEXT = 'const tides = harbours.map((harbour) => tide(harbour)); // twice a day\n';

/** What is done, each action after so many milliseconds, and what it is called by the browser. */
const WORK = {
  'typing in Monaco': {
    event: 'keydown',
    pace: 50,
    async prepare({ rig }) {
      await rig.click('.view-line:last-child');
      await rig.page.keyboard.press('Control+End');
    },
    actions: typing(TEXT.repeat(2)),
  },
  'typing in a terminal': {
    event: 'keydown',
    pace: 50,
    prepare: ({ rig }) => rig.click('.xterm-screen'),
    actions: typing('echo the tide comes in twice a day\n'.repeat(3)),
  },
  clicks: {
    event: 'click',
    pace: 600,
    prepare: ({ rig }) => rig.click('#status'),
    actions: Array.from(
      { length: 16 },
      (_, at) =>
        ({ rig }) =>
          rig.click(at % 2 ? '#status' : '#name'),
    ),
  },
  scrolling: {
    event: 'wheel',
    pace: 16,
    prepare: ({ page }) => page.hover('.view-lines'),
    actions: Array.from(
      { length: 120 },
      (_, at) =>
        ({ page }) =>
          page.mouse.wheel(0, at % 60 < 30 ? 40 : -40),
    ),
  },
};

const cleanups = [];
const rig = await start({ after: (task) => cleanups.push(task) }, { policy: (open) => ({ ...open, holdMinutes: 60 }) });
try {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const recording of round % 2 ? [true, false] : [false, true]) rounds.push(await measure(recording));
  }
  await report(rounds);
} finally {
  for (const task of cleanups) await task();
}

/** A key after the other. */
function typing(text) {
  return [...text].map(
    (key) =>
      ({ page }) =>
        page.keyboard.press(key === '\n' ? 'Enter' : key),
  );
}

/** Does all of the work once. */
async function measure(recording) {
  await rig.ask({ kind: 'switch', on: recording });
  const { page } = rig;
  await page.goto(`${rig.pages.url}/workspace`);
  await page.waitForSelector('[data-ready]');
  await until('it is on or off', async () => ((await rig.status()).tab.state === 'recording') === recording);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const row = { recording };
  for (const [name, work] of Object.entries(WORK)) row[name] = await cost(session, work);
  if (recording) await until('all is stored', async () => !(await rig.status()).busy);
  await session.detach();
  return row;
}

async function cost(session, { event, pace, prepare, actions }) {
  const { page } = rig;
  await prepare({ rig, page });
  await page.evaluate((type) => {
    window.shown = [];
    window.ending?.abort();
    window.ending = new AbortController();
    const seen = ({ timeStamp }) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.shown.push(performance.now() - timeStamp);
        port2.postMessage(0);
      });
    addEventListener(type, seen, { capture: true, passive: true, signal: window.ending.signal });
  }, event);
  const before = await sums(session);
  for (const act of actions) {
    await act({ rig, page });
    await pass(pace);
  }
  const after = await sums(session);
  const shown = await page.evaluate(() => window.shown);
  const each = (name) => (after[name] - before[name]) / actions.length;
  return { page: each('page'), script: each('script'), cpu: each('cpu'), shown: median(shown) };
}

async function sums(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const seconds = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return { page: seconds('ThreadTime') * 1000, script: seconds('ScriptDuration') * 1000, cpu: cpuTime() };
}

/** Milliseconds of CPU time of the browser and all of its children. */
function cpuTime() {
  const processes = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      processes.set(pid, { parent: fields[1], time: Number(fields[11]) + Number(fields[12]), command });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid) => {
    const entry = processes.get(pid);
    return entry !== undefined && (entry.command.includes(rig.dir) || isOurs(entry.parent));
  };
  const ours = [...processes.keys()].filter(isOurs).map((pid) => processes.get(pid));
  return (ours.reduce((sum, { time }) => sum + time, 0) / TICKS) * 1000;
}

async function report(rounds) {
  const rows = Object.keys(WORK).flatMap((name) =>
    ['page', 'script', 'shown', 'cpu'].map((what) => {
      const of = (recording) =>
        median(rounds.filter((round) => round.recording === recording).map((round) => round[name][what]));
      const [off, on] = [of(false), of(true)];
      const round = (value) => Number(value.toPrecision(3));
      return { work: name, what, off: round(off), on: round(on), ratio: round(on / off), more: round(on - off) };
    }),
  );
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  const result = { commit, cores: cpus().length, cpu: cpus()[0].model, unit: 'ms', rounds: ROUNDS, rows };
  await mkdir('bench/results', { recursive: true });
  await writeFile('bench/results/cost.json', `${JSON.stringify(result, null, 2)}\n`);
  console.table(rows);
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

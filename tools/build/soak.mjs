// `node tools/build/soak.mjs [ROUNDS] [SEED] [PART…]`: the long forms of the tests that kill things or feed them nonsense,
// one after the other; with parts of their names, those alone. Writes what came of each, with seed and commit, to
// bench/results/soak.json, and leaves there what it says of the others.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const RESULT = 'bench/results/soak.json';
const [rounds = '100', seed = String(Date.now() % 1_000_000), ...wanted] = process.argv.slice(2);
if (!(Number(rounds) > 0 && Number.isInteger(Number(seed)))) {
  console.error('usage: ./build.sh soak [ROUNDS] [SEED] [PART…]');
  process.exit(2);
}

const PARTS = [
  {
    name: 'the core in a simulated world',
    command: ['cargo', 'test', '--locked', '-p', 'candor-core', '--lib', 'engine'],
    env: { CANDOR_CASES: String(50 * Number(rounds)) },
  },
  {
    name: 'the detector fed ten minutes of nonsense',
    command: ['cargo', 'test', '--locked', '--release', '-p', 'candor-detect', '--lib', 'mutated'],
    env: { CANDOR_FUZZ_SECONDS: '600', CANDOR_SEED: seed },
  },
  {
    name: 'the ingest server killed',
    command: ['cargo', 'test', '--locked', '-p', 'candor-ingest', '--test', 'ingest', 'crash'],
    env: { CANDOR_CRASH_ROUNDS: rounds },
  },
  browser('the worker stopped', 'nothing-is-lost-when-the-worker-stops'),
  browser('the browser killed', 'after-a-crash-at-most-two-seconds-are-missing'),
  browser('the ingest server killed during uploads', 'the-server-may-die-at-any-moment'),
  browser('half an hour at random', 'a-long-session-loses-nothing', { CANDOR_SECONDS: '1800' }),
];

function browser(name, file, more = {}) {
  return {
    name,
    command: [process.execPath, '--test', '--test-reporter=spec', `tests/e2e/${file}.test.mjs`],
    env: { CANDOR_ROUNDS: rounds, CANDOR_SEED: seed, ...more },
  };
}

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const commit = git('rev-parse', 'HEAD');
const clean = git('status', '--porcelain') === '';
const isWanted = ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part));
const results = PARTS.filter(isWanted).map(({ name, command: [program, ...args], env }) => {
  process.stdout.write(`${`${name} …`.padEnd(44)}`);
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`${String(seconds).padStart(5)} s${status === 0 ? '' : '  FAILED'}\n`);
  if (status !== 0) process.stdout.write(`${stdout}${stderr}\n`);
  // What a test says of itself.
  const told = [...stdout.matchAll(/^(?:# |ℹ )(\d.*)$/gm)].map(([, line]) => line);
  return {
    name,
    commit,
    clean,
    rounds: Number(rounds),
    seed: Number(seed),
    ...env,
    seconds,
    passed: status === 0,
    told,
  };
});

mkdirSync('bench/results', { recursive: true });
const before = existsSync(RESULT) ? JSON.parse(readFileSync(RESULT, 'utf8')).parts : [];
const parts = PARTS.flatMap(({ name }) => [...results, ...before].find((part) => part.name === name) ?? []);
writeFileSync(RESULT, `${JSON.stringify({ parts }, null, 2)}\n`);
console.log(`written: ${RESULT}`);
process.exit(results.every(({ passed }) => passed) ? 0 : 1);

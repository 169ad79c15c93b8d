// `node bench/fidelity/main.mjs [NAME…]`: scripted sessions in editors, terminals, forms, grids and notebooks, recorded
// by Candor, by rrweb and by Playwright's recorder, and held against what the scripts say they did.
//
// An action counts when its record is there exactly once, of the right kind, with the right text and keys, pictures (or
// gaps that say which is missing) before and after it, and with selectors that lead to its very element: in a second
// session, where the page stands as it did before the action and every node is new. Each surface is also replayed from
// its records alone. What came of each surface, with its commit, is written to bench/results/fidelity.json; with names, only theirs
// is replaced there.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { causesOf } from './causes.mjs';
import { bundlePages, servePages } from './pages.mjs';
import { recorded, recordedByPlaywright, replayed, tried } from './sessions.mjs';

const RESULT = 'bench/results/fidelity.json';
const DIR = join(dirname(fileURLToPath(import.meta.url)), 'surfaces');
const wanted = process.argv.slice(2);
const all = readdirSync(DIR).sort();
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`there is no surface ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}

const folders = wanted.length ? wanted : all;
await bundlePages(folders);
const pages = await servePages();
const rows = [];
const misses = [];
const failed = [];
/** What the others miss, by reason. */
const reasons = { rrweb: {}, playwright: {} };
for (const folder of folders) {
  const surface = await import(join(DIR, folder, 'script.mjs'));
  const server = surface.serve ? await surface.serve() : undefined;
  try {
    rows.push(await run(surface, { base: server?.url ?? pages.url, anew: server?.anew }));
    console.log(JSON.stringify(rows.at(-1)));
  } catch (error) {
    // The other surfaces are run all the same; without this one nothing is written.
    console.error(`${surface.name}: ${error.stack}`);
    failed.push(surface.name);
  } finally {
    await server?.close();
  }
}
await pages.close();

console.table(
  rows.map(({ name, actions, candor, rrweb, playwright, replay }) => ({
    name,
    actions,
    candor,
    rrweb,
    playwright,
    replay: replay.same,
  })),
);
for (const { surface, action, why, causes } of misses) {
  console.log(`${surface}  ${action}: ${why.join('; ')}${causes.length ? '' : '  (not explained)'}`);
}
const total = (name) => rows.reduce((sum, row) => sum + (row[name] ?? 0), 0);
console.log(`${total('candor')} of ${total('actions')} actions fully right on ${rows.length} surfaces`);
if (failed.length > 0) console.error(`could not be run: ${failed.join(', ')}`);
else {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  const before = wanted.length ? JSON.parse(await readFile(RESULT, 'utf8')) : { surfaces: [], misses: [] };
  const isNew = (name) => rows.some((row) => row.name === name);
  const surfaces = rows.map((row) => ({ ...row, commit }));
  const result = {
    surfaces: before.surfaces.map((row) => surfaces.find(({ name }) => name === row.name) ?? row),
    misses: [...before.misses.filter(({ surface }) => !isNew(surface)), ...misses],
    // Of all surfaces together.
    others: before.others ?? reasons,
  };
  if (wanted.length === 0) result.surfaces = surfaces;
  await mkdir('bench/results', { recursive: true });
  await writeFile(RESULT, `${JSON.stringify(result, null, 2)}\n`);
  console.log(`written: ${RESULT}`);
}
process.exit(failed.length === 0 && total('candor') === total('actions') ? 0 : 1);

/** All sessions of a surface. */
async function run(surface, place) {
  const own = await recorded(surface, place);
  mustEnd(surface, own.end, 'recorded');
  const theirs = surface.noPlaywright ? undefined : await recordedByPlaywright(surface, place);
  if (theirs) mustEnd(surface, theirs.end, 'recorded by Playwright');
  const rrweb = await tried(surface, place, { own: own.verdicts, theirs: theirs?.verdicts });
  mustEnd(surface, rrweb.end, 'tried');
  const again = await replayed(surface, place, own.records);
  const replay = {
    same: JSON.stringify(again.end) === JSON.stringify(surface.ends),
    needs: again.needs.map(({ what }) => what),
    lost: again.lost.length,
  };
  if (!replay.same) console.log(`replay of ${surface.name}: ${firstDifference(again.end, surface.ends)}`);
  const right = (verdicts, recorder) => {
    const wrong = verdicts.filter((verdict) => verdict.wrong.length > 0);
    for (const { step, wrong: why } of wrong) {
      if (recorder === 'candor') {
        const causes = causesOf(surface.name, why);
        misses.push({ surface: surface.name, action: `${step.n + 1}: ${step.name}`, why, causes });
      } else for (const reason of new Set(why.map(inGeneral))) count(reasons[recorder], reason);
    }
    return verdicts.length - wrong.length;
  };
  const pictures = (phase, state) => own.verdicts.filter((verdict) => verdict[phase] === state).length;
  return {
    name: surface.name,
    actions: own.verdicts.length,
    candor: right(own.verdicts, 'candor'),
    rrweb: surface.withoutRrweb ? null : right(rrweb.verdicts, 'rrweb'),
    playwright: theirs ? right(theirs.verdicts, 'playwright') : null,
    pictures: {
      before: pictures('before', 'picture'),
      after: pictures('after', 'picture'),
      gaps: pictures('before', 'gap') + pictures('after', 'gap'),
    },
    staleBoxes: own.verdicts.filter(({ stale }) => stale).length,
    replay,
  };
}

/** A reason without what it is about. */
function inGeneral(why) {
  return why.replace(/^(\w+): .* leads .*/, '$1: the selector leads elsewhere').replace(/^\d+ /, '');
}

function count(counts, key) {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** A script that has not done what it says proves nothing. */
function mustEnd(surface, end, how) {
  if (JSON.stringify(end) === JSON.stringify(surface.ends)) return;
  throw new Error(`${surface.name}, ${how}: ${firstDifference(end, surface.ends)}`);
}

function firstDifference(is, should) {
  const [a, b] = [JSON.stringify(is) ?? 'nothing', JSON.stringify(should)];
  const at = [...b].findIndex((char, n) => char !== a[n]);
  const from = Math.max(0, at - 40);
  return `ends with …${a.slice(from, at + 60)}…, not …${b.slice(from, at + 60)}…`;
}

// Holds the records of a session against what its script said: each action there exactly once, of the right kind, on
// the right element, with the right text and keys, and with its pictures.
//
// Records are given to steps by their time: the hands rest between two steps for longer than a record's time is off.
import { locate } from '../../../tests/replay/locate.mjs';
import { resultOf } from '../hands.mjs';
import { align } from './align.mjs';

/** What is not an action: pictures, marks, and what the page does by itself. */
const BESIDE = new Set(['session', 'navigate', 'frame', 'gap', 'aria', 'tab', 'resize']);

/** What has no pictures of its own: what comes of an action, which has them. */
const QUIET = new Set(['clipboard', 'focus', 'select', 'dialog']);

/** Milliseconds by which the time of a record may be off against the clock of the script. */
const OFF = 300;
const NEAR = 1.6;

/**
 * Judges `steps` by `records`. Returns for each step what is wrong with it, which records say it, and whether its
 * pictures are there: `{ step, wrong: [text], records: [{ record, expected }], before, after, stale }`; `stale` says that the
 * box of a field is not where it was.
 */
export function judge(steps, records) {
  const verdicts = steps.map((step) => ({ step, wrong: [], records: [], before: 'none', after: 'none', stale: false }));
  // A page may move the focus by itself; what it does of that in answer to a key is expected.
  const actions = records.filter(({ kind, actor }) => !BESIDE.has(kind) && (actor !== 'page' || kind === 'focus'));
  const offset = clockOffset(steps, actions);
  const stepOf = (record) => {
    const at = record.t + offset + OFF;
    return steps.findLastIndex(({ began }) => began <= at);
  };
  const own = steps.map(() => []);
  for (const record of actions) own[Math.max(0, stepOf(record))].push(record);

  for (const [n, verdict] of verdicts.entries()) judgeSingles(verdict, own[n]);
  judgeKeys(verdicts, actions, stepOf);
  for (const verdict of verdicts) judgePictures(verdict, records);
  return verdicts;
}

/**
 * Whether what the records of a step say leads to its elements, in a session that is another one with the same script:
 * every node is new, and the page stands as it did before the step, or after it for elements that come of it. Returns
 * what is wrong.
 */
export async function judgeElements(step, judged, phase) {
  const wrong = [];
  for (const { record, expected } of judged.records) {
    const now = step.expects[expected];
    if (Boolean(now.comes) !== (phase === 'after')) continue;
    const pairs = [[record.target, now.node, now.frame]];
    if (record.onto && now.onto) pairs.push([record.onto, now.onto.node, now.onto.frame]);
    for (const [target, node, frame] of pairs) {
      if (!target || now.anywhere || now.sensitive) continue;
      const found = await locate(frame, target);
      const same = found.length === 1 && (await node.evaluate((one, other) => one === other, found[0]));
      if (!same) wrong.push(`${record.kind}: ${target.primary.family} leads to ${leads(found)} (${said(target)})`);
    }
  }
  return [...new Set(wrong)];
}

const leads = (found) => (found.length === 1 ? 'another element' : `${found.length} elements`);

function said({ primary, role, selectors }) {
  const value = { role: `${role} “${selectors.name}”` }[primary.family] ?? selectors[primary.family];
  return String(value).slice(0, 90);
}

/** How far the session's clock is from that of the script: the median over clicks that are told apart by their point. */
function clockOffset(steps, actions) {
  const clicks = actions.filter(({ kind }) => kind === 'click');
  const presses = steps.flatMap(({ began, expects }) =>
    expects.filter(({ kind }) => kind === 'click').map(({ point, button }) => ({ began, point, button })),
  );
  const same = (press, click) => press.button === click.button && near(press.point, click.point);
  const offsets = align(presses, clicks, same).map(([i, j]) => presses[i].began - clicks[j].t);
  if (offsets.length === 0) return steps[0].began - (actions[0]?.t ?? 0);
  return offsets.toSorted((a, b) => a - b)[Math.floor(offsets.length / 2)];
}

/** What is a record of its own: everything but keys and typing. */
function judgeSingles(verdict, records) {
  const { step, wrong } = verdict;
  const left = records.filter(({ kind }) => kind !== 'key' && kind !== 'type');
  for (const [n, expected] of step.expects.entries()) {
    if (expected.kind === 'keys' || expected.kind === 'type') continue;
    const candidates = left.filter((record) => isMeant(record, expected));
    // The focus may stop elsewhere on its way.
    const isWay = expected.kind === 'focus';
    const record = isWay ? candidates.at(-1) : candidates[0];
    if (!record) {
      wrong.push(`${expected.kind} is missing`);
      continue;
    }
    for (const each of isWay ? candidates : [record]) left.splice(left.indexOf(each), 1);
    wrong.push(...differences(record, expected));
    verdict.records.push({ record, expected: n });
  }
  for (const record of left.filter(({ actor }) => actor !== 'page')) {
    const twice = step.expects.some((expected) => isMeant(record, expected));
    wrong.push(`${record.kind} ${twice ? 'is there again' : 'is there, but was not done'} ${short(record)}`);
  }
}

function isMeant(record, expected) {
  if (record.kind !== expected.kind) return false;
  if (record.kind === 'click') return record.count === expected.count && record.button === expected.button;
  return record.kind !== 'clipboard' || record.what === expected.what;
}

/** How a record differs from what it should say. */
function differences(record, expected) {
  const wrong = [];
  const check = (name, is, should) => {
    const [a, b] = [JSON.stringify(is), JSON.stringify(should)];
    if (a !== b) wrong.push(`${record.kind}: ${name} is ${a}, not ${b}`);
  };
  switch (record.kind) {
    case 'click':
      check('modifiers', record.modifiers, expected.modifiers);
      if (!near(record.point, expected.point)) check('point', record.point, expected.point);
      break;
    case 'drag':
      check('modifiers', record.modifiers, expected.modifiers);
      check('how', record.how, expected.how);
      if (!near(record.path[0], expected.from)) check('beginning', record.path[0], expected.from);
      if (!near(record.path.at(-1), expected.to)) check('end', record.path.at(-1), expected.to);
      check('other element', Boolean(record.onto), Boolean(expected.onto));
      if (record.onto && expected.onto) wrong.push(...targetDiffers(record.onto, expected.onto, 'end'));
      break;
    case 'scroll':
      check('deltaX', record.deltaX, expected.deltaX);
      check('deltaY', record.deltaY, expected.deltaY);
      break;
    case 'change':
      check('value', record.value, expected.value);
      break;
    case 'clipboard':
    case 'select':
      check('length', record.length, expected.length);
      break;
    default:
  }
  if (!record.target || expected.anywhere || !expected.tag) return wrong;
  // The clipboard's is the field's, see below; that of a selection is the field's after it.
  const moves = record.kind === 'clipboard' || record.kind === 'select';
  return [
    ...wrong,
    ...targetDiffers(record.target, expected, record.kind).filter((text) => !moves || !text.includes('box')),
  ];
}

function targetDiffers(target, { tag, box, comes }, of) {
  if (target.tag !== tag) return [`${of}: the element is a <${target.tag}>, not a <${tag}>`];
  // What comes up may still be on its way to its place.
  if (comes) return [];
  const sides = ['x', 'y', 'width', 'height'];
  const far = sides.filter((side) => Math.abs(target.rect[side] - box[side]) > NEAR);
  return far.length ? [`${of}: the element’s box differs in ${far.join(', ')}`] : [];
}

/** Keys and what they wrote: a burst may hold the keys of several steps. */
function judgeKeys(verdicts, actions, stepOf) {
  const meant = verdicts.flatMap((verdict, n) =>
    verdict.step.expects.flatMap((expected, index) =>
      expected.kind === 'keys' && !expected.sensitive && !expected.untold
        ? keysOf(expected).map(({ key, modifiers }) => ({ n, index, key, modifiers }))
        : [],
    ),
  );
  const given = actions.flatMap((record) => {
    if (record.kind === 'key') return [{ record, key: record.key, modifiers: record.modifiers }];
    if (record.kind !== 'type' || record.target.sensitive) return [];
    return record.keys.map(({ key, modifiers = {} }) => ({ record, key, modifiers }));
  });
  const same = (a, b) => a.key === b.key && JSON.stringify(a.modifiers) === JSON.stringify(b.modifiers);
  const pairs = align(meant, given, same);

  const missing = new Map();
  const found = new Set(pairs.map(([i]) => i));
  for (const [i, { n, key }] of meant.entries()) if (!found.has(i)) missing.set(n, [...(missing.get(n) ?? []), key]);
  for (const [n, keys] of missing) verdicts[n].wrong.push(`keys are missing: ${keys.slice(0, 12).join(' ')}`);

  const used = new Set(pairs.map(([, j]) => j));
  let last = 0;
  const owner = new Map(pairs.map(([i, j]) => [j, meant[i].n]));
  const extra = new Map();
  for (const [j, { key }] of given.entries()) {
    if (used.has(j)) last = owner.get(j);
    else extra.set(last, [...(extra.get(last) ?? []), key]);
  }
  for (const [n, keys] of extra) verdicts[n].wrong.push(`keys are there that were not pressed: ${keys.join(' ')}`);

  // Which records say which steps, and the other way round.
  const recordsOf = verdicts.map(() => new Set());
  for (const [i, j] of pairs) {
    const { n, index } = meant[i];
    const { record } = given[j];
    if (recordsOf[n].has(record)) continue;
    recordsOf[n].add(record);
    verdicts[n].records.push({ record, expected: index });
    const [problem] = targetDiffers(record.target ?? {}, verdicts[n].step.expects[index], record.kind);
    // A field is described when it is first used: its box may be another by now.
    if (problem?.includes('box')) verdicts[n].stale = true;
    else if (problem) verdicts[n].wrong.push(problem);
  }
  judgeSecrets(verdicts, actions, stepOf);
  judgeComposed(verdicts, actions, stepOf, recordsOf);
  judgeTexts(verdicts, recordsOf);
  const known = new Set([...recordsOf.flatMap((set) => [...set])]);
  for (const record of actions) {
    if (record.kind !== 'type' || known.has(record) || record.target.sensitive || record.ime) continue;
    verdicts[Math.max(0, stepOf(record))].wrong.push(`type is there, but was not done ${short(record)}`);
  }
}

/** The keys that a record should tell: all that have written something redacted are one. */
function keysOf({ keys, redacted }) {
  return redacted ? [{ key: `⟦${redacted}⟧`, modifiers: {} }] : keys;
}

/** Of what is sensitive there is one record that says so, and nothing else. */
function judgeSecrets(verdicts, actions, stepOf) {
  for (const [n, verdict] of verdicts.entries()) {
    for (const [index, expected] of verdict.step.expects.entries()) {
      if (!expected.sensitive) continue;
      const records = actions.filter((record) => record.kind === 'type' && stepOf(record) === n);
      if (records.length !== 1) verdict.wrong.push(`type is there ${records.length} times`);
      for (const record of records) {
        const { text, keys, target } = record;
        if (target.sensitive !== expected.sensitive) verdict.wrong.push(`type: sensitive is ${target.sensitive}`);
        if (keys.length > 0 || !/^(⟦[a-z]+⟧)?$/u.test(text)) verdict.wrong.push('type: something of it is told');
        verdict.records.push({ record, expected: index });
      }
    }
  }
}

/** What an input method has written: in a burst of its own, or in the one that goes on around it. */
function judgeComposed(verdicts, actions, stepOf, recordsOf) {
  for (const [n, verdict] of verdicts.entries()) {
    for (const [index, expected] of verdict.step.expects.entries()) {
      if (!expected.ime) continue;
      const record = actions.findLast((one) => one.kind === 'type' && stepOf(one) <= n);
      if (!record?.ime) {
        verdict.wrong.push('type is missing, or says nothing of an input method');
        continue;
      }
      recordsOf[n].add(record);
      verdict.records.push({ record, expected: index });
    }
  }
}

/** The text of bursts. Steps that share a burst, and bursts that share a step, are read together. */
function judgeTexts(verdicts, recordsOf) {
  const seen = new Set();
  for (const [n] of verdicts.entries()) {
    if (seen.has(n)) continue;
    const steps = new Set([n]);
    const records = new Set();
    for (let grown = true; grown; ) {
      const size = steps.size + records.size;
      for (const step of steps) for (const record of recordsOf[step]) if (record.kind === 'type') records.add(record);
      for (const [other, set] of recordsOf.entries())
        if ([...set].some((record) => records.has(record))) steps.add(other);
      grown = steps.size + records.size > size;
    }
    for (const step of steps) seen.add(step);
    const expected = [...steps].sort((a, b) => a - b).flatMap((step) => verdicts[step].step.expects.filter(isTyped));
    const isText = ({ keys, reads }) => reads !== undefined || keys.some(({ key }) => key.length === 1);
    if (records.size === 0 && !expected.some((each) => each.line !== 'none' && isText(each))) continue;
    const text = [...records]
      .sort(byPlace)
      .map((record) => record.text)
      .join('');
    const problem = textProblem(text, expected);
    if (problem) for (const step of steps) if (isTyping(verdicts[step].step)) verdicts[step].wrong.push(problem);
  }
}

const isTyped = ({ kind, sensitive, untold }) => (kind === 'keys' || kind === 'type') && !sensitive && !untold;

const isWriting = ({ key, modifiers }) =>
  !modifiers.ctrl && !modifiers.alt && !modifiers.meta && (key.length === 1 || key === 'Enter');

const isTyping = ({ expects }) => expects.some((each) => isTyped(each) && (each.ime || each.keys.some(isWriting)));

const byPlace = (a, b) => a.seq - b.seq;

const isPlain = ({ modifiers }) => !modifiers.ctrl;

function textProblem(text, expected) {
  if (expected.every(({ line }) => line === 'none')) return 'keys outside any field are told as text';
  const redacted = expected.find((each) => each.redacted)?.redacted;
  if (redacted) {
    const token = new RegExp(`^[^⟦]*⟦${redacted}:[a-z2-7]{4}⟧[^⟦]*$`, 'u');
    return token.test(text) ? undefined : `type: text is ${JSON.stringify(text)}, not redacted once as ${redacted}`;
  }
  const line = expected.find((each) => each.line)?.line ?? lineOf(expected);
  const should = expected.some(({ reads }) => reads !== undefined)
    ? expected.map(({ reads, keys }) => reads ?? resultOf(keys.filter(isPlain), line)).join('')
    : resultOf(
        expected.flatMap(({ keys }) => keys.filter(isPlain)),
        line,
      );
  return text === should ? undefined : `type: text is ${JSON.stringify(text)}, not ${JSON.stringify(should)}`;
}

/** In a field of one line, Enter writes nothing. */
function lineOf(expected) {
  return expected.every(({ tag }) => tag === 'input') ? 'single' : 'several';
}

/** A step's first record has the picture before it, its last one the picture after it; or a gap says which is missing. */
function judgePictures(verdict, records) {
  const actions = verdict.records.map(({ record }) => record).filter(({ kind }) => !QUIET.has(kind));
  // A choice by a press or a key has the pictures of that.
  const acts = actions.filter(({ kind }) => kind !== 'change');
  const own = (acts.length > 0 ? acts : actions).sort(byPlace);
  if (own.length === 0) return;
  verdict.before = pictureOf(own[0], 'before', records);
  verdict.after = pictureOf(own.at(-1), 'after', records);
  for (const phase of ['before', 'after']) {
    if (verdict[phase] === 'none') verdict.wrong.push(`there is neither a picture ${phase} it nor a gap in its place`);
  }
}

function pictureOf(action, phase, records) {
  const own = records.filter((record) => {
    return record.session === action.session && record.action === action.seq && record.phase === phase;
  });
  if (own.some(({ kind }) => kind === 'frame')) return 'picture';
  return own.some(({ kind }) => kind === 'gap') ? 'gap' : 'none';
}

function near(a, b) {
  return Math.abs(a.x - b.x) <= 1 && Math.abs(a.y - b.y) <= 1;
}

function short(record) {
  const { text, value, what, length, target } = record;
  const said = text ?? value ?? what ?? '';
  return `(${[target?.tag, said && JSON.stringify(said).slice(0, 40), length].filter((part) => part ?? false).join(', ')})`;
}

// Holds rrweb's events against the script, as far as they can represent an action. It keeps the page's DOM, not keys and
// not pictures: so an action counts when its kind, its element by node id, and its text are there. Text counts wherever
// it turns up, as the value of a field or in what the page drew. Keys that write nothing leave no trace of themselves.
import { resultOf } from '../hands.mjs';

const MUTATION = 0;
const MOVES = new Set([1, 6, 12]);
const INTERACTION = 2;
const SCROLL = 3;
const INPUT = 5;
const SELECTION = 14;
const [UP, DOWN, CLICK, MENU, DOUBLE, FOCUS] = [0, 1, 2, 3, 4, 5];

/** Watches the hands: which node ids the elements of each step have, as rrweb numbers them. */
export class RrwebObserver {
  #page;
  constructor(page) {
    this.#page = page;
  }

  async before(step) {
    for (const expected of step.expects) expected.id = await idOf(expected.node);
    for (const expected of step.expects) expected.ontoId = await idOf(expected.onto?.node);
  }

  async after(step) {
    for (const expected of step.expects) if (expected.comes) expected.id = await idOf(expected.node);
  }

  /**
   * Everything rrweb has told. Moves of the pointer are what it holds back longest: when one more has been told, so has
   * all that was before it.
   */
  async events() {
    const [x, y] = [2, 3];
    await this.#page.mouse.move(x, y);
    await this.#page.waitForFunction(
      (place) =>
        window.rrweb.events.some(({ data }) => data.positions?.some((at) => at.x === place[0] && at.y === place[1])),
      [x, y],
    );
    return this.#page.evaluate(() => window.rrweb.events);
  }
}

function idOf(node) {
  return node ? node.evaluate((element) => (window.rrweb ?? top.rrweb)?.idOf(element) ?? -1) : undefined;
}

/** For each step, what of it is not in the events. */
export function judge(steps, events) {
  return steps.map((step, n) => {
    const until = steps[n + 1]?.began ?? Number.POSITIVE_INFINITY;
    const own = events.filter(
      ({ type, timestamp }) => type === 3 && timestamp >= step.began - 5 && timestamp < until - 5,
    );
    return { step, wrong: step.expects.flatMap((expected) => problem(expected, step, own) ?? []) };
  });
}

function problem(expected, step, own) {
  const touched = (type, id = expected.id) =>
    own.filter(({ data }) => data.source === INTERACTION && data.type === type && data.id === id);
  switch (expected.kind) {
    case 'click': {
      if (Object.keys(expected.modifiers).length) return 'no modifier keys';
      if (expected.button === 2) return touched(MENU).length === 1 ? undefined : 'no context menu event';
      if (expected.button === 1) return 'no middle button';
      if (expected.count === 3) return 'no triple clicks';
      const count = step.expects.filter(({ kind }) => kind === 'click').length;
      if (expected.count === 2 && touched(DOUBLE).length !== 1) return 'no double click event';
      return touched(CLICK).length === count ? undefined : `${touched(CLICK).length} click events, not ${count}`;
    }
    case 'drag': {
      const moves = own.some(({ data }) => MOVES.has(data.source));
      const whole = touched(DOWN).length === 1 && touched(UP, expected.ontoId ?? expected.id).length === 1;
      return whole && moves ? undefined : 'no press, move and release';
    }
    case 'scroll':
      return own.some(({ data }) => data.source === SCROLL && data.id === expected.id) ? undefined : 'no scroll event';
    case 'select':
      return own.some(({ data }) => data.source === SELECTION) ? undefined : 'no selection event';
    case 'change':
      return own.some(({ data }) => data.source === INPUT && data.id === expected.id) ? undefined : 'no input event';
    case 'focus':
      return touched(FOCUS).length ? undefined : 'no focus event';
    case 'clipboard':
      return 'no clipboard';
    case 'keys':
      return keysProblem(expected, step, own);
    case 'type':
      return isShown(expected.reads, own) ? undefined : 'the text is nowhere';
    default:
      return `no ${expected.kind}`;
  }
}

function keysProblem(expected, step, own) {
  const { keys, reads, line, id } = expected;
  if (!keys.every(({ key, modifiers }) => /^(.|Enter|Backspace|Delete)$/u.test(key) && !modifiers.ctrl))
    return 'no keys';
  const typed = bare(reads ?? resultOf(keys, line));
  const last = own.findLast(({ data }) => data.source === INPUT && data.id === id)?.data.text;
  if (last !== undefined && last === step.value && bare(last).includes(typed)) return undefined;
  return isShown(typed, own) ? undefined : 'the text is nowhere';
}

const bare = (value) => value.replace(/[\s\u00a0]+/g, '');

/** Whether a text stands in what the page drew, all white space aside. */
function isShown(text, own) {
  const drawn = own
    .filter(({ data }) => data.source === MUTATION)
    .map(({ data }) =>
      [...data.adds.map(({ node }) => node.textContent ?? ''), ...data.texts.map(({ value }) => value ?? '')].join(''),
    );
  return [...drawn, drawn.join('')].some((each) => bare(each).includes(bare(text)));
}

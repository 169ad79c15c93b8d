// Holds what Playwright's recorder writes down (`recorderMode: 'api'`, actions as data) against the script, as far as
// it can represent an action: clicks, keys that write nothing, the value of a field, choices. It has no pictures, no
// drags, no scrolling and no selections.

import { resultOf } from '../hands.mjs';

/** Listens to the recorder of a context. Its actions come with the time at which they were recorded. */
export class PlaywrightRecorder {
  actions = [];
  #context;
  #page;

  constructor(context, page) {
    this.#context = context;
    this.#page = page;
  }

  async start() {
    const take = (_page, data) => this.actions.push({ at: Date.now(), action: data });
    await this.#context._startRecording({ language: 'jsonl' }, { actionAdded: take, actionUpdated: take });
  }

  /** What was recorded, once nothing is on its way. */
  async stop() {
    await this.#page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
    await this.#context._stopRecording();
    return this.actions;
  }
}

/** For each step, what of it was not recorded, and the actions whose selectors are still to be tried. */
export function judge(steps, actions) {
  return steps.map((step, n) => {
    const until = steps[n + 1]?.began ?? Number.POSITIVE_INFINITY;
    const own = actions.filter(({ at }) => at >= step.began && at < until);
    const used = [];
    const wrong = step.expects.flatMap((expected, index) => {
      const { problem, action } = match(expected, step, own);
      if (action) used.push({ action, expected: index });
      return problem ?? [];
    });
    return { step, wrong, used };
  });
}

/**
 * Tries whether the selectors lead to the elements, in another session with the same script. Before the step or after it:
 * the recorder may have taken them when the page had reacted already. What has led there is `led`.
 */
export async function tryElements(step, judged, page) {
  for (const use of judged.used) {
    const { node, anywhere } = step.expects[use.expected];
    if (use.led || anywhere || !use.action.selector) {
      use.led = true;
      continue;
    }
    const found = await page.locator(use.action.selector).elementHandles();
    const isIt = (one, other) => one === other || one.contains(other);
    use.led = found.length === 1 && (await found[0].evaluate(isIt, node).catch(() => false));
  }
}

/** What has not led to its element. */
export function lost(judged) {
  return judged.used
    .filter(({ led }) => !led)
    .map(({ action }) => `${action.name}: ${action.selector} leads elsewhere`);
}

function match(expected, step, own) {
  const named = (name) => own.filter(({ action }) => action.name === name).map(({ action }) => action);
  switch (expected.kind) {
    case 'click': {
      const button = ['left', 'middle', 'right'][expected.button];
      const bits = (expected.modifiers.alt && 1) | (expected.modifiers.ctrl && 2) | (expected.modifiers.meta && 4);
      const modifiers = bits | (expected.modifiers.shift && 8);
      const last = Math.max(...step.expects.map(({ kind, count = 0 }) => (kind === 'click' ? count : 0)));
      // The clicks of a double click are one action.
      const is = (action) => action.button === button && action.modifiers === modifiers && action.clickCount === last;
      const checks = [...named('check'), ...named('uncheck')];
      const found = [...named('click').filter(is), ...checks];
      return found.length >= 1 ? { action: found.at(-1) } : { problem: 'no click' };
    }
    case 'change': {
      const found = [...named('check'), ...named('uncheck'), ...named('select'), ...named('fill')];
      return found.length ? { action: found.at(-1) } : { problem: 'no choice' };
    }
    case 'keys':
      return matchKeys(expected, named);
    case 'type': {
      const fill = named('fill').at(-1);
      return fill?.text?.includes(expected.reads) ? { action: fill } : { problem: 'the text is nowhere' };
    }
    case 'focus':
      // It needs none: what is done next says where.
      return {};
    default:
      return { problem: `no ${expected.kind}` };
  }
}

function matchKeys(expected, named) {
  const { keys, reads, line } = expected;
  const writes = keys.some(({ key, modifiers }) => (key.length === 1 || key === 'Backspace') && !modifiers.ctrl);
  if (!writes) {
    const pressed = named('press');
    const missing = keys.filter(({ key }) => !pressed.some((action) => action.key === key));
    return missing.length || pressed.length < keys.length ? { problem: 'no key' } : { action: pressed[0] };
  }
  const fill = named('fill').at(-1);
  if (fill) {
    const bare = (value) => value.replace(/[\s\u00a0]+/g, '');
    const typed = bare(reads ?? resultOf(keys, line));
    return bare(fill.text).includes(typed) ? { action: fill } : { problem: 'the text is nowhere' };
  }
  // Outside fields it writes down every key that writes.
  const pressed = named('press').map(({ key }) => key);
  const all = keys.every(({ key }, n) => pressed[n] === key);
  return all && pressed.length >= keys.length ? { action: named('press')[0] } : { problem: 'the text is nowhere' };
}

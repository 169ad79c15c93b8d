// The hands of a scripted session. Each action says what a faithful record of it holds, and on which element, before it
// is done; then it is done through the browser's own input pipeline (`Input.*` of the DevTools protocol).
import { setTimeout as pass } from 'node:timers/promises';
import { until } from '../../tests/e2e/harness.mjs';
import { elementAt, focused, looks, textIn } from './nodes.mjs';

const MODIFIERS = { Alt: 'alt', Control: 'ctrl', Meta: 'meta', Shift: 'shift' };

/** What is typed into a field of several lines in one go, caret keys included. */
const EDITS = {
  Backspace: ([before, after]) => [before.slice(0, -1), after],
  Delete: ([before, after]) => [before, after.slice(1)],
  ArrowLeft: ([before, after]) => [before.slice(0, -1), before.slice(-1) + after],
  ArrowRight: ([before, after]) => [before + after.slice(0, 1), after.slice(1)],
  Home: ([before, after]) => ['', before + after],
  End: ([before, after]) => [before + after, ''],
  Enter: ([before, after], line) => [line === 'single' ? before : `${before}\n`, after],
};

/** What keys leave behind when they are pressed in an empty place. */
export function resultOf(keys, line) {
  let state = ['', ''];
  for (const { key } of keys) {
    const edit = EDITS[key] ?? (key.length === 1 ? ([before, after]) => [before + key, after] : (same) => same);
    state = edit(state, line);
  }
  return state.join('');
}

export class Hands {
  /** What was done: each step with its name and what a record of it should say. */
  steps = [];
  #page;
  #pace;
  #line;
  #before;
  #after;
  #scope;
  #input;

  /**
   * `pace` gives the rests of a person in milliseconds: `reach` before a press, `look` after a step. `line` is `single`
   * where Enter writes nothing. `before(step)` is called when the elements of a step are known,
   * `after(step)` when those are that come of it.
   */
  constructor(page, { pace, line, before, after }) {
    this.#page = page;
    this.#pace = pace;
    this.#line = line;
    this.#before = before;
    this.#after = after;
    this.#scope = page.mainFrame();
  }

  get page() {
    return this.#page;
  }

  /** What selectors are looked for in from now on: the frame in the element, or the page again. */
  async within(selector) {
    const element = selector && (await this.#page.waitForSelector(selector));
    this.#scope = selector ? await element.contentFrame() : this.#page.mainFrame();
  }

  /** Waits until the page shows an element. */
  sees(selector) {
    return this.#scope.waitForSelector(selector);
  }

  // ---- pointer --------------------------------------------------------------------------------------------------

  /** A click in the middle of the element, or `at` an offset from its corner. `also` is what else comes of it. */
  async click(what, { at, button = 'left', holding = [], also = [], name } = {}) {
    const aim = await this.#reach(what, at);
    const clicks = [clickOn(aim, { button, count: 1, modifiers: held(holding) })];
    const also_ = await this.#also(also);
    await this.#step(
      name ?? `${button === 'left' ? '' : `${button} `}click ${label(what)}`,
      [...clicks, ...also_],
      () => this.#holding(holding, () => this.#page.mouse.click(aim.x, aim.y, { button, delay: 40 })),
    );
  }

  rightClick(what, options = {}) {
    return this.click(what, { ...options, button: 'right' });
  }

  /** A double click, or a triple one: `selects` is the text that is selected by it. */
  async doubleClick(what, { at, selects, count = 2, also = [] } = {}) {
    const aim = await this.#reach(what, at);
    const expects = Array.from({ length: count }, (_, n) =>
      clickOn(aim, { button: 'left', count: n + 1, modifiers: {} }),
    );
    if (selects !== undefined) expects.push({ kind: 'select', length: selects.length, anywhere: true });
    expects.push(...(await this.#also(also)));
    await this.#step(`${count === 3 ? 'triple' : 'double'} click ${label(what)}`, expects, () =>
      this.#page.mouse.click(aim.x, aim.y, { clickCount: count, delay: 30 }),
    );
  }

  /**
   * Presses at one place, moves, releases at another. `how` is what the page makes of it, `selects` the text that is
   * selected by it, or `true` for whatever the page says it is.
   */
  async drag(from, to, { at, onto, how = 'pointer', selects, also = [], steps = 8 } = {}) {
    const end = await this.#aim(to, onto);
    const aim = await this.#reach(from, at);
    const same = await aim.node.evaluate((node, other) => node === other, end.node);
    const expects = [
      { kind: 'drag', button: 0, modifiers: {}, how, from: aim.point, to: end.point, ...aim, onto: same ? null : end },
    ];
    if (selects !== undefined) expects.push({ kind: 'select', length: selects.length, anywhere: true });
    expects.push(...(await this.#also(also)));
    await this.#step(`drag ${label(from)} to ${label(to)}`, expects, async () => {
      const { mouse } = this.#page;
      await mouse.down();
      await mouse.move(end.x, end.y, { steps });
      await mouse.up();
    });
  }

  /** Turns the wheel over an element; `scrolls` is what scrolls, if it is another and the browser scrolls it. */
  async wheel(what, dx, dy, { at, scrolls } = {}) {
    const aim = await this.#reach(what, at);
    const target = scrolls ? await this.#known(scrolls) : aim;
    const expects = [{ kind: 'scroll', deltaX: dx, deltaY: dy, native: Boolean(scrolls), ...target }];
    await this.#step(`wheel over ${label(what)}`, expects, () => this.#page.mouse.wheel(dx, dy));
  }

  // ---- keyboard -------------------------------------------------------------------------------------------------

  /**
   * Types: `\b` is Backspace, `\n` Enter. `reads` is the text as it stands afterwards, where the editor adds to it;
   * `redacted` the kind of what has to be redacted in it; `sensitive` why nothing of it may be told,
   * and `untold` says that it is such a field's, and no record says even that something was typed.
   */
  type(text, { also, ...options } = {}) {
    const keys = [...text].map((char) => ({ key: { '\n': 'Enter', '\b': 'Backspace' }[char] ?? char, modifiers: {} }));
    return this.#keys(`type ${JSON.stringify(text)}`, keys, { ...options, also });
  }

  /** Presses a key or a shortcut such as `Control+s`, some times. `also` is what else comes of it. */
  press(combination, { times = 1, ...options } = {}) {
    const parts = combination.split(/\+(?=.)/);
    const key = parts.at(-1) === 'Space' ? ' ' : parts.at(-1);
    parts.pop();
    const modifiers = held(parts);
    const keys = Array.from({ length: times }, () => ({ key, modifiers, with: parts }));
    return this.#keys(`press ${combination}${times > 1 ? ` × ${times}` : ''}`, keys, options);
  }

  /** Puts a text on the clipboard, as another program does, and pastes it. */
  async paste(text, options = {}) {
    await this.#page.evaluate((value) => navigator.clipboard.writeText(value), text);
    const also = [{ kind: 'clipboard', what: 'paste', length: text.length }, ...(options.also ?? [])];
    await this.press('Control+v', { ...options, also });
  }

  /** Writes with an input method: `steps` are what is being composed, the last is what is committed. */
  async compose(steps) {
    this.#input ??= await this.#page.context().newCDPSession(this.#page);
    const at = await focused(this.#page);
    const text = steps.at(-1);
    const expects = [{ kind: 'type', keys: [], ime: true, reads: text, ...at, ...(await looks(at.node)) }];
    await this.#step(`compose ${text}`, expects, async () => {
      for (const step of steps.slice(0, -1)) {
        const caret = step.length;
        // With an input method at work, all that a page hears of a key is that it is being processed.
        await this.#input.send('Input.dispatchKeyEvent', {
          type: 'rawKeyDown',
          key: 'Process',
          windowsVirtualKeyCode: 229,
        });
        await this.#input.send('Input.imeSetComposition', { text: step, selectionStart: caret, selectionEnd: caret });
        await this.#input.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Process', windowsVirtualKeyCode: 229 });
        await pass(this.#pace.key);
      }
      await this.#input.send('Input.insertText', { text });
    });
  }

  async #keys(name, keys, { also = [], reads, redacted, sensitive, untold, line = this.#line } = {}) {
    await pass(this.#pace.reach);
    const at = await focused(this.#page);
    const seen = await looks(at.node);
    const field = { line: seen.takesText ? line : 'none', reads, redacted, sensitive, untold };
    const typed = { kind: 'keys', keys, ...field, ...at, ...seen };
    const also_ = await this.#also(also, at);
    await this.#step(name, [typed, ...also_], async () => {
      for (const { key, with: holding = [] } of keys) {
        await this.#page.keyboard.press([...holding, key === ' ' ? 'Space' : key].join('+'), { delay: 10 });
        if (this.#pace.key) await pass(this.#pace.key);
      }
    });
  }

  // ---- parts of steps -------------------------------------------------------------------------------------------

  async #step(name, expects, act) {
    const step = { n: this.steps.length, name, expects };
    this.steps.push(step);
    await this.#before?.(step);
    step.began = Date.now();
    await act();
    step.ended = Date.now();
    const { node } = expects[0];
    const selected = expects.find(({ kind, length }) => kind === 'select' && length === undefined);
    if (selected) selected.length = await this.#scope.evaluate(() => document.getSelection().toString().length);
    step.value = (await node.evaluate((element) => element.isConnected).catch(() => false)) ? await textIn(node) : null;
    await pass(this.#pace.look);
    for (const expected of expects) if (expected.comes) Object.assign(expected, await this.#known(expected.comes));
    await this.#after?.(step);
  }

  /**
   * What else comes of a step: on the element `of` a selector as it is now, on the one that `comes` of it, or on the
   * one that has the focus.
   */
  #also(list, at) {
    return Promise.all(
      list.map(async ({ of, ...expected }) => {
        if (expected.comes) return expected;
        if (of) return { ...expected, ...(await this.#known(of)) };
        return at ? { ...expected, ...at, ...(await looks(at.node)) } : { ...expected, anywhere: true };
      }),
    );
  }

  /** The one element of a selector. */
  async #known(selector) {
    const node = await this.#scope.locator(selector).elementHandle();
    const frame = await node.ownerFrame();
    return { node, frame, ...(await looks(node)) };
  }

  async #aim(what, at) {
    const locator = this.#scope.locator(what);
    // It is not scrolled to: that is for the wheel. A page may draw it anew in just that moment.
    const box = await until(`${what} is still`, async () => {
      const element = await locator.elementHandle();
      const isStill = await element.waitForElementState('stable').then(
        () => true,
        (error) => !/not attached/.test(error.message) && Promise.reject(error),
      );
      return isStill && element.boundingBox();
    });
    const x = Math.round(box.x + (at ? at[0] : box.width / 2));
    const y = Math.round(box.y + (at ? at[1] : box.height / 2));
    const found = await elementAt(this.#page, { x, y });
    if (!found.node) throw new Error(`${what} is out of sight`);
    return { x, y, ...found, ...(await looks(found.node)) };
  }

  /** The hand goes to an element, and rests there. */
  async #reach(what, at) {
    const { x, y } = await this.#aim(what, at);
    await this.#page.mouse.move(x, y, { steps: 4 });
    await pass(this.#pace.reach);
    // What is under the hand may have changed by its coming.
    return this.#aim(what, at);
  }

  async #holding(keys, act) {
    for (const key of keys) await this.#page.keyboard.down(key);
    await act();
    for (const key of keys.toReversed()) await this.#page.keyboard.up(key);
  }
}

function clickOn(aim, { button, count, modifiers }) {
  return { kind: 'click', button: { left: 0, middle: 1, right: 2 }[button], count, modifiers, ...aim };
}

function held(names) {
  return Object.fromEntries(names.map((name) => [MODIFIERS[name], true]));
}

/** A selector, short enough for a table. */
function label(selector) {
  return selector.length > 50 ? `${selector.slice(0, 49)}…` : selector;
}

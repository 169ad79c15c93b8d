// Does again what records say, in a browser that knows nothing but them, through the browser's own input pipeline.
//
// What was redacted is not in the records. A token stands for the same text wherever it stands in a session, so one
// value takes its place everywhere; a step that needs a value that no token names says so (`needs`).
import { setTimeout as pass } from 'node:timers/promises';
import { find, frameAt } from './locate.mjs';

/** How long the element of a step may take to appear; once one did not, the page is not what it was. */
const PATIENCE = 10_000;
const IMPATIENCE = 500;

/** The longest pause between two steps that is kept: what an editor undoes at once depends on the pauses between. */
const PAUSE = 1_300;

const TOKEN = /⟦([a-z-]+)(?::([a-z2-7]{4}))?⟧/gu;

/** Values in the place of tokens that say what kind of text they were; made of the token, so always the same. */
const STAND_INS = {
  email: (hash) => `person-${hash}@example.com`,
  phone: (hash) => `+1 202 555 01${String(Number.parseInt(hash, 32) % 100 || 7).padStart(2, '0')}`,
  name: (hash) => `Person ${hash}`,
};

/**
 * Replays records in `page`. `origins` maps recorded origins to those to go to; `values` may know what was redacted:
 * `values.token(token, kind, hash)`, `values.secret(target)` and `values.pasted(record)` return a text or nothing.
 * Returns `{ needs, lost }`: steps that needed a redacted value, with what was put in its place or nothing, and steps
 * whose element was not found.
 */
export async function replay(page, records, { origins = new Map(), values = {} } = {}) {
  const player = new Player(page, origins, values);
  for (const [n, record] of records.entries()) await player.play(record, records.slice(n + 1));
  return { needs: player.needs, lost: player.lost };
}

class Player {
  needs = [];
  lost = [];
  #page;
  #origins;
  #values;
  #stands = new Map();
  /** Length of what the session itself has put on the clipboard last. */
  #copied;
  /** When the last step was done, and when it was recorded. */
  #done = 0;
  #t = 0;
  #steps = {
    navigate: (record) => this.#navigate(record),
    click: (record) => this.#click(record),
    drag: (record) => this.#drag(record),
    scroll: (record) => this.#scroll(record),
    key: (record, later) => this.#key(record, later),
    type: (record) => this.#type(record),
    clipboard: (record) => this.#clipboard(record),
    change: (record) => this.#change(record),
    focus: (record) => this.#focus(record),
    select: (record) => this.#select(record),
  };

  constructor(page, origins, values) {
    this.#page = page;
    this.#origins = origins;
    this.#values = values;
  }

  async play(record, later) {
    const step = this.#steps[record.kind];
    if (!step) return;
    const due = this.#done + Math.min(PAUSE, record.t - this.#t);
    await pass(Math.max(0, due - performance.now()));
    await step(record, later);
    this.#done = performance.now();
    this.#t = record.t;
  }

  async #navigate({ how, url, frame }) {
    // What the page does by itself it will do again, frames of it included.
    if ((how !== 'load' && how !== 'resume') || frame.length > 0) return;
    const { origin, href } = new URL(url);
    const to = href.replace(origin, this.#origins.get(origin) ?? origin);
    if (this.#page.url() === to) return;
    await this.#page.goto(to);
  }

  async #click(record) {
    const { button, count, modifiers, inTarget, target } = record;
    const box = await this.#boxOf(record, target);
    if (!box) return;
    const [x, y] = [box.x + inTarget.x, box.y + inTarget.y];
    await this.#page.mouse.move(x, y, { steps: 2 });
    await this.#holding(modifiers, () =>
      this.#page.mouse.click(x, y, { button: ['left', 'middle', 'right'][button], clickCount: count }),
    );
  }

  async #drag(record) {
    const { button, modifiers, path, target } = record;
    const box = await this.#boxOf(record, target);
    if (!box) return;
    // The whole way is moved by as much as its beginning.
    const way = path.map(({ x, y }) => ({ x: x + box.x - target.rect.x, y: y + box.y - target.rect.y }));
    const { mouse } = this.#page;
    const which = { button: ['left', 'middle', 'right'][button] };
    await mouse.move(way[0].x, way[0].y);
    await this.#holding(modifiers, async () => {
      await mouse.down(which);
      for (const { x, y } of way.slice(1)) await mouse.move(x, y);
      await mouse.up(which);
    });
  }

  async #scroll(record) {
    const { deltaX, deltaY, point, target } = record;
    const box = await this.#boxOf(record, target);
    if (!box) return;
    await this.#page.mouse.move(point.x + box.x - target.rect.x, point.y + box.y - target.rect.y);
    await this.#page.mouse.wheel(deltaX, deltaY);
  }

  async #key(record, later) {
    const { key, modifiers, target } = record;
    if (target) await this.#toFocus(record, target);
    if (modifiers.ctrl && key.toLowerCase() === 'v') await this.#fillClipboard(record, later);
    await this.#holding(modifiers, () => this.#press(key));
  }

  async #type(record) {
    const { actor, target, keys, text, ime } = record;
    // It came of the click before, or is somebody else's.
    if (actor === 'assistant' || actor === 'remote') return;
    if (!(await this.#toFocus(record, target))) return;
    if (target.sensitive) {
      const value = this.#values.secret?.(target);
      this.#need(record, `the value of a ${target.sensitive} field`, value);
      if (value !== undefined) await this.#write(value);
      return;
    }
    if (ime) {
      await this.#page.keyboard.insertText(this.#filled(record, text));
      return;
    }
    const tokens = [...text.matchAll(TOKEN)].map(([token]) => token);
    let inToken = false;
    for (const { key, modifiers = {} } of keys) {
      const isToken = key.startsWith('⟦');
      // Every key that helped to write something redacted says of what kind it was; the text says which it was.
      if (isToken && !inToken) await this.#write(this.#filled(record, tokens.shift() ?? key));
      if (!isToken) await this.#holding(modifiers, () => this.#press(key));
      inToken = isToken;
    }
  }

  #clipboard({ what, length }) {
    if (what !== 'paste') this.#copied = length;
  }

  /** Most changes come of the clicks and keys before them; what does not is done here. */
  async #change(record) {
    const { value, target } = record;
    const element = await this.#elementOf(record, target);
    if (!element || (await element.evaluate(shown)) === value) return;
    const type = await element.evaluate(({ localName, type: kind }) => (localName === 'select' ? 'select' : kind));
    if (type === 'select') await element.selectOption(value.split('\n').map((label) => ({ label })));
    else if (type === 'checkbox' || type === 'radio') await element.setChecked(value === 'true');
    else if (type === 'file') this.#need(record, 'files', undefined);
    else await element.fill(this.#filled(record, value));
  }

  async #focus(record) {
    if (record.actor === 'user') await this.#toFocus(record, record.target);
  }

  /** Most selections come of the drags, clicks and keys before them. In a field, what does not is done here. */
  async #select(record) {
    const element = await this.#elementOf(record, record.target);
    await element?.evaluate(selectIn, [record.at, record.length]);
  }

  // ---- parts of steps -------------------------------------------------------------------------------------------

  async #elementOf(record, target) {
    const end = performance.now() + (this.lost.length > 0 ? IMPATIENCE : PATIENCE);
    do {
      const frame = await frameAt(this.#page, record.frame);
      const found = frame && (await find(frame, target));
      if (found) return found;
      await this.#page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
    } while (performance.now() < end);
    this.lost.push(record);
    return undefined;
  }

  async #boxOf(record, target) {
    const element = await this.#elementOf(record, target);
    if (!element) return undefined;
    const { x, y, width, height } = (await element.boundingBox()) ?? {};
    if (x === undefined) this.lost.push(record);
    return x === undefined ? undefined : { x, y, width, height };
  }

  /** Puts the focus where the record says it was, unless it is there. */
  async #toFocus(record, target) {
    const element = await this.#elementOf(record, target);
    if (!element) return false;
    if (!(await element.evaluate(hasFocus))) await element.focus();
    return true;
  }

  /** What is on the clipboard comes from the session itself, or is not in the records. */
  async #fillClipboard(record, later) {
    const paste = later.find(({ kind }) => kind === 'clipboard' || kind === 'key' || kind === 'click');
    if (paste?.kind !== 'clipboard' || paste.what !== 'paste' || paste.length === this.#copied) return;
    const value = this.#values.pasted?.(paste);
    this.#need(record, `a text of ${paste.length} characters that was pasted`, value);
    if (value === undefined) return;
    await this.#page.evaluate((text) => navigator.clipboard.writeText(text), value);
    this.#copied = value.length;
  }

  async #holding(modifiers, act) {
    const names = { alt: 'Alt', ctrl: 'Control', meta: 'Meta', shift: 'Shift' };
    const held = Object.entries(names).filter(([name]) => modifiers[name]);
    for (const [, name] of held) await this.#page.keyboard.down(name);
    await act();
    for (const [, name] of held.toReversed()) await this.#page.keyboard.up(name);
  }

  #press(key) {
    return this.#page.keyboard.press(key === ' ' ? 'Space' : key);
  }

  async #write(text) {
    for (const char of text) await this.#press(char === '\n' ? 'Enter' : char);
  }

  /** A text with a value for each of its tokens, the same one wherever the token stands. */
  #filled(record, text) {
    return text.replace(TOKEN, (token, kind, hash = '') => {
      if (!this.#stands.has(token)) {
        this.#stands.set(
          token,
          this.#values.token?.(token, kind, hash) ?? STAND_INS[kind]?.(hash) ?? `${kind}-${hash}`,
        );
      }
      const value = this.#stands.get(token);
      this.#need(record, `what ${token} stands for`, value);
      return value;
    });
  }

  #need(record, what, value) {
    this.needs.push({ session: record.session, seq: record.seq, what, value });
  }
}

// ---- in the page ------------------------------------------------------------------------------------------------

function hasFocus(element) {
  return document.hasFocus() && element.getRootNode().activeElement === element;
}

function shown(control) {
  if (control.localName === 'select') return [...control.selectedOptions].map(({ label }) => label).join('\n');
  if (control.type === 'checkbox' || control.type === 'radio') return String(control.checked);
  return control.type === 'file' ? String(control.files.length) : control.value;
}

function selectIn(element, [at, length]) {
  if (at === undefined || element.selectionStart === undefined || element.selectionStart === null) return;
  if (element.selectionEnd - element.selectionStart === length) return;
  element.setSelectionRange(at, at + length);
}

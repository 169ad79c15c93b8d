// Keys, and what they do to the field that has the focus.

import type { Target } from '../../../schema/messages';
import { innermost } from '../dom';
import type { Field } from '../fields/fields';
import { screenAt } from '../fields/terminal';
import type { Probe } from '../probe';
import { modifiersOf } from './modifiers';

/** Watches the keyboard, the focus and the input of fields. */
export function watchKeys(probe: Probe): void {
  const { life, judge, epoch, describer, fields } = probe;
  let held: { element: Element; target: Target } | undefined;

  const met = (event: Event): Field | undefined => {
    const element = innermost(event);
    if (!element) return undefined;
    epoch.meet(element);
    return fields.at(element);
  };

  const elsewhere = (event: KeyboardEvent): Target | undefined => {
    const element = innermost(event);
    if (!element || judge.verdict(element)) return undefined;
    if (!event.repeat || held?.element !== element) held = { element, target: describer.describe(element) };
    return held.target;
  };

  life.on('keydown', (event) => {
    if (!probe.records('keys') || !event.key) return;
    const { key, code, repeat } = event;
    const modifiers = modifiersOf(event);
    const field = met(event);
    fields.focus(field);
    if (!field) {
      judge.rememberPasswords(epoch.roots);
      const target = elsewhere(event);
      if (target) probe.note({ kind: 'key', key, code, modifiers, repeat, target });
      return;
    }
    if (fields.use(field) || (field.editable === 'terminal' && screenAt(field.element) === 'prompt')) {
      fields.secret(field);
      return;
    }
    fields.before(field);
    probe.note({ kind: 'key', field: field.id, key, code, modifiers, repeat });
    fields.touch(field);
  });

  life.on('focusin', (event) => {
    judge.rememberPasswords(epoch.roots);
    fields.focus(met(event));
  });
  life.on('focusout', () => fields.leave());

  const inField = (event: Event, task: (field: Field) => void) => {
    const field = probe.records('keys') ? met(event) : undefined;
    if (field && field.editable !== 'terminal') task(field);
  };
  life.on('beforeinput', (event) =>
    inField(event, (field) => fields.use(field) || field.written || fields.before(field)),
  );
  life.listen<InputEvent>(window, 'input', (event) =>
    inField(event, (field) => {
      field.composing = event.isComposing;
      fields.edited(field);
    }),
  );
  life.on('compositionstart', (event) => inField(event, (field) => fields.compose(field, true)));
  life.on('compositionend', (event) => inField(event, (field) => fields.compose(field, false)));
}

// Keys, and what they do to the field that has the focus.

import { innermost } from '../../page/dom';
import { describe } from '../describe/target';
import { meetAround, roots } from '../epoch';
import {
  compose,
  edited,
  type Field,
  fieldOf,
  focusOn,
  leaveField,
  secret,
  touch,
  use,
  writeBefore,
} from '../fields/fields';
import { isAnswer } from '../fields/terminal';
import { on } from '../lifetime';
import { note, records } from '../probe';
import { rememberPasswords, verdictOn } from '../sensitive';
import { modifiersOf } from './modifiers';
import { writeSelection } from './selection';

/** Watches the keyboard, the focus and the input of fields. */
export function watchKeys(): void {
  const met = (event: Event): Field | undefined => {
    const element = innermost(event);
    if (!element) return undefined;
    meetAround(element);
    return fieldOf(element);
  };

  on('keydown', (event) => {
    if (!records('keys') || !event.key) return;
    const { key, code, repeat } = event;
    const modifiers = modifiersOf(event);
    const field = met(event);
    focusOn(field);
    if (!field) {
      rememberPasswords(roots());
      const element = innermost(event);
      if (!element || verdictOn(element)) return;
      note({ kind: 'key', key, code, modifiers, repeat, target: describe(element) });
      return;
    }
    if (use(field) || (field.editable === 'terminal' && isAnswer(field.element, event))) {
      secret(field);
      return;
    }
    const state = writeBefore(field);
    if (modifiers.ctrl || modifiers.meta) writeSelection(state);
    note({ kind: 'key', field: field.id, key, code, modifiers, repeat });
    touch(field);
  });

  on('focusin', (event) => {
    rememberPasswords(roots());
    focusOn(met(event));
  });
  on('focusout', () => leaveField());

  const inField = (event: Event, task: (field: Field) => void) => {
    const field = records('keys') ? met(event) : undefined;
    if (field && field.editable !== 'terminal') task(field);
  };
  on('beforeinput', (event) => inField(event, (field) => use(field) || field.written || writeBefore(field)));
  on('input', (event) => inField(event, edited));
  on('compositionstart', (event) => inField(event, (field) => compose(field, true)));
  on('compositionend', (event) => inField(event, (field) => compose(field, false)));
}

// Which modifier keys are held.

import type { Modifiers } from '../../../schema/messages';

/** The modifier keys of an event. */
export function modifiersOf(event: MouseEvent | KeyboardEvent): Modifiers {
  const held: Modifiers = {};
  if (event.altKey) held.alt = true;
  if (event.ctrlKey) held.ctrl = true;
  if (event.metaKey) held.meta = true;
  if (event.shiftKey) held.shift = true;
  if (event.getModifierState('AltGraph')) held.altGraph = true;
  return held;
}

// Which modifier keys are held.

import type { Modifiers } from '../../../schema/messages';

/** The modifier keys of an event. */
export function modifiersOf(event: MouseEvent | KeyboardEvent): Modifiers {
  const { altKey, ctrlKey, metaKey, shiftKey } = event;
  return { alt: altKey, ctrl: ctrlKey, meta: metaKey, shift: shiftKey, altGraph: event.getModifierState('AltGraph') };
}

// What is wrong, in the page's language: the core tells codes, and what its texts have to be filled with.

import type { Fault, PolicyProblem } from '../../schema/messages';
import { text } from '../browser';

/** Something that the person should know of; nothing for nothing. */
export function faultWords(fault: Fault | null | undefined): string {
  return fault ? text(`fault_${fault.kind}`, fault.detail) : '';
}

/** What is wrong with a key of the policy, to go on after its name. */
export function problemWords({ wrong, values }: PolicyProblem): string {
  const isWanted = wrong.startsWith('wants');
  // What was found instead of what is wanted has a text of its own, unless it is a number or a list of words.
  const filled = values.map((value) => (isWanted && /^[a-z]+$/.test(value) ? text(`json_${value}`) : value));
  return text(`wrong_${wrong}`, ...filled);
}

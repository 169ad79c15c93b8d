// Which attribute values will still be there after the page has rendered again, and which were made up by a machine.

import { attribute } from '../dom';

const LONGEST = 60;

const GENERATED = [
  /\d{3,}/,
  /[0-9a-f]{8}-[0-9a-f]{4}-/i,
  /^[:«_]r[\w]*[:»_]/,
  /^:|:$/,
  /^(radix|headlessui|react-aria|react-select|mui|mat|cdk|ember|ext|gwt|yui|ng|rc[_-]|downshift|chakra|mantine|ariakit|base-ui|floating-ui|tippy|ui-id|select2|__)\W?/i,
];
const MIXED = /[a-z]\d+[a-z]+\d|\d[a-z]+\d+[a-z]/i;
const JUMBLED = /[a-z][A-Z][a-z]?[A-Z].*\d|\d.*[a-z][A-Z]/;

/** Whether a value looks like one that differs in the next render or the next build. */
export function generated(value: string): boolean {
  if (!value || value.length > LONGEST || GENERATED.some((pattern) => pattern.test(value))) return true;
  return value.split(/[-_.:]/).some((part) => part.length > 4 && (MIXED.test(part) || JUMBLED.test(part)));
}

/** The test id of an element, with the attribute it stands in. */
export function testIdOf(element: Element): { name: string; value: string } | undefined {
  for (const name of ['data-testid', 'data-test-id', 'data-test']) {
    const value = attribute(element, name);
    if (value) return { name, value };
  }
  return undefined;
}

// Which attribute values will still be there after the page has rendered again, and which were made up by a machine.

import { attribute } from '../../page/dom';

const LONGEST = 60;

const GENERATED = [
  /\d{3,}/,
  /[0-9a-f]{8}-[0-9a-f]{4}-/i,
  /^[:«_]r[\w]*[:»_]/,
  /^:|:$/,
  /^(radix|headlessui|react-aria|react-select|mui|mat|cdk|ember|ng|rc[_-]|downshift|chakra|mantine|base-ui|__)\W?/i,
];
const MIXED = /[a-z]\d+[a-z]+\d|\d[a-z]+\d+[a-z]/i;

/** Whether a value looks like one that differs in the next render or the next build. */
export function generated(value: string): boolean {
  if (!value || value.length > LONGEST || GENERATED.some((pattern) => pattern.test(value))) return true;
  return value.split(/[-_.:]/).some((part) => part.length > 4 && MIXED.test(part));
}

/** The attributes that hold a test id. */
export const TEST_IDS = ['data-testid', 'data-test-id', 'data-test'];

/** The test id of an element. */
export function testIdOf(element: Element): string {
  return TEST_IDS.map((name) => attribute(element, name)).find(Boolean) ?? '';
}

// What is recorded and where it goes, in words.

import { text } from '../browser';
import { make } from './page';

const PRESETS: Record<string, string> = {
  'preset:web-ides': 'preset_webIdes',
  'preset:web-tools': 'preset_webTools',
};

/** What an entry of the policy's sites is called: a preset in words, a pattern as it is written. */
export function siteName(label: string): HTMLElement {
  const preset = PRESETS[label];
  return preset ? make('span', text(preset)) : make('code', label);
}

/** Whether an origin is this computer. */
export function isHere(origin: string): boolean {
  const hostname = URL.parse(origin)?.hostname ?? '';
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** The endpoint, in words. */
export function destination(origin: string): string {
  return isHere(origin) ? text('endpoint_here', origin) : origin;
}

// The module for the patterns of a policy's own rules: fetched only when there are some.

import type { PatternModule } from '../generated/core.js';
import init, { Patterns } from '../generated/patterns.js';

/** What finds these patterns; or why nothing does; or nothing when there are none. */
export async function load(patterns: string[]): Promise<PatternModule | string | undefined> {
  if (patterns.length === 0) return undefined;
  try {
    await init({ module_or_path: chrome.runtime.getURL('patterns_bg.wasm') });
    return new Patterns(patterns);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

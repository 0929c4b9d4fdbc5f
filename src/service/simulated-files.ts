/** What the files of a simulated run hold, by digest. */

import type { RunStory } from '../provenance/index.ts';

export function simulatedFiles(_story: RunStory): ReadonlyMap<string, string> {
  return new Map();
}

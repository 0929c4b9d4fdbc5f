/** What real runs do with every output before it counts: judged as a file, and measured for the gates of its stage. */

import { createFileChecks, createQualityChecks, type OutputCheck } from '../execution/index.ts';
import { openLocalSource } from './local-source.ts';

export const outputChecks = (): readonly OutputCheck[] => [
  ...createFileChecks(openLocalSource),
  ...createQualityChecks(openLocalSource),
];

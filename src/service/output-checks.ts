/** The judges that look at what tools made, before it is published; pre-flight asks them which metrics they measure. */

import { createFileChecks, createQualityChecks, type OutputCheck } from '../execution/index.ts';
import { openLocalSource } from './local-source.ts';

export const createOutputChecks = (): readonly OutputCheck[] => [
  ...createFileChecks(openLocalSource),
  ...createQualityChecks(openLocalSource),
];

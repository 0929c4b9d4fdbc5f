/** Whenever power or process fails while records are written, the next writer finds what was acknowledged, and goes on. */

import { describe } from 'vitest';
import { testCrashes } from './crash-images.ts';
import { WORKLOADS } from './workloads.ts';

describe('no crash loses what was acknowledged', () => testCrashes(WORKLOADS.filter((one) => !one.hasCheckpoints)));

/** Whenever power or process fails while checkpoints are written on the way, they count what is there, and stay. */

import { describe } from 'vitest';
import { testCrashes } from './crash-images.ts';
import { WORKLOADS } from './workloads.ts';

describe('no crash loses what was vouched for', () => testCrashes(WORKLOADS.filter((one) => one.hasCheckpoints)));

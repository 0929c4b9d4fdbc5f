/** The moves of the batching search, each with its share of the draws. */

import type { Move } from '../move.ts';
import { mergeBatches } from './merge-batches.ts';
import { moveBatch } from './move-batch.ts';
import { moveJob } from './move-job.ts';
import { openBatch } from './open-batch.ts';
import { shareOut } from './share-out.ts';
import { splitBatch } from './split-batch.ts';
import { swapBatches } from './swap-batches.ts';
import { swapJobs } from './swap-jobs.ts';

export interface WeightedMove {
  readonly move: Move;
  /** Draws in 100. */
  readonly share: number;
}

export const MOVES: readonly WeightedMove[] = [
  { move: moveJob, share: 35 },
  { move: swapJobs, share: 20 },
  { move: openBatch, share: 8 },
  { move: shareOut, share: 6 },
  { move: moveBatch, share: 14 },
  { move: swapBatches, share: 9 },
  { move: mergeBatches, share: 4 },
  { move: splitBatch, share: 4 },
];

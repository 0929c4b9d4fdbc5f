/**
 * A batching problem: the flat problem, and what it has no place for.
 *
 * The additions are general terms of ovens, incubators and thermocyclers rather than of one benchmark: material that must not stay
 * too long, set-ups that cost more than their time, and one weighted sum of what a schedule costs.
 */

import type { Problem } from '../../problem.ts';

export interface BatchingInstance {
  /** Jobs of one operation each: one mode per machine that may take it; `orders.due` is the latest end that is not tardy. */
  readonly problem: Problem;
  /** [operations] the batch that holds it may last at most this long: a batch lasts as long as its slowest member needs. */
  readonly maxDuration: Float64Array;
  /** Parallel to `machines.setupTime`: what a set-up costs beside its time (gas, cleaning, test pieces). */
  readonly setupCost: Float64Array;
  readonly weights: BatchingWeights;
  /** The objective is the weighted sum divided by this, > 0. */
  readonly normalization: number;
}

/** What one unit of each term adds to the sum; >= 0. */
export interface BatchingWeights {
  /** Per second in which a batch runs. */
  readonly runTime: number;
  /** Per job that ends after its order's due date. */
  readonly tardyJob: number;
  readonly setupCost: number;
  readonly setupTime: number;
}

/** A batch as it is handed out. */
export interface Batch {
  readonly machine: number;
  readonly start: number;
  readonly end: number;
  /** Operations, rising. */
  readonly jobs: readonly number[];
}

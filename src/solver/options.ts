/** How a plan is asked for. */

import type { ObjectiveLevel } from '../model/index.ts';

export interface PlannerOptions {
  /** Any safe integer; the same scenario, situation, seed and iteration budget give the same plan. */
  readonly seed: number;
  readonly budget: Budget;
  /**
   * `portfolio` (default): the best of many constructions. The others are baselines, one construction each: orders by
   * arrival (`fifo`) or due date (`edd`), each as early as it goes; `fifo-batch` lets runs wait until their lanes are full.
   */
  readonly rule?: PlannerRule;
  /** Instead of the scenario's objective. */
  readonly levels?: readonly ObjectiveLevel[];
}

/** `iterations`: exactly so many constructions, reproducible. `ms`: as many as are expected to end in time, at least one. */
export type Budget = { readonly iterations: number } | { readonly ms: number };

export type PlannerRule = 'fifo' | 'edd' | 'fifo-batch' | 'portfolio';

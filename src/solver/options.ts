/** How a plan is asked for. */

import type { ObjectiveLevel } from '../model/index.ts';
import type { MipBackend } from './mip/index.ts';

export interface PlannerOptions {
  /** Any safe integer; the same scenario, situation, seed, number of threads and iteration budget give the same plan. */
  readonly seed: number;
  readonly budget: Budget | DecisionBudget;
  /**
   * `portfolio` (default): the best that constructions and ruin-and-recreate find. The others are baselines, one construction
   * each: orders by arrival (`fifo`) or due date (`edd`), each as early as it goes; `fifo-batch` lets runs wait until their
   * lanes are full.
   */
  readonly rule?: PlannerRule;
  /** Instead of the scenario's objective. */
  readonly levels?: readonly ObjectiveLevel[];
  /**
   * Where a pool plans with a time limit: solves pooling and recipe choice as a mixed-integer program beside the search, which takes
   * the proposal up if it comes in time and is better.
   */
  readonly mip?: MipBackend;
  /** Ends the search early, where a pool plans: the answer is the best plan so far. */
  readonly signal?: AbortSignal;
}

/**
 * `iterations`: exactly so many steps of the search (constructions, then changes), reproducible. `ms`: as many as fit into this time from
 * the moment the search has the problem, but at least one construction; formulating and translating back come on top.
 */
export type Budget = { readonly iterations: number } | { readonly ms: number };

/**
 * The answer is to be there so long after the call, everything included, and the search gets what is left; where nothing is, the plan in
 * force, shifted to where it still fits, is the answer (ADR 0009).
 */
export type DecisionBudget = { readonly withinMs: number };

export type PlannerRule = 'fifo' | 'edd' | 'fifo-batch' | 'portfolio';

/** Solves a batching instance: a first schedule by dispatching, then simulated annealing; always with a proved bound. */

import { createRandom, NEVER } from '../../../base/index.ts';
import { f64, i32 } from '../../columns.ts';
import { RandomInts } from '../random-ints.ts';
import { anneal } from './anneal.ts';
import { Progress, type BatchingBudget } from './budget.ts';
import { construct } from './construct.ts';
import { dataOf, isBatching } from './data.ts';
import type { Batch, BatchingInstance } from './instance.ts';
import { lowerBound } from './lower-bound.ts';
import { BatchingState, type Sequences } from './state.ts';

export interface BatchingOptions {
  readonly seed: number;
  /** Steps are reproducible, time is not. */
  readonly budget: BatchingBudget;
  /** Milliseconds; needed where the budget is time. */
  readonly nowMs?: () => number;
  readonly shouldStop?: () => boolean;
  /** Told of every improvement that is feasible; `batches` costs a little, so it is made only when asked for. */
  readonly onIncumbent?: (incumbent: { readonly objective: number; readonly batches: () => Batch[] }) => void;
}

export type BatchingResult =
  | {
      readonly kind: 'solved';
      /** By machine, then start. */
      readonly batches: readonly Batch[];
      /** The weighted sum, normalized. */
      readonly objective: number;
      /** No schedule is better. */
      readonly bound: number;
      readonly iterations: number;
      readonly isReproducible: boolean;
    }
  /** No schedule was found that places every job. */
  | { readonly kind: 'unplaced'; readonly jobs: readonly number[]; readonly bound: number; readonly iterations: number }
  | { readonly kind: 'unsupported' };

export function searchBatching(instance: BatchingInstance, options: BatchingOptions): BatchingResult {
  const { seed, budget, nowMs = () => 0, shouldStop = () => false, onIncumbent } = options;
  if (!isBatching(instance.problem)) return { kind: 'unsupported' };
  const data = dataOf(instance);
  const random = createRandom(seed);
  const ints = new RandomInts(random.split('moves'));
  const open = (sequences: Sequences): BatchingState => {
    const state = new BatchingState(data, ints);
    state.load(sequences);
    return state;
  };
  const progress = new Progress(budget, nowMs, shouldStop);
  const bound = lowerBound(data);
  const acceptance = random.split('acceptance');
  const found = anneal({
    progress,
    bound,
    open,
    start: construct(data),
    uniform: () => (acceptance.uint32() + 0.5) / 4_294_967_296,
    onBest: (cost, sequences) =>
      onIncumbent?.({ objective: cost / instance.normalization, batches: () => batchesOf(open(sequences())) }),
  });
  const iterations = progress.steps;
  const state = open(found.sequences);
  if (!found.isPlaced)
    return { kind: 'unplaced', jobs: unplacedIn(state), bound: bound / instance.normalization, iterations };
  return {
    kind: 'solved',
    batches: batchesOf(state),
    objective: state.cost / instance.normalization,
    bound: bound / instance.normalization,
    iterations,
    isReproducible: !progress.wasStopped && ('iterations' in budget || state.cost <= bound),
  };
}

function batchesOf({ table, pool }: BatchingState): Batch[] {
  return table.sequences.flatMap((sequence, machine) =>
    sequence.map((batch) => {
      const end = f64(table.end, batch);
      const jobs = pool.membersOf(batch).toSorted((a, b) => a - b);
      return { machine, start: end - f64(pool.duration, batch), end, jobs };
    }),
  );
}

function unplacedIn({ table, pool, data }: BatchingState): number[] {
  const jobs = Array.from({ length: data.jobCount }, (_, job) => job);
  return jobs.filter((job) => f64(table.end, i32(pool.batchOf, job)) >= NEVER);
}

/** What each order costs at least, kept or lost, as if nobody competed with it. */

import { hours, NEVER } from '../../base/index.ts';
import { f64, i32 } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';
import type { Heads } from './heads.ts';
import { waitingOf, type Waiting, type WaitingOptions } from './waiting.ts';

/** Columns by order, in the units of the objective's terms. */
export interface OrderCosts {
  readonly count: number;
  /** 1: no plan keeps it. */
  readonly isHopeless: Uint8Array;
  /** What its loss adds to `samples-lost`. */
  readonly lost: Float64Array;
  /** What it adds to `weighted-tardiness` if it is kept. */
  readonly tardiness: Float64Array;
  /** What it adds to `quality-lost` if it is kept. */
  readonly quality: Float64Array;
  /** What it adds to `plan-change` if it is kept. */
  readonly change: Float64Array;
}

export function orderCosts(problem: Problem, heads: Heads, waiting: readonly Waiting[]): OrderCosts {
  const { orders, jobs } = problem;
  const { count } = orders;
  const isHopeless = new Uint8Array(count);
  const [lost, tardiness, quality] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const change = new Float64Array(count);
  for (let order = 0; order < count; order++) {
    const weight = f64(orders.weight, order);
    let samples = 0;
    let samplesSpoiled = 0;
    for (let job = i32(orders.firstJob, order); job < i32(orders.firstJob, order + 1); job++) {
      const { last, lossAt } = waiting[job] as Waiting;
      const size = f64(jobs.size, job);
      samples += size;
      samplesSpoiled += size * lossAt(last === NONE ? 0 : f64(heads.start, last));
      change[order] = f64(change, order) + leastChange(problem, heads, job);
    }
    const end = f64(heads.orderEnd, order);
    isHopeless[order] = end >= NEVER ? 1 : 0;
    lost[order] = weight * samples;
    tardiness[order] = weight * samples * hours(Math.max(0, end - f64(orders.due, order)));
    quality[order] = weight * samplesSpoiled;
  }
  return { count, isHopeless, lost, tardiness, quality, change };
}

/** A start that has to be later than before has moved; a machine that is not offered any more has changed. */
function leastChange({ jobs, operations, modes }: Problem, heads: Heads, job: number): number {
  let change = 0;
  for (let o = i32(jobs.firstOperation, job); o < i32(jobs.firstOperation, job + 1); o++) {
    const before = f64(operations.previousStart, o);
    if (before >= NEVER) continue;
    change += hours(Math.max(0, f64(heads.start, o) - before));
    const row = [i32(operations.firstMode, o), i32(operations.firstMode, o + 1)] as const;
    if (!modes.machine.subarray(...row).includes(i32(operations.previousMachine, o))) change += 1;
  }
  return change;
}

export const waitingOfJobs = (problem: Problem, heads: Heads, options: WaitingOptions): readonly Waiting[] =>
  Array.from({ length: problem.jobs.count }, (_, job) => waitingOf(problem, heads, job, options));

/** A batching instance laid out for inner loops: jobs by family, set-ups with their weighted cost, shifts. */

import { f64, i32, item, u8 } from '../../columns.ts';
import { NONE, type Problem } from '../../problem.ts';
import type { BatchingInstance } from './instance.ts';

export interface BatchingData {
  readonly jobCount: number;
  readonly machineCount: number;
  readonly release: Float64Array;
  /** A job is tardy that ends later. */
  readonly due: Float64Array;
  readonly minTime: Float64Array;
  readonly maxTime: Float64Array;
  readonly size: Float64Array;
  readonly family: Int32Array;
  /** [jobs x machines] 1 where the machine may take the job. */
  readonly isEligible: Uint8Array;
  /** Per job, rising. */
  readonly machinesOf: readonly (readonly number[])[];
  /** Jobs per family, by release, then number. */
  readonly jobsOf: readonly (readonly number[])[];
  /** Place in the row of its family. */
  readonly rank: Int32Array;
  /** [machines] */
  readonly capacity: Float64Array;
  /** [machines + 1] rows of shifts. */
  readonly firstShift: Int32Array;
  readonly shiftStart: Float64Array;
  readonly shiftEnd: Float64Array;
  readonly initialState: Int32Array;
  /** [machines] where its set-up table starts, and how many families it has columns for. */
  readonly firstSetup: Int32Array;
  readonly states: Int32Array;
  readonly setupTime: Float64Array;
  /** What a set-up adds to the weighted sum, by cost and by time. */
  readonly setupPrice: Float64Array;
  readonly runTimePrice: number;
  readonly tardyPrice: number;
  /** Most members of a batch. */
  readonly mostMembers: number;
}

/**
 * Whether the search knows everything that the problem asks for: jobs of one open operation with one duration and size wherever it
 * runs, batches by family, families as machine states, and nothing else (no arcs, demands, windows, clashes, maintenance).
 */
export function isBatching({ operations, modes, arcs, demands, orders, jobs, clashes, maintenance }: Problem): boolean {
  const isPlain =
    operations.count === jobs.count && orders.count === jobs.count && arcs.count === 0 && demands.count === 0;
  if (!isPlain || clashes.count > 0 || maintenance.count > 0 || operations.windowStart.length > 0) return false;
  for (let job = 0; job < operations.count; job++) {
    const first = i32(operations.firstMode, job);
    const last = i32(operations.firstMode, job + 1);
    if (first === last || i32(operations.frozenTask, job) !== NONE) return false;
    for (let mode = first; mode < last; mode++) {
      if (i32(modes.machine, mode) === NONE || i32(modes.batchKey, mode) !== i32(modes.state, mode)) return false;
      if (i32(modes.state, mode) !== i32(modes.state, first) || f64(modes.unit, mode) > 0) return false;
      if (f64(modes.duration, mode) !== f64(modes.duration, first)) return false;
      if (f64(modes.size, mode) !== f64(modes.size, first)) return false;
    }
  }
  return true;
}

/** Of an instance whose problem `isBatching`. */
export function dataOf({ problem, maxDuration, setupCost, weights }: BatchingInstance): BatchingData {
  const { operations, modes, machines, orders, jobs } = problem;
  const jobCount = operations.count;
  const mode = operations.firstMode;
  const byJob = <T>(read: (job: number) => T): T[] => Array.from({ length: jobCount }, (_, job) => read(job));
  const family = Int32Array.from(byJob((job) => i32(modes.state, i32(mode, job))));
  const size = Float64Array.from(byJob((job) => f64(modes.size, i32(mode, job))));
  const machinesOf = byJob((job) =>
    [...modes.machine.subarray(i32(mode, job), i32(mode, job + 1))].toSorted((a, b) => a - b),
  );
  const isEligible = new Uint8Array(jobCount * machines.count);
  machinesOf.forEach((list, job) => list.forEach((machine) => (isEligible[job * machines.count + machine] = 1)));
  const capacity = new Float64Array(machines.count);
  for (let k = 0; k < modes.count; k++) capacity[i32(modes.machine, k)] = f64(modes.capacity, k);
  const jobsOf = Array.from({ length: Math.max(0, ...family) + 1 }, (_, number) =>
    [...family.keys()]
      .filter((job) => i32(family, job) === number)
      .toSorted((a, b) => f64(operations.release, a) - f64(operations.release, b) || a - b),
  );
  const rank = new Int32Array(jobCount);
  for (const row of jobsOf) row.forEach((job, place) => (rank[job] = place));
  return {
    jobCount,
    machineCount: machines.count,
    release: operations.release,
    due: Float64Array.from(byJob((job) => f64(orders.due, i32(jobs.order, job)))),
    minTime: Float64Array.from(byJob((job) => f64(modes.duration, i32(mode, job)))),
    maxTime: maxDuration,
    size,
    family,
    isEligible,
    machinesOf,
    jobsOf,
    rank,
    capacity,
    firstShift: machines.firstInterval,
    shiftStart: machines.intervalStart,
    shiftEnd: machines.intervalEnd,
    initialState: machines.initialState,
    firstSetup: machines.firstSetup,
    states: machines.states,
    setupTime: machines.setupTime,
    setupPrice: machines.setupTime.map((time, k) => time * weights.setupTime + f64(setupCost, k) * weights.setupCost),
    runTimePrice: weights.runTime,
    tardyPrice: weights.tardyJob,
    mostMembers: mostMembers(size, capacity),
  };
}

function mostMembers(size: Float64Array, capacity: Float64Array): number {
  const room = Math.max(0, ...capacity);
  const sorted = [...size].toSorted((a, b) => a - b);
  let sum = 0;
  let count = 0;
  while (count < sorted.length && sum + item(sorted, count) <= room) sum += item(sorted, count++);
  return Math.max(1, count);
}

export const mayTake = (data: BatchingData, machine: number, job: number): boolean =>
  u8(data.isEligible, job * data.machineCount + machine) === 1;

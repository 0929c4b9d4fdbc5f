/** The rules of oven scheduling written a second time, from the flat problem and slowly: the oracle of the batching tests. */

import type { Batch, BatchingInstance } from '../../../../src/solver/search/batching/index.ts';

/** Batches with their jobs, per machine in order. */
export type Plan = readonly (readonly (readonly number[])[])[];

/** Every batch as early as it can be; undefined where one finds no shift. */
export function decode(instance: BatchingInstance, plan: Plan): Batch[] | undefined {
  const { machines } = instance.problem;
  const batches: Batch[] = [];
  for (const [machine, sequence] of plan.entries()) {
    let time = 0;
    let state = machines.initialState[machine] ?? 0;
    for (const jobs of sequence) {
      const setup = machines.setupTime[setupRow(instance, machine, state, jobs)] ?? 0;
      const length = Math.max(...jobs.map((job) => durationOf(instance, job)));
      const earliest = Math.max(time + setup, ...jobs.map((job) => instance.problem.operations.release[job] ?? 0));
      const start = shiftsOf(instance, machine)
        .map((shift) => ({ ...shift, start: Math.max(earliest, shift.from + setup) }))
        .find((shift) => shift.start + length <= shift.to)?.start;
      if (start === undefined) return undefined;
      time = start + length;
      state = familyOf(instance, jobs[0] ?? 0);
      batches.push({ machine, start, end: time, jobs });
    }
  }
  return batches;
}

/** The normalized objective. */
export function priceOf(instance: BatchingInstance, batches: readonly Batch[]): number {
  const { weights, normalization, problem } = instance;
  let sum = 0;
  for (const [machine, sequence] of byMachine(instance, batches).entries()) {
    let state = problem.machines.initialState[machine] ?? 0;
    for (const batch of sequence) {
      const row = setupRow(instance, machine, state, batch.jobs);
      sum += weights.runTime * (batch.end - batch.start);
      sum += weights.setupCost * (instance.setupCost[row] ?? 0);
      sum += weights.setupTime * (problem.machines.setupTime[row] ?? 0);
      sum += weights.tardyJob * batch.jobs.filter((job) => batch.end > (problem.orders.due[job] ?? 0)).length;
      state = familyOf(instance, batch.jobs[0] ?? 0);
    }
  }
  return sum / normalization;
}

/** What is wrong with the batches; empty where nothing is. */
export function faultsOf(instance: BatchingInstance, batches: readonly Batch[]): string[] {
  const { problem } = instance;
  const faults: string[] = [];
  const jobs = batches.flatMap((batch) => batch.jobs).toSorted((a, b) => a - b);
  if (jobs.join(',') !== Array.from({ length: problem.operations.count }, (_, job) => job).join(','))
    faults.push('not every job once');
  for (const [machine, sequence] of byMachine(instance, batches).entries()) {
    let state = problem.machines.initialState[machine] ?? 0;
    let time = 0;
    for (const { start, end, jobs: members } of sequence) {
      const setup = problem.machines.setupTime[setupRow(instance, machine, state, members)] ?? 0;
      const modes = members.map((job) => modeOn(instance, job, machine));
      const load = members.reduce((sum, _, k) => sum + (problem.modes.size[modes[k] ?? 0] ?? 0), 0);
      if (modes.includes(-1)) faults.push('not eligible');
      if (new Set(members.map((job) => familyOf(instance, job))).size > 1) faults.push('mixed families');
      if (load > (problem.modes.capacity[modes[0] ?? 0] ?? 0)) faults.push('too full');
      if (members.some((job) => end - start < durationOf(instance, job))) faults.push('too short');
      if (members.some((job) => end - start > (instance.maxDuration[job] ?? 0))) faults.push('too long');
      if (members.some((job) => start < (problem.operations.release[job] ?? 0))) faults.push('too early');
      if (start - setup < time) faults.push('overlap');
      if (!shiftsOf(instance, machine).some((shift) => shift.from <= start - setup && end <= shift.to))
        faults.push('outside shifts');
      time = end;
      state = familyOf(instance, members[0] ?? 0);
    }
  }
  return faults;
}

/** The best objective of all partitions into batches, machines and orders; for a handful of jobs. */
export function optimum(instance: BatchingInstance): number {
  const count = instance.problem.operations.count;
  let best = Number.POSITIVE_INFINITY;
  const extend = (job: number, plan: number[][][]): void => {
    if (job === count) {
      const batches = decode(instance, plan);
      if (batches !== undefined && faultsOf(instance, batches).length === 0)
        best = Math.min(best, priceOf(instance, batches));
      return;
    }
    for (const sequence of plan) {
      for (let place = 0; place <= sequence.length; place++) {
        sequence.splice(place, 0, [job]);
        extend(job + 1, plan);
        sequence.splice(place, 1);
      }
      for (const batch of sequence) {
        batch.push(job);
        extend(job + 1, plan);
        batch.pop();
      }
    }
  };
  extend(
    0,
    Array.from({ length: instance.problem.machines.count }, () => []),
  );
  return best;
}

function byMachine({ problem }: BatchingInstance, batches: readonly Batch[]): Batch[][] {
  return Array.from({ length: problem.machines.count }, (_, machine) =>
    batches.filter((batch) => batch.machine === machine).toSorted((a, b) => a.start - b.start),
  );
}

function setupRow(instance: BatchingInstance, machine: number, state: number, jobs: readonly number[]): number {
  const { firstSetup, states } = instance.problem.machines;
  return (firstSetup[machine] ?? 0) + state * (states[machine] ?? 0) + familyOf(instance, jobs[0] ?? 0);
}

function shiftsOf({ problem }: BatchingInstance, machine: number): { from: number; to: number }[] {
  const { firstInterval, intervalStart, intervalEnd } = problem.machines;
  return [...intervalStart.keys()]
    .slice(firstInterval[machine], firstInterval[machine + 1])
    .map((k) => ({ from: intervalStart[k] ?? 0, to: intervalEnd[k] ?? 0 }));
}

/** -1: none. */
function modeOn({ problem }: BatchingInstance, job: number, machine: number): number {
  const { firstMode } = problem.operations;
  for (let mode = firstMode[job] ?? 0; mode < (firstMode[job + 1] ?? 0); mode++)
    if (problem.modes.machine[mode] === machine) return mode;
  return -1;
}

const firstModeOf = ({ problem }: BatchingInstance, job: number): number => problem.operations.firstMode[job] ?? 0;
const durationOf = (instance: BatchingInstance, job: number): number =>
  instance.problem.modes.duration[firstModeOf(instance, job)] ?? 0;
const familyOf = (instance: BatchingInstance, job: number): number =>
  instance.problem.modes.batchKey[firstModeOf(instance, job)] ?? 0;

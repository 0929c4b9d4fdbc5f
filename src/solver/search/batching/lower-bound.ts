/**
 * What no schedule can be cheaper than: jobs that are tardy even alone, full batches of sorted jobs, and the cheapest set-ups.
 *
 * Run time per family: with jobs cut into units of size and sorted by duration, batches filled in order are optimal for a machine of
 * the largest capacity (Uzsoy, IJPR 1994). Their number bounds the set-ups.
 */

import { NEVER } from '../../../base/index.ts';
import { f64, i32 } from '../../columns.ts';
import type { BatchingData } from './data.ts';

export function lowerBound(data: BatchingData): number {
  let bound = 0;
  for (let job = 0; job < data.jobCount; job++)
    if (earliestEnd(data, job) > f64(data.due, job)) bound += data.tardyPrice;
  for (const [family, jobs] of data.jobsOf.entries()) if (jobs.length > 0) bound += familyBound(data, family, jobs);
  return bound;
}

function familyBound(data: BatchingData, family: number, jobs: readonly number[]): number {
  const machines = [...new Set(jobs.flatMap((job) => data.machinesOf[job] ?? []))];
  const capacity = Math.max(...machines.map((machine) => f64(data.capacity, machine)));
  const price = Math.min(
    ...machines.flatMap((machine) => setups(data, { machine, family }).map((setup) => setup.price)),
  );
  let time = 0;
  let batches = 0;
  let filled = 0;
  for (const job of jobs.toSorted((a, b) => f64(data.minTime, b) - f64(data.minTime, a) || a - b)) {
    filled += f64(data.size, job);
    // A batch is counted at the job that holds its first unit; a job without size needs one only where there is none.
    const needed = Math.max(1, Math.ceil(filled / Math.max(1, capacity)));
    time += (needed - batches) * f64(data.minTime, job);
    batches = needed;
  }
  return time * data.runTimePrice + batches * price;
}

/** Earliest end of the job alone, behind the shortest set-up. */
function earliestEnd(data: BatchingData, job: number): number {
  let earliest = NEVER as number;
  for (const machine of data.machinesOf[job] ?? []) {
    const setup = Math.min(...setups(data, { machine, family: i32(data.family, job) }).map(({ time }) => time));
    for (let at = i32(data.firstShift, machine); at < i32(data.firstShift, machine + 1); at++) {
      const start = Math.max(f64(data.release, job), f64(data.shiftStart, at) + setup);
      const end = start + f64(data.minTime, job);
      if (end <= f64(data.shiftEnd, at) && end < earliest) earliest = end;
    }
  }
  return earliest;
}

/** Into the family, from every state that the machine can be in (`unknown` only where it begins so). */
function setups(
  data: BatchingData,
  { machine, family }: { machine: number; family: number },
): { time: number; price: number }[] {
  const states = i32(data.states, machine);
  const from = Array.from({ length: states }, (_, state) => state);
  if (i32(data.initialState, machine) === states) from.push(states);
  const rows = from.map((state) => i32(data.firstSetup, machine) + state * states + family);
  return rows.map((row) => ({ time: f64(data.setupTime, row), price: f64(data.setupPrice, row) }));
}

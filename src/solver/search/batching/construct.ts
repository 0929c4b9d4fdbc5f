/**
 * A first schedule by dispatching: the machine that is free first takes the family that fills it best.
 *
 * Feasible wherever the shifts leave room for that; what they do not leave room for stands, unplaced, at the end of a machine, and
 * the search has a penalty on it.
 */

import { f64, i32, item } from '../../columns.ts';
import { mayTake, type BatchingData } from './data.ts';

interface Offer {
  readonly jobs: readonly number[];
  readonly setup: number;
  readonly duration: number;
  /** Work per second of machine time. */
  readonly value: number;
}

interface Machine {
  readonly number: number;
  readonly batches: number[][];
  time: number;
  state: number;
  shift: number;
}

export function construct(data: BatchingData): number[][][] {
  const open = new Set(Array.from({ length: data.jobCount }, (_, job) => job));
  const machines = Array.from({ length: data.machineCount }, (_, number): Machine => {
    const shift = i32(data.firstShift, number);
    return { number, batches: [], time: 0, state: i32(data.initialState, number), shift };
  });
  for (;;) {
    const working = machines.filter((m) => m.shift < i32(data.firstShift, m.number + 1));
    const [machine] = working.toSorted((a, b) => a.time - b.time || a.number - b.number);
    if (machine === undefined || open.size === 0) break;
    advance(data, machine, open);
  }
  for (const job of open) machineAt(machines, item(data.machinesOf[job] ?? [], 0)).batches.push([job]);
  return machines.map((machine) => machine.batches);
}

/** Runs the best batch that fits the shift, or waits for the next release or shift. */
function advance(data: BatchingData, machine: Machine, open: Set<number>): void {
  machine.time = Math.max(machine.time, f64(data.shiftStart, machine.shift));
  const shiftEnd = f64(data.shiftEnd, machine.shift);
  const mine = [...open].filter((job) => mayTake(data, machine.number, job));
  const released = mine.filter((job) => f64(data.release, job) <= machine.time);
  let best: Offer | undefined;
  for (let family = 0; family < data.jobsOf.length; family++) {
    const jobs = released.filter((job) => i32(data.family, job) === family);
    const offer = jobs.length === 0 ? undefined : offerOf(data, machine, jobs);
    if (offer !== undefined && machine.time + offer.setup + offer.duration <= shiftEnd)
      if (best === undefined || offer.value > best.value) best = offer;
  }
  if (best !== undefined) {
    machine.time += best.setup + best.duration;
    machine.state = i32(data.family, item(best.jobs, 0));
    machine.batches.push([...best.jobs]);
    for (const job of best.jobs) open.delete(job);
    return;
  }
  const next = mine.map((job) => f64(data.release, job)).filter((release) => release > machine.time);
  machine.time = Math.min(shiftEnd, ...next);
  if (machine.time >= shiftEnd) machine.shift++;
}

/** The fullest batch of these jobs that fits what is left of the shift, long jobs together. */
function offerOf(data: BatchingData, machine: Machine, jobs: readonly number[]): Offer | undefined {
  const family = i32(data.family, item(jobs, 0));
  const row = i32(data.firstSetup, machine.number) + machine.state * i32(data.states, machine.number) + family;
  const setup = f64(data.setupTime, row);
  const room = f64(data.shiftEnd, machine.shift) - machine.time - setup;
  const sorted = jobs
    .filter((job) => f64(data.minTime, job) <= room && f64(data.size, job) <= f64(data.capacity, machine.number))
    .toSorted((a, b) => f64(data.minTime, b) - f64(data.minTime, a) || a - b);
  let best: Offer | undefined;
  let tried = -1;
  for (const first of sorted) {
    const duration = f64(data.minTime, first);
    if (duration === tried) continue;
    tried = duration;
    const chosen: number[] = [];
    let load = 0;
    let work = 0;
    for (const job of sorted) {
      if (f64(data.minTime, job) > duration || f64(data.maxTime, job) < duration) continue;
      if (load + f64(data.size, job) > f64(data.capacity, machine.number)) continue;
      chosen.push(job);
      load += f64(data.size, job);
      work += f64(data.size, job) * f64(data.minTime, job);
    }
    const value = (work + 1) / (setup + duration);
    if (chosen.length > 0 && (best === undefined || value > best.value))
      best = { jobs: chosen, setup, duration, value };
  }
  return best;
}

const machineAt = (machines: readonly Machine[], number: number): Machine => machines[number] as Machine;

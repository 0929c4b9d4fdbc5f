/** Values of objective terms (src/model/objective.ts) for a flat solution. */

import { hours, NEVER } from '../base/index.ts';
import type { LevelValue, ObjectiveLevel, ObjectiveTerm } from '../model/index.ts';
import { qualityOf, timesOf } from './ageing.ts';
import { f64, i32, u8 } from './columns.ts';
import { NONE, type Problem } from './problem.ts';
import type { Solution } from './solution.ts';

export function evaluate(problem: Problem, solution: Solution, levels: readonly ObjectiveLevel[]): LevelValue[] {
  return levels.map((level) => {
    const terms = level.terms.map(({ term }) => ({ term, value: TERMS[term](problem, solution) }));
    const value = level.terms.reduce((sum, { weight }, k) => sum + weight * (terms[k]?.value ?? 0), 0);
    return { value, terms };
  });
}

/** Relative difference under which two values of a level count as equal, so that rounding decides nothing. */
const SAME = 1e-9;

/** Lexicographic: negative where `a` is better. */
export function compareValues(a: readonly LevelValue[], b: readonly LevelValue[]): number {
  for (let level = 0; level < a.length; level++) {
    const x = a[level]?.value ?? 0;
    const y = b[level]?.value ?? 0;
    if (Math.abs(x - y) > SAME * Math.max(1, Math.abs(x), Math.abs(y))) return x - y;
  }
  return 0;
}

type Term = (problem: Problem, solution: Solution) => number;

const TERMS: Readonly<Record<ObjectiveTerm, Term>> = {
  'samples-lost': samplesLost,
  'quality-lost': qualityLost,
  'weighted-tardiness': weightedTardiness,
  'sequencer-idle': scarceIdle,
  'empty-lanes': emptyUnits,
  'failure-cost': failureCost,
  'plan-change': planChange,
};

function samplesLost(problem: Problem, { lost }: Solution): number {
  let sum = 0;
  for (const order of lost.order) sum += f64(problem.orders.weight, order) * sizeOf(problem, order);
  return sum;
}

function weightedTardiness(problem: Problem, solution: Solution): number {
  const { orders } = problem;
  return sumOfKept(problem, solution, (order) => {
    const late = Math.max(0, endOf(problem, solution, order) - f64(orders.due, order));
    return f64(orders.weight, order) * sizeOf(problem, order) * hours(late);
  });
}

function qualityLost(problem: Problem, solution: Solution): number {
  const { orders, jobs } = problem;
  const times = timesOf(solution);
  return sumOfKept(problem, solution, (order) => {
    let sum = 0;
    for (let job = i32(orders.firstJob, order); job < i32(orders.firstJob, order + 1); job++) {
      sum += f64(jobs.size, job) * (1 - qualityOf(problem, job, times));
    }
    return f64(orders.weight, order) * sum;
  });
}

function sumOfKept(problem: Problem, { lost }: Solution, value: (order: number) => number): number {
  const isLost = new Set(lost.order);
  let sum = 0;
  for (let order = 0; order < problem.orders.count; order++) if (!isLost.has(order)) sum += value(order);
  return sum;
}

function sizeOf({ orders, jobs }: Problem, order: number): number {
  let size = 0;
  for (let job = i32(orders.firstJob, order); job < i32(orders.firstJob, order + 1); job++) size += f64(jobs.size, job);
  return size;
}

/** When the last operation of the order ends. */
export function endOf({ orders, jobs }: Problem, { taskOf, tasks }: Solution, order: number): number {
  const first = i32(jobs.firstOperation, i32(orders.firstJob, order));
  const last = i32(jobs.firstOperation, i32(orders.firstJob, order + 1));
  let end = f64(orders.doneUntil, order);
  for (let o = first; o < last; o++) if (i32(taskOf, o) !== NONE) end = Math.max(end, f64(tasks.end, i32(taskOf, o)));
  return end;
}

/** Calendar hours from now to the horizon, less maintenance and less tasks; set-ups count as idle. Scarce machines only. */
function scarceIdle({ machines, maintenance, now, horizon }: Problem, solution: Solution): number {
  const inside = (start: number, end: number): number => Math.max(0, Math.min(end, horizon) - Math.max(start, now));
  let idle = 0;
  for (let m = 0; m < machines.count; m++) {
    if (u8(machines.isScarce, m) === 0) continue;
    for (let k = i32(machines.firstInterval, m); k < i32(machines.firstInterval, m + 1); k++) {
      idle += inside(f64(machines.intervalStart, k), f64(machines.intervalEnd, k));
    }
  }
  const { tasks, maintenance: occurrences } = solution;
  for (let t = 0; t < tasks.count; t++) {
    const machine = i32(tasks.machine, t);
    if (machine === NONE || u8(machines.isScarce, machine) === 0) continue;
    idle -= inside(f64(tasks.start, t), f64(tasks.end, t));
  }
  for (let k = 0; k < occurrences.count; k++) {
    const row = i32(occurrences.row, k);
    for (let i = i32(maintenance.firstMachine, row); i < i32(maintenance.firstMachine, row + 1); i++) {
      if (u8(machines.isScarce, i32(maintenance.machine, i)) === 0) continue;
      idle -= inside(f64(occurrences.start, k), f64(occurrences.end, k));
    }
  }
  return hours(Math.max(0, idle));
}

/** Units of divided capacities that planned tasks leave empty, fractions added up. */
function emptyUnits({ modes }: Problem, { tasks, modeOf }: Solution): number {
  let empty = 0;
  for (let t = 0; t < tasks.count; t++) {
    const first = i32(tasks.firstMember, t);
    const mode = i32(modeOf, i32(tasks.member, first));
    const unit = f64(modes.unit, mode);
    if (unit === 0) continue;
    let load = 0;
    for (let k = first; k < i32(tasks.firstMember, t + 1); k++) {
      load += f64(modes.size, i32(modeOf, i32(tasks.member, k)));
    }
    empty += (f64(modes.capacity, mode) - load) / unit;
  }
  return empty;
}

/**
 * Over planned tasks on machines that fail: probability of failure during the task, from the Weibull cumulative hazard
 * between the machine's ages, times half the task (what is lost on average: scales are long against tasks, so failures
 * are almost evenly spread over it) plus the mean repair. Age grows with use; a maintenance takes its share away.
 */
function failureCost(problem: Problem, solution: Solution): number {
  const { machines } = problem;
  const use = eventsByMachine(problem, solution);
  let cost = 0;
  for (let m = 0; m < machines.count; m++) {
    const shape = f64(machines.failureShape, m);
    if (shape === 0) continue;
    const scale = f64(machines.failureScale, m);
    let age = f64(machines.failureAge, m);
    for (const { length, isMaintenance } of use[m] ?? []) {
      if (isMaintenance) {
        age *= 1 - f64(machines.failureRenewal, m);
        continue;
      }
      const hazard = ((age + length) / scale) ** shape - (age / scale) ** shape;
      const chance = 1 - Math.exp(-f64(machines.failureHazard, m) * hazard);
      cost += chance * hours(length / 2 + f64(machines.repairMean, m));
      age += length;
    }
  }
  return cost;
}

interface Use {
  readonly start: number;
  readonly length: number;
  readonly isMaintenance: boolean;
}

/** Per machine: tasks (what is left of frozen ones) and maintenance in time. */
function eventsByMachine({ machines, maintenance, now }: Problem, { tasks, maintenance: done }: Solution): Use[][] {
  const events = Array.from({ length: machines.count }, (): Use[] => []);
  for (let t = 0; t < tasks.count; t++) {
    const start = Math.max(now, f64(tasks.start, t));
    const length = Math.max(0, f64(tasks.end, t) - start);
    events[i32(tasks.machine, t)]?.push({ start, length, isMaintenance: false });
  }
  for (let k = 0; k < done.count; k++) {
    const row = i32(done.row, k);
    for (let i = i32(maintenance.firstMachine, row); i < i32(maintenance.firstMachine, row + 1); i++) {
      events[i32(maintenance.machine, i)]?.push({ start: f64(done.start, k), length: 0, isMaintenance: true });
    }
  }
  return events.map((list) => list.toSorted((a, b) => a.start - b.start || a.length - b.length));
}

/** Hours by which starts moved, operation by operation, and one hour for each operation on another machine. */
function planChange({ operations }: Problem, { taskOf, tasks }: Solution): number {
  let change = 0;
  for (let o = 0; o < operations.count; o++) {
    const task = i32(taskOf, o);
    const before = f64(operations.previousStart, o);
    if (task === NONE || before >= NEVER) continue;
    change += hours(Math.abs(f64(tasks.start, task) - before));
    if (i32(tasks.machine, task) !== i32(operations.previousMachine, o)) change += 1;
  }
  return change;
}

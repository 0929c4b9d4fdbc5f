/** What a machine's timeline adds to the objective: hours busy, units left empty, expected cost of failure. */

import { hours } from '../../../base/index.ts';
import { f64, i32, item, u8 } from '../../columns.ts';
import type { Problem } from '../../problem.ts';
import type { Schedule } from '../../schedule/schedule.ts';
import type { Task } from '../../schedule/task.ts';

export interface Use {
  /** Seconds of tasks and maintenance inside the horizon; 0 unless the machine is scarce. */
  readonly busy: number;
  /** Units of divided capacities that its tasks leave empty. */
  readonly empty: number;
  /** Expected hours lost, see `failure-cost`. */
  readonly failure: number;
}

export class MachineUse {
  readonly #schedule: Schedule;
  /** Hours from now to the horizon in which scarce machines could run. */
  readonly availableHours: number;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.availableHours = hours(scarceSeconds(schedule.problem));
  }

  of(machine: number, countsFailure: boolean): Use {
    const { problem, timelines } = this.#schedule;
    const timeline = timelines[machine] as Task[];
    const isScarce = u8(problem.machines.isScarce, machine) === 1;
    let busy = 0;
    let empty = 0;
    for (const task of timeline) {
      if (isScarce) busy += inside(problem, task.start, task.end);
      if (task.operations.length > 0) empty += emptyUnitsOf(problem, task);
    }
    return { busy, empty, failure: countsFailure ? failureCost(problem, machine, timeline) : 0 };
  }
}

const inside = ({ now, horizon }: Problem, start: number, end: number): number =>
  Math.max(0, Math.min(end, horizon) - Math.max(start, now));

function scarceSeconds(problem: Problem): number {
  const { machines } = problem;
  let sum = 0;
  for (let m = 0; m < machines.count; m++) {
    if (u8(machines.isScarce, m) === 0) continue;
    for (let k = i32(machines.firstInterval, m); k < i32(machines.firstInterval, m + 1); k++) {
      sum += inside(problem, f64(machines.intervalStart, k), f64(machines.intervalEnd, k));
    }
  }
  return sum;
}

function emptyUnitsOf({ modes }: Problem, task: Task): number {
  const mode = item(task.modes, 0);
  const unit = f64(modes.unit, mode);
  return unit === 0 ? 0 : (f64(modes.capacity, mode) - task.load) / unit;
}

/** See `failureCost` in `objective.ts`: Weibull hazard over the ages that the machine runs through. */
function failureCost(problem: Problem, machine: number, timeline: readonly Task[]): number {
  const { machines, now } = problem;
  const shape = f64(machines.failureShape, machine);
  if (shape === 0) return 0;
  const scale = f64(machines.failureScale, machine);
  const hazardFactor = f64(machines.failureHazard, machine);
  const repair = f64(machines.repairMean, machine);
  let age = f64(machines.failureAge, machine);
  let cumulated = (age / scale) ** shape;
  let cost = 0;
  for (const task of inOrderOfUse(timeline, now)) {
    if (task.kind === 'maintenance') {
      age *= 1 - f64(machines.failureRenewal, machine);
      cumulated = (age / scale) ** shape;
      continue;
    }
    const length = Math.max(0, task.end - Math.max(now, task.start));
    age += length;
    const next = (age / scale) ** shape;
    cost += (1 - Math.exp(-hazardFactor * (next - cumulated))) * hours(length / 2 + repair);
    cumulated = next;
  }
  return cost;
}

/** Running tasks may overlap: of what is under way, the one with least left counts first. */
function inOrderOfUse(timeline: readonly Task[], now: number): readonly Task[] {
  const second = timeline[1];
  if (second === undefined || second.start > now) return timeline;
  const lengthOf = (task: Task): number =>
    task.kind === 'maintenance' ? 0 : Math.max(0, task.end - Math.max(now, task.start));
  return timeline.toSorted((a, b) => Math.max(now, a.start) - Math.max(now, b.start) || lengthOf(a) - lengthOf(b));
}

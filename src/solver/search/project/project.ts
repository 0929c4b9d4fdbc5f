/**
 * A resource-constrained project, read off the flat problem once: non-interruptible activities, end-to-start precedence and
 * renewable resources of constant capacity, in whole time units from 0.
 *
 * Activities are the operations, by the same index; index order is topological. The time unit is the greatest common
 * divisor of all durations, so that a project planned in hours is searched in hours.
 */

import { NEVER } from '../../../base/index.ts';
import { f64, i32 } from '../../columns.ts';
import { NONE, THROUGHOUT, type Problem } from '../../problem.ts';

export interface Project {
  readonly count: number;
  /** [count] units. */
  readonly duration: Int32Array;
  /** Sum of all durations: no schedule that leaves no needless gap is longer. */
  readonly work: number;
  readonly resourceCount: number;
  readonly capacity: Int32Array;
  /** [count x resourceCount] row by row; at most the capacity. */
  readonly demand: Int32Array;
  readonly precedence: Precedence;
  /** Instant of unit 0, in seconds. */
  readonly origin: number;
  /** Seconds of one unit. */
  readonly unit: number;
}

export interface Precedence {
  /** [count + 1] rows of `predecessor`. */
  readonly firstPredecessor: Int32Array;
  readonly predecessor: Int32Array;
  /** [count + 1] rows of `successor`. */
  readonly firstSuccessor: Int32Array;
  readonly successor: Int32Array;
}

/** Sums of a few of them stay 32-bit integers. */
const MOST_UNITS = 2 ** 29;

/**
 * Whether the project search can plan the problem: one order with nothing frozen, released, due in windows or maintained;
 * one machine-less mode per operation; plain precedence; capacities that never change and suffice for each operation alone.
 */
export function supportsProject(problem: Problem): boolean {
  const { operations, modes, orders, maintenance, arcs } = problem;
  const origin = originOf(problem);
  return (
    orders.count === 1 &&
    maintenance.count === 0 &&
    operations.count > 0 &&
    modes.count === operations.count &&
    f64(orders.deadline, 0) >= NEVER &&
    f64(orders.doneUntil, 0) <= origin &&
    operations.firstMode.every((first, row) => first === row) &&
    operations.release.every((release) => release <= origin) &&
    operations.latestStart.every((latest) => latest >= NEVER) &&
    operations.frozenTask.every((task) => task === NONE) &&
    operations.windowStart.length === 0 &&
    modes.machine.every((machine) => machine === NONE) &&
    modes.batchKey.every((key) => key === NONE) &&
    arcs.min.every((lag) => lag === 0) &&
    arcs.max.every((lag) => lag >= NEVER) &&
    workInUnits(problem) <= MOST_UNITS &&
    hasSteadyResources(problem, origin)
  );
}

/** The problem must be supported. */
export function projectOf(problem: Problem): Project {
  const { operations, modes, resources, demands, arcs } = problem;
  const unit = unitOf(modes.duration);
  const demand = new Int32Array(operations.count * resources.count);
  for (let mode = 0; mode < modes.count; mode++) {
    for (let d = i32(modes.firstDemand, mode); d < i32(modes.firstDemand, mode + 1); d++) {
      demand[mode * resources.count + i32(demands.resource, d)] = f64(demands.amount, d);
    }
  }
  return {
    count: operations.count,
    duration: Int32Array.from(modes.duration, (length) => length / unit),
    work: workInUnits(problem),
    resourceCount: resources.count,
    capacity: Int32Array.from(resources.stepLevel),
    demand,
    precedence: {
      firstPredecessor: arcs.firstIn,
      predecessor: arcs.from,
      firstSuccessor: arcs.firstOut,
      successor: arcs.out.map((arc) => i32(arcs.to, arc)),
    },
    origin: originOf(problem),
    unit,
  };
}

const originOf = ({ now, orders }: Problem): number => Math.max(now, f64(orders.release, 0));

const workInUnits = ({ modes }: Problem): number =>
  modes.duration.reduce((sum, length) => sum + length, 0) / unitOf(modes.duration);

function unitOf(durations: Float64Array): number {
  let unit = 0;
  for (const duration of durations) {
    for (let [a, b] = [duration, unit]; ; [a, b] = [b, a % b]) {
      unit = a;
      if (b === 0) break;
    }
  }
  return unit === 0 ? 1 : unit;
}

/** One step each, in force at the origin; whole amounts that fit 31 bits and the capacity, throughout the operation. */
function hasSteadyResources({ resources, demands }: Problem, origin: number): boolean {
  return (
    resources.firstStep.every((first, row) => first === row) &&
    resources.stepTime.every((time) => time <= origin) &&
    resources.stepLevel.every((level) => Number.isInteger(level) && level >= 0 && level < 2 ** 31) &&
    demands.span.every((span) => span === THROUGHOUT) &&
    demands.amount.every((amount, d) => {
      return Number.isInteger(amount) && amount <= f64(resources.stepLevel, i32(demands.resource, d));
    })
  );
}

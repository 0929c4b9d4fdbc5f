/**
 * What idle scarce machines, empty units and unplanned failure cost together at least, by a choice of mode for every
 * operation on its own.
 *
 * Every task has a member, and its members' sizes fit its capacity. Let v be what a task adds: weight of its units, less
 * the idle time that it fills, plus its expected failure. A task with v < 0 is worth at most one per member, so each member
 * is charged all of v; one with v >= 0 can be shared, so each is charged its share of the capacity. What the member's
 * own size fills is taken off. Filled time is limited as a whole; the limit is priced (Lagrange), and any price between 0
 * and the weight of idle time gives a bound, so a few are tried.
 */

import { hours } from '../../base/index.ts';
import type { ObjectiveLevel } from '../../model/index.ts';
import { f64, i32, u8 } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';
import { MUST_KEEP, MUST_LOSE, weightOf } from './choices.ts';
import type { Heads } from './heads.ts';
import type { IdleTime } from './idle-time.ts';

export interface RunWeights {
  readonly idle: number;
  readonly empty: number;
  readonly failure: number;
}

export const runWeightsOf = (level: ObjectiveLevel): RunWeights => ({
  idle: weightOf(level, 'sequencer-idle'),
  empty: weightOf(level, 'empty-lanes'),
  failure: weightOf(level, 'failure-cost'),
});

/** Prices of filled time that are tried, as shares of the weight of idle time. */
const PRICES = [0, 0.5, 1];

export interface RunCostQuestion {
  readonly heads: Heads;
  readonly idle: IdleTime;
  /** [modes] see `sharesOf`. */
  readonly shares: Float64Array;
  readonly weights: RunWeights;
  /** [orders] see `forcedChoices`. */
  readonly forced: Uint8Array;
}

export function leastRunCost(problem: Problem, question: RunCostQuestion): number {
  const { weights, idle } = question;
  if (weights.idle === 0 && weights.empty === 0 && weights.failure === 0) return 0;
  let least = 0;
  for (const share of PRICES) {
    const price = share * weights.idle;
    const { cost, filled } = chooseModes(problem, question, price);
    least = Math.max(least, weights.idle * hours(idle.toFill) - price * hours(idle.fillable) + cost);
    // The bound is concave in the price and falls from where no more is filled than can be.
    if (filled <= hours(idle.fillable)) break;
  }
  return least;
}

interface Choice {
  readonly cost: number;
  /** Hours of idle time that it fills. */
  readonly filled: number;
}

const FREE: Choice = { cost: 0, filled: 0 };

/** Sum over orders; one that may be lost need not cost anything. */
function chooseModes(problem: Problem, question: RunCostQuestion, price: number): Choice {
  const { orders, jobs, operations } = problem;
  let [sum, sumFilled] = [0, 0];
  for (let order = 0; order < orders.count; order++) {
    const choice = u8(question.forced, order);
    if (choice === MUST_LOSE) continue;
    const first = i32(jobs.firstOperation, i32(orders.firstJob, order));
    const end = i32(jobs.firstOperation, i32(orders.firstJob, order + 1));
    let [cost, filled] = [0, 0];
    for (let o = first; o < end; o++) {
      if (i32(operations.frozenTask, o) !== NONE) continue;
      const own = chooseMode(problem, question, o, price);
      cost += own.cost;
      filled += own.filled;
    }
    if (choice !== MUST_KEEP && cost >= 0) continue;
    sum += cost;
    sumFilled += filled;
  }
  return { cost: sum, filled: sumFilled };
}

/** The cheapest mode of an operation. */
function chooseMode(problem: Problem, { heads, weights, shares }: RunCostQuestion, o: number, price: number): Choice {
  const { operations, modes, machines, horizon } = problem;
  let best: Choice | undefined;
  for (let mode = i32(operations.firstMode, o); mode < i32(operations.firstMode, o + 1); mode++) {
    const machine = i32(modes.machine, mode);
    const isScarce = machine !== NONE && u8(machines.isScarce, machine) === 1;
    const unit = f64(modes.unit, mode);
    if (machine === NONE || (!isScarce && unit === 0 && f64(machines.failureShape, machine) === 0)) {
      if (best === undefined || best.cost > 0) best = FREE;
      continue;
    }
    const inside = isScarce
      ? hours(Math.max(0, Math.min(f64(heads.longestTask, mode), horizon - f64(heads.start, o))))
      : 0;
    const units = unit > 0 ? f64(modes.capacity, mode) / unit : 0;
    const own = unit > 0 ? f64(modes.size, mode) / unit : 0;
    const failure = weights.failure === 0 ? 0 : weights.failure * leastFailure(problem, mode);
    const value = weights.empty * units - (weights.idle - price) * inside + failure;
    const part = value >= 0 ? f64(shares, mode) : 1;
    const cost = part * value - weights.empty * own;
    if (best === undefined || cost < best.cost) best = { cost, filled: part * inside };
  }
  return best ?? FREE;
}

/** Expected hours lost to failure during one task, at the least age that its machine can have. */
function leastFailure({ modes, machines, maintenance }: Problem, mode: number): number {
  const machine = i32(modes.machine, mode);
  const shape = f64(machines.failureShape, machine);
  // An older machine fails less where the shape is below 1: then nothing is certain.
  if (shape < 1) return 0;
  const length = f64(modes.duration, mode);
  const scale = f64(machines.failureScale, machine);
  const age = maintenance.machine.includes(machine) ? 0 : f64(machines.failureAge, machine);
  const hazard = ((age + length) / scale) ** shape - (age / scale) ** shape;
  const chance = 1 - Math.exp(-f64(machines.failureHazard, machine) * hazard);
  return chance * hours(length / 2 + f64(machines.repairMean, machine));
}

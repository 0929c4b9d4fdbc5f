/**
 * Which orders may be kept and which may be lost under the levels before, and what that leaves a level to cost at least.
 *
 * An order is kept or lost as a whole, and either way it adds at least a known cost to each level. So a level is at least
 * a choice of the cheaper side for every order, and a level before, which may be no worse than it was achieved, limits the
 * choice: one knapsack per level before. Its fractional relaxation is solved exactly by sorting.
 */

import type { LevelValue, ObjectiveLevel, ObjectiveTerm } from '../../model/index.ts';
import { f64, u8 } from '../columns.ts';
import type { OrderCosts } from './order-costs.ts';

/** What each order adds to a level at least. */
export interface Sides {
  readonly kept: Float64Array;
  readonly lost: Float64Array;
}

/** A level before: the choices' costs together may not pass `room`. */
export interface Limit {
  readonly sides: Sides;
  readonly room: number;
}

const UNDECIDED = 0;
export const MUST_KEEP = 1;
export const MUST_LOSE = 2;

export function weightOf(level: ObjectiveLevel, term: ObjectiveTerm): number {
  return level.terms.reduce((sum, entry) => (entry.term === term ? sum + entry.weight : sum), 0);
}

export function sidesOf(costs: OrderCosts, level: ObjectiveLevel): Sides {
  const lost = weightOf(level, 'samples-lost');
  const late = weightOf(level, 'weighted-tardiness');
  const spoiled = weightOf(level, 'quality-lost');
  const moved = weightOf(level, 'plan-change');
  return {
    kept: costs.tardiness.map(
      (tardiness, order) => late * tardiness + spoiled * f64(costs.quality, order) + moved * f64(costs.change, order),
    ),
    lost: costs.lost.map((value) => lost * value),
  };
}

/** Relative slack for rounding: a plan's own value must never count as worse than itself. */
const ROUNDING = 2e-9;

/** The most that a plan may have at a level that was achieved with `value`. */
export function limitOf({ tolerance = 0 }: ObjectiveLevel, { value }: LevelValue): number {
  return value + tolerance * Math.abs(value) + ROUNDING * Math.max(1, Math.abs(value));
}

/** [orders] MUST_KEEP or MUST_LOSE where the limits leave no choice, else 0. */
export function forcedChoices(costs: OrderCosts, limits: readonly Limit[]): Uint8Array {
  const forced = costs.isHopeless.map((isHopeless) => (isHopeless === 1 ? MUST_LOSE : UNDECIDED));
  for (const { sides, room } of limits) {
    const slack = Math.max(0, room - leastSum(sides, forced));
    for (let order = 0; order < costs.count; order++) {
      if (u8(forced, order) !== UNDECIDED) continue;
      const difference = f64(sides.lost, order) - f64(sides.kept, order);
      if (difference > slack) forced[order] = MUST_KEEP;
      else if (-difference > slack) forced[order] = MUST_LOSE;
    }
  }
  return forced;
}

/** The least sum of `sides` over all choices within the limits, each limit taken by itself. */
export function leastWithin(sides: Sides, forced: Uint8Array, limits: readonly Limit[]): number {
  const free = leastSum(sides, forced);
  return limits.reduce((least, limit) => Math.max(least, knapsack(sides, forced, limit)), free);
}

function leastSum({ kept, lost }: Sides, forced: Uint8Array): number {
  let sum = 0;
  for (let order = 0; order < forced.length; order++) sum += sideCost(kept, lost, u8(forced, order), order);
  return sum;
}

function sideCost(kept: Float64Array, lost: Float64Array, choice: number, order: number): number {
  if (choice === MUST_KEEP) return f64(kept, order);
  if (choice === MUST_LOSE) return f64(lost, order);
  return Math.min(f64(kept, order), f64(lost, order));
}

/**
 * Begins with the cheaper side of every order and moves orders to the side that the limit prefers, the cheapest per unit
 * of relief first, until the limit holds.
 */
function knapsack(sides: Sides, forced: Uint8Array, limit: Limit): number {
  let cost = 0;
  let used = 0;
  const moves: { readonly cost: number; readonly relief: number; readonly order: number }[] = [];
  for (let order = 0; order < forced.length; order++) {
    const [kept, lost] = [f64(sides.kept, order), f64(sides.lost, order)];
    const [usedKept, usedLost] = [f64(limit.sides.kept, order), f64(limit.sides.lost, order)];
    const choice = u8(forced, order);
    const isLost =
      choice === MUST_LOSE || (choice === UNDECIDED && (lost < kept || (lost === kept && usedLost < usedKept)));
    cost += isLost ? lost : kept;
    used += isLost ? usedLost : usedKept;
    const relief = isLost ? usedLost - usedKept : usedKept - usedLost;
    if (choice === UNDECIDED && relief > 0) moves.push({ cost: isLost ? kept - lost : lost - kept, relief, order });
  }
  moves.sort((a, b) => a.cost * b.relief - b.cost * a.relief || a.order - b.order);
  let excess = used - limit.room;
  for (const move of moves) {
    if (excess <= 0) break;
    const share = Math.min(1, excess / move.relief);
    cost += share * move.cost;
    excess -= share * move.relief;
  }
  return cost;
}

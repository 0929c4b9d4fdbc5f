/** Lower bounds that are cheap enough for every decision: each order alone in the laboratory, and what its runs cost. */

import type { LevelValue, ObjectiveLevel } from '../../model/index.ts';
import type { Problem } from '../problem.ts';
import { forcedChoices, leastWithin, limitOf, sidesOf, type Limit, type Sides } from './choices.ts';
import { lookAt, type Facts } from './facts.ts';
import { idleTimeOf } from './idle-time.ts';
import { leastRunCost, runWeightsOf } from './run-costs.ts';

/**
 * Per level a lower bound on its value in any feasible plan whose earlier levels are no worse than `achieved`, each with
 * its tolerance; undefined where a weight is negative. `achieved` is parallel to `levels`.
 */
export function cheapBounds(
  problem: Problem,
  levels: readonly ObjectiveLevel[],
  achieved: readonly LevelValue[],
): readonly (number | undefined)[] {
  return boundLevels(problem, lookAt(problem, { isThorough: false }), { levels, achieved }).map(({ bound }) => bound);
}

/** A level's cheap bound, and what it was made from. */
export interface LevelBound {
  readonly bound: number | undefined;
  readonly sides: Sides;
  /** What runs cost at least, whatever the orders do. */
  readonly runs: number;
  /** [orders] see `forcedChoices`. */
  readonly forced: Uint8Array;
  /** The levels before. */
  readonly limits: readonly Limit[];
}

export function boundLevels(
  problem: Problem,
  { openings, heads, costs, shares }: Facts,
  { levels, achieved }: { readonly levels: readonly ObjectiveLevel[]; readonly achieved: readonly LevelValue[] },
): readonly LevelBound[] {
  const idle = idleTimeOf(problem, openings, heads);
  const limits: Limit[] = [];
  return levels.map((level, k) => {
    const before = [...limits];
    const forced = forcedChoices(costs, before);
    const sides = sidesOf(costs, level);
    const isSound = level.terms.every(({ weight }) => weight >= 0);
    const runs = isSound ? leastRunCost(problem, { heads, idle, shares, weights: runWeightsOf(level), forced }) : 0;
    const value = achieved[k];
    if (isSound && value !== undefined) limits.push({ sides, room: limitOf(level, value) - runs });
    const bound = isSound ? roundedDown(leastWithin(sides, forced, before) + runs) : undefined;
    return { bound, sides, runs, forced, limits: before };
  });
}

/** Rounding of sums in another order than the plan's own must not lift the bound above its value. */
export const roundedDown = (bound: number): number => Math.max(0, bound - 1e-9 * Math.max(1, bound));

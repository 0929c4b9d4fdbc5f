/** Who planned better: level by level, the first that differs by more than a share decides. */

import type { LevelValue } from '../../src/model/index.ts';

/** What contenders are compared by: values of the first three levels; the fourth is change against a plan in force. */
export type Levels = readonly number[];

export const COMPARED_LEVELS = 3;

export const levelsOf = (objective: readonly LevelValue[]): Levels =>
  objective.slice(0, COMPARED_LEVELS).map(({ value }) => value);

export interface Difference {
  /** From 0. */
  readonly level: number;
  /** What `a` is above `b` by, relative to the larger: negative where `a` is better. In [-1, 1]. */
  readonly share: number;
}

/** Negative where `a` is better. `tolerances`: by level, relative to the larger value; levels without one have 0. */
export const compareLevels = (a: Levels, b: Levels, tolerances: readonly number[]): number =>
  firstDifference(a, b, tolerances)?.share ?? 0;

/** The level that decides; undefined where none does. */
export function firstDifference(a: Levels, b: Levels, tolerances: readonly number[]): Difference | undefined {
  for (const [level, x] of a.entries()) {
    const y = b[level] ?? 0;
    const share = (x - y) / Math.max(Math.abs(x), Math.abs(y), Number.MIN_VALUE);
    // Sums in another order differ in their last bits.
    if (Math.abs(share) > Math.max(1e-9, tolerances[level] ?? 0)) return { level, share };
  }
  return undefined;
}

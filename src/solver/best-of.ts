/** Which of several answers is best, when a later level may decide between nearly equal values of an earlier one. */

import type { ObjectiveLevel } from '../model/index.ts';

/** Relative difference that is rounding. */
const SAME = 1e-9;

/**
 * Index of the best: level by level, only those stay that are within the level's tolerance of the best that is left; of those
 * that stay to the end, the first. Values are [answers][levels].
 */
export function bestOf(answers: readonly ArrayLike<number>[], levels: readonly ObjectiveLevel[]): number {
  let left = answers.map((_, index) => index);
  levels.forEach(({ tolerance = 0 }, level) => {
    const value = (index: number): number => answers[index]?.[level] ?? Number.POSITIVE_INFINITY;
    const best = Math.min(...left.map(value));
    const limit = best + Math.max(tolerance, SAME) * Math.max(Math.abs(best), tolerance > 0 ? 0 : 1);
    left = left.filter((index) => value(index) <= limit);
  });
  return left[0] ?? 0;
}

/** Random choices. */

import type { Random } from '../../../base/index.ts';

/** Any of a list that is not empty. */
export const pick = <T>(list: readonly T[], random: Random): T => list[random.below(list.length)] as T;

/** The one of `count` random draws that `value` puts highest; the earlier draw where two are equal. */
export function pickHighest<T>(list: readonly T[], random: Random, count: number, value: (one: T) => number): T {
  let best = pick(list, random);
  for (let k = 1; k < count; k++) {
    const other = pick(list, random);
    if (value(other) > value(best)) best = other;
  }
  return best;
}

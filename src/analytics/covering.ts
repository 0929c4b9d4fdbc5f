/** The least that must be bought to cover a demand when only whole flow cells are sold: the bound on lane fill. */

import { greatestCommonDivisor } from './steady-state.ts';

/** Beyond this many units of demand the exact search gives way to a bound. */
const MAX_UNITS = 1_000_000;

/**
 * The smallest sum >= `wanted` of numbers from `capacities` (> 0), each as often as one likes; 0 for nothing wanted.
 *
 * Exact up to a million units of the capacities' greatest common divisor; above that, the next multiple of the divisor,
 * which no purchase can undercut either (and which is exact from the Frobenius number on).
 */
export function leastPurchase(capacities: readonly number[], wanted: number): number {
  if (wanted <= 0 || capacities.length === 0) return Math.max(0, wanted);
  const whole = capacities.map(Math.floor);
  const unit = whole.reduce(greatestCommonDivisor, 0);
  const sizes = whole.map((capacity) => capacity / unit);
  const needed = Math.ceil(wanted / unit);
  if (needed > MAX_UNITS) return needed * unit;
  // Repeating the smallest size alone covers within this limit.
  const limit = needed + Math.min(...sizes);
  const isReachable = new Uint8Array(limit + 1);
  isReachable[0] = 1;
  for (let sum = 0; sum <= limit; sum++) {
    if (isReachable[sum] === 0) continue;
    if (sum >= needed) return sum * unit;
    for (const size of sizes) if (sum + size <= limit) isReachable[sum + size] = 1;
  }
  return limit * unit;
}

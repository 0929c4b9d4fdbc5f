/**
 * Which part of a shared task each member has to be charged with at least.
 *
 * Members' sizes fit the capacity, so the sum of size / capacity is at most 1. The same holds for f(size / capacity) with
 * a dual feasible function f (Fekete and Schepers 2001): the sum of f(x_i) is at most 1 whenever the sum of x_i is. Such
 * functions know that two members of more than half the capacity never share. Each batch key takes the one under which its
 * operations need the most tasks together.
 */

import { f64, i32 } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';

/** [modes] 0..1; the sum over the members of any possible task is at most 1. 1 where nothing is shared. */
export function sharesOf(problem: Problem): Float64Array {
  const { modes } = problem;
  const chosen = functionsOf(problem);
  const shares = new Float64Array(modes.count).fill(1);
  for (let mode = 0; mode < modes.count; mode++) {
    const key = i32(modes.batchKey, mode);
    if (key !== NONE)
      shares[mode] = dualFeasible(chosen.get(key) ?? 0, f64(modes.size, mode), f64(modes.capacity, mode));
  }
  return shares;
}

/** Functions u(k) with k up to here are tried, and the plain share, k = 0. */
const MOST_STEPS = 5;

/** u(k): x where (k + 1) x is whole, else the part of (k + 1) x before the point, divided by k. */
export function dualFeasible(k: number, size: number, capacity: number): number {
  if (capacity <= 0) return 0;
  const steps = ((k + 1) * size) / capacity;
  // Whole only where the integers say so: sizes and capacities are whole numbers.
  return k === 0 || ((k + 1) * size) % capacity === 0 ? size / capacity : Math.floor(steps) / k;
}

/** Per batch key: the k that charges its operations most. */
function functionsOf({ operations, modes }: Problem): ReadonlyMap<number, number> {
  const sums = new Map<number, Float64Array>();
  for (let o = 0; o < operations.count; o++) {
    let before = NONE;
    for (let mode = i32(operations.firstMode, o); mode < i32(operations.firstMode, o + 1); mode++) {
      const key = i32(modes.batchKey, mode);
      // Modes of one key are listed together, one per machine.
      if (key === NONE || key === before) continue;
      before = key;
      const own = sums.get(key) ?? new Float64Array(MOST_STEPS + 1);
      sums.set(key, own);
      for (let k = 0; k <= MOST_STEPS; k++) {
        own[k] = f64(own, k) + dualFeasible(k, f64(modes.size, mode), f64(modes.capacity, mode));
      }
    }
  }
  return new Map([...sums].map(([key, own]) => [key, own.indexOf(Math.max(...own))]));
}

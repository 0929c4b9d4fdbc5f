/** How late every operation can end if its order is kept: deadlines, latest starts and maximum lags, passed along the arcs. */

import { NEVER } from '../../../base/index.ts';
import { f64, i32 } from '../../columns.ts';
import { NONE, type Problem } from '../../problem.ts';
import type { Heads } from '../heads.ts';

export interface Tails {
  /** [operations] no kept order has a later start, or end; NEVER: nothing limits it. */
  readonly latestStart: Float64Array;
  readonly latestEnd: Float64Array;
  /** [operations] the shortest that it can take, and the longest that a task with it can. */
  readonly shortest: Float64Array;
  readonly longest: Float64Array;
}

export function tailsOf(problem: Problem, heads: Heads): Tails {
  const { operations, arcs, orders, jobs } = problem;
  const { shortest, longest } = lengthsOf(problem, heads);
  const latestStart = Float64Array.from(operations.latestStart);
  const latestEnd = Float64Array.from({ length: operations.count }, (_, o) =>
    f64(orders.deadline, i32(jobs.order, i32(operations.job, o))),
  );
  const isFrozen = (o: number): boolean => i32(operations.frozenTask, o) !== NONE;
  for (let o = 0; o < operations.count; o++) {
    if (isFrozen(o)) {
      latestStart[o] = f64(heads.start, o);
      latestEnd[o] = f64(heads.end, o);
      continue;
    }
    for (let a = i32(arcs.firstIn, o); a < i32(arcs.firstIn, o + 1); a++) {
      const from = i32(arcs.from, a);
      const lag = f64(arcs.max, a);
      if (lag < NEVER) latestStart[o] = Math.min(f64(latestStart, o), f64(latestEnd, from) + lag);
    }
    latestEnd[o] = Math.min(f64(latestEnd, o), f64(latestStart, o) + f64(longest, o));
    latestStart[o] = Math.min(f64(latestStart, o), f64(latestEnd, o) - f64(shortest, o));
  }
  for (let o = operations.count - 1; o >= 0; o--) {
    if (isFrozen(o)) continue;
    for (let k = i32(arcs.firstOut, o); k < i32(arcs.firstOut, o + 1); k++) {
      const a = i32(arcs.out, k);
      const to = i32(arcs.to, a);
      if (!isFrozen(to)) latestEnd[o] = Math.min(f64(latestEnd, o), f64(latestStart, to) - f64(arcs.min, a));
    }
    latestStart[o] = Math.min(f64(latestStart, o), f64(latestEnd, o) - f64(shortest, o));
  }
  return { latestStart, latestEnd, shortest, longest };
}

function lengthsOf({ operations, modes }: Problem, heads: Heads): Pick<Tails, 'shortest' | 'longest'> {
  const shortest = new Float64Array(operations.count).fill(NEVER);
  const longest = new Float64Array(operations.count);
  for (let o = 0; o < operations.count; o++) {
    for (let mode = i32(operations.firstMode, o); mode < i32(operations.firstMode, o + 1); mode++) {
      shortest[o] = Math.min(f64(shortest, o), f64(modes.duration, mode));
      longest[o] = Math.max(f64(longest, o), f64(heads.longestTask, mode));
    }
    if (f64(shortest, o) >= NEVER) shortest[o] = 0;
  }
  return { shortest, longest };
}

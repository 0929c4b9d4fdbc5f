/**
 * A stronger lower bound by refutation (Klein and Scholl 1999): a makespan is assumed, time windows of all activities are
 * narrowed by what follows, and where that is contradictory, every schedule is longer.
 *
 * Used are precedence, pairs that cannot run side by side, and energetic reasoning over intervals (Baptiste, Le Pape, Nuijten
 * 1999). Nothing here depends on the search: what is not refuted is merely not refuted.
 */

import { i32, u8 } from '../../columns.ts';
import type { Chains } from './bound.ts';
import type { Project } from './project.ts';

/** Above, the cubic work would cost more than the proof is worth. */
const MOST_ACTIVITIES = 130;

/** The least makespan >= `from` that is not refuted; `from` has to be a lower bound itself, `upTo` can be reached. */
export function destructiveBound(project: Project, chains: Chains, range: { from: number; upTo: number }): number {
  if (project.count > MOST_ACTIVITIES) return range.from;
  const exclusive = exclusivePairs(project);
  let makespan = range.from;
  while (makespan < range.upTo && isRefuted(project, windowsOf(project, chains, makespan), exclusive)) makespan++;
  return makespan;
}

/** [activities] earliest start and latest end. */
interface Windows {
  readonly start: Int32Array;
  readonly end: Int32Array;
}

const windowsOf = ({ count }: Project, { head, tail }: Chains, makespan: number): Windows => ({
  start: head.slice(),
  end: Int32Array.from({ length: count }, (_, i) => makespan - i32(tail, i)),
});

function isRefuted(project: Project, windows: Windows, exclusive: Uint8Array): boolean {
  const { count, duration } = project;
  for (let hasChanged = true; hasChanged;) {
    hasChanged = narrowByPairs(project, windows, exclusive);
    for (let i = 0; i < count; i++) {
      if (i32(windows.start, i) + i32(duration, i) > i32(windows.end, i)) return true;
    }
  }
  for (let r = 0; r < project.resourceCount; r++) if (isOverloaded(project, windows, r)) return true;
  return false;
}

/** For each pair (i, j), i < j: 1 where i comes first, 2 where they cannot overlap, 0 where they may. Row i is at i x count. */
function exclusivePairs({ count, duration, demand, capacity, resourceCount, precedence }: Project): Uint8Array {
  const kind = new Uint8Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      // Work without duration takes nothing from anyone.
      if (i32(duration, i) === 0 || i32(duration, j) === 0) continue;
      for (let r = 0; r < resourceCount; r++) {
        const together = i32(demand, i * resourceCount + r) + i32(demand, j * resourceCount + r);
        if (together > i32(capacity, r)) kind[i * count + j] = 2;
      }
    }
    const { firstSuccessor, successor } = precedence;
    for (let s = i32(firstSuccessor, i); s < i32(firstSuccessor, i + 1); s++) kind[i * count + i32(successor, s)] = 1;
  }
  return kind;
}

/** One pass; whether a window became narrower. */
function narrowByPairs({ count, duration }: Project, windows: Windows, exclusive: Uint8Array): boolean {
  const { start, end } = windows;
  let hasChanged = false;
  const putBefore = (i: number, j: number): void => {
    const ready = i32(start, i) + i32(duration, i);
    if (ready > i32(start, j)) {
      start[j] = ready;
      hasChanged = true;
    }
    const latest = i32(end, j) - i32(duration, j);
    if (latest < i32(end, i)) {
      end[i] = latest;
      hasChanged = true;
    }
  };
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const kind = u8(exclusive, i * count + j);
      if (kind === 0) continue;
      const both = i32(duration, i) + i32(duration, j);
      if (kind === 1 || i32(end, i) - i32(start, j) < both) putBefore(i, j);
      // Where neither order is possible, both calls cross the windows, which refutes.
      if (kind === 2 && i32(end, j) - i32(start, i) < both) putBefore(j, i);
    }
  }
  return hasChanged;
}

/** Whether some interval needs more of the resource than there is, even with all work pushed out of it as far as it goes. */
function isOverloaded(project: Project, windows: Windows, resource: number): boolean {
  const { duration, demand, capacity, resourceCount } = project;
  const users: User[] = [];
  for (let i = 0; i < project.count; i++) {
    const amount = i32(demand, i * resourceCount + resource);
    const length = i32(duration, i);
    if (amount * length > 0) users.push({ amount, length, start: i32(windows.start, i), end: i32(windows.end, i) });
  }
  const froms = [...new Set(users.flatMap(({ start, end, length }) => [start, end - length]))].sort((a, b) => a - b);
  const tos = [...new Set(users.flatMap(({ start, end, length }) => [end, start + length]))].sort((a, b) => a - b);
  return froms.some((from) =>
    tos.some((to) => to > from && energyIn(users, from, to) > i32(capacity, resource) * (to - from)),
  );
}

interface User {
  readonly amount: number;
  readonly length: number;
  readonly start: number;
  readonly end: number;
}

/** The least work of all users inside [from, to): each shifted to whichever side leaves less. */
function energyIn(users: readonly User[], from: number, to: number): number {
  let energy = 0;
  for (const { amount, length, start, end } of users) {
    const inside = Math.min(length, to - from, start + length - from, to - (end - length));
    if (inside > 0) energy += amount * inside;
  }
  return energy;
}

/** What no schedule of a project can be shorter than. */

import { i32 } from '../../columns.ts';
import type { Project } from './project.ts';

/** [activities] longest chain before each activity, and from its end to the end of the project; units. */
export interface Chains {
  readonly head: Int32Array;
  readonly tail: Int32Array;
}

export function chainsOf({ count, duration, precedence }: Project): Chains {
  const { firstPredecessor, predecessor, firstSuccessor, successor } = precedence;
  const head = new Int32Array(count);
  const tail = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    for (let p = i32(firstPredecessor, i); p < i32(firstPredecessor, i + 1); p++) {
      const other = i32(predecessor, p);
      head[i] = Math.max(i32(head, i), i32(head, other) + i32(duration, other));
    }
  }
  for (let i = count - 1; i >= 0; i--) {
    for (let s = i32(firstSuccessor, i); s < i32(firstSuccessor, i + 1); s++) {
      const other = i32(successor, s);
      tail[i] = Math.max(i32(tail, i), i32(tail, other) + i32(duration, other));
    }
  }
  return { head, tail };
}

/** The longest chain, and per resource the work between the least head and the least tail of what uses it. */
export function lowerBound(project: Project, { head, tail }: Chains): number {
  const { count, duration, demand, capacity, resourceCount } = project;
  let bound = 0;
  for (let i = 0; i < count; i++) bound = Math.max(bound, i32(head, i) + i32(duration, i) + i32(tail, i));
  for (let r = 0; r < resourceCount; r++) {
    let energy = 0;
    let leastHead = Infinity;
    let leastTail = Infinity;
    for (let i = 0; i < count; i++) {
      const amount = i32(demand, i * resourceCount + r) * i32(duration, i);
      if (amount === 0) continue;
      energy += amount;
      leastHead = Math.min(leastHead, i32(head, i));
      leastTail = Math.min(leastTail, i32(tail, i));
    }
    if (energy > 0) bound = Math.max(bound, leastHead + Math.ceil(energy / i32(capacity, r)) + leastTail);
  }
  return bound;
}

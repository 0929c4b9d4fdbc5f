/**
 * When an operation can start and end, given when its job's anchor does: minimum lags push it away from the anchor, maximum
 * lags hold it near.
 *
 * Valid for every plan that keeps the order and has the anchor in its window: predecessors end no later than the anchor
 * starts less the longest path of minimum lags and shortest work, and no earlier than that less the shortest path of
 * maximum lags and longest work; successors mirror it.
 */

import { NEVER } from '../../../base/index.ts';
import { f64, i32 } from '../../columns.ts';
import { NONE, type Problem } from '../../problem.ts';
import type { Heads } from '../heads.ts';
import type { Tails } from './tails.ts';

/** How an operation lies to its anchor. */
export interface Position {
  readonly operation: number;
  readonly side: 'before' | 'anchor' | 'after' | 'beside';
  /** Seconds from the end of the earlier one to the start of the later one at least, and at most (NEVER: no limit). */
  readonly least: number;
  readonly most: number;
}

/** Of every operation of the anchor's job. */
export function positionsOf(problem: Problem, tails: Tails, anchor: number): Position[] {
  const { jobs, operations } = problem;
  const job = i32(operations.job, anchor);
  const first = i32(jobs.firstOperation, job);
  const end = i32(jobs.firstOperation, job + 1);
  const paths = pathsOf(problem, tails, { anchor, first, end });
  return Array.from({ length: end - first }, (_, k): Position => {
    const operation = first + k;
    if (operation === anchor) return { operation, side: 'anchor', least: 0, most: 0 };
    const path = paths.get(operation);
    if (path === undefined) return { operation, side: 'beside', least: 0, most: NEVER };
    return { operation, side: operation < anchor ? 'before' : 'after', ...path };
  });
}

interface Path {
  readonly least: number;
  readonly most: number;
}

/** End-to-start paths between the anchor and the operations that it is connected with. */
function pathsOf(
  { arcs, operations }: Problem,
  { shortest, longest }: Tails,
  { anchor, first, end }: { readonly anchor: number; readonly first: number; readonly end: number },
): ReadonlyMap<number, Path> {
  const paths = new Map<number, Path>();
  // What runs already keeps no lags to what is before it.
  const isBound = (to: number): boolean => i32(operations.frozenTask, to) === NONE;
  const reach = (operation: number, from: number, min: number, max: number): void => {
    const own = paths.get(operation) ?? { least: 0, most: NEVER };
    const over = from === anchor ? { least: 0, most: 0 } : paths.get(from);
    if (over === undefined) return;
    const [short, long] = from === anchor ? [0, 0] : [f64(shortest, from), f64(longest, from)];
    paths.set(operation, {
      least: Math.max(own.least, over.least + short + min),
      most: Math.min(own.most, over.most + long + max),
    });
  };
  for (let o = anchor + 1; o < end; o++) {
    for (let a = i32(arcs.firstIn, o); a < i32(arcs.firstIn, o + 1); a++) {
      const from = i32(arcs.from, a);
      if (from >= anchor && isBound(o)) reach(o, from, f64(arcs.min, a), f64(arcs.max, a));
    }
  }
  for (let o = anchor - 1; o >= first; o--) {
    for (let k = i32(arcs.firstOut, o); k < i32(arcs.firstOut, o + 1); k++) {
      const a = i32(arcs.out, k);
      const to = i32(arcs.to, a);
      if (to <= anchor && isBound(to)) reach(o, to, f64(arcs.min, a), f64(arcs.max, a));
    }
  }
  return paths;
}

/** Inclusive limits on the start and on the end. */
export interface Window {
  readonly startFrom: number;
  readonly startTo: number;
  readonly endFrom: number;
  readonly endTo: number;
}

/** What is known of an operation without its anchor. */
export const ownWindow = (o: number, heads: Heads, tails: Tails): Window => ({
  startFrom: f64(heads.start, o),
  startTo: f64(tails.latestStart, o),
  endFrom: f64(heads.end, o),
  endTo: f64(tails.latestEnd, o),
});

/** The window of a neighbour of the anchor, `own` being what is known without it. */
export function windowBeside({ side, least, most }: Position, own: Window, anchor: Window): Window {
  switch (side) {
    case 'beside':
    case 'anchor':
      return own;
    case 'before':
      return {
        ...own,
        endFrom: most >= NEVER ? own.endFrom : Math.max(own.endFrom, anchor.startFrom - most),
        endTo: Math.min(own.endTo, anchor.startTo - least),
      };
    case 'after':
      return {
        ...own,
        startFrom: Math.max(own.startFrom, anchor.endFrom + least),
        startTo: most >= NEVER ? own.startTo : Math.min(own.startTo, anchor.endTo + most),
      };
  }
}

/** What each bottleneck has to give, bucket by bucket of time: what frozen tasks leave. */

import { NEVER } from '../../../base/index.ts';
import { f64, i32 } from '../../columns.ts';
import { NONE, type Problem } from '../../problem.ts';
import type { Openings, Spans } from '../openings.ts';
import type { Bottleneck } from './needs.ts';

/** Bucket b is [edge[b], edge[b + 1]); the last has no end and no limit. */
export interface Buckets {
  readonly count: number;
  /** [count + 1], rising; the last is Infinity. */
  readonly edge: Float64Array;
}

/** `count` buckets of which all but the last are equally long, from `from` to `to`. */
export function evenBuckets(from: number, to: number, count: number): Buckets {
  const width = Math.max(1, Math.ceil((to - from) / (count - 1)));
  const edge = Float64Array.from({ length: count + 1 }, (_, b) => (b === count ? Infinity : from + b * width));
  return { count, edge };
}

/** [buckets] machine-seconds, or amount x seconds; Infinity in the last. */
export function supplyOf(problem: Problem, openings: Openings, bottleneck: Bottleneck, buckets: Buckets): Float64Array {
  const supply = new Float64Array(buckets.count);
  if (bottleneck.resource === NONE) {
    for (const machine of bottleneck.machines) addSpans(supply, buckets, openings.machine(machine), 1);
  } else addLevels(supply, { problem, openings, resource: bottleneck.resource, buckets });
  supply[buckets.count - 1] = Infinity;
  return supply;
}

function addSpans(supply: Float64Array, { count, edge }: Buckets, { start, end }: Spans, amount: number): void {
  for (let k = 0; k < start.length; k++) {
    for (let b = 0; b < count - 1; b++) {
      const inside = Math.min(f64(end, k), f64(edge, b + 1)) - Math.max(f64(start, k), f64(edge, b));
      if (inside > 0) supply[b] = f64(supply, b) + amount * inside;
    }
  }
}

/** Steps cut at the ends of frozen uses; where those take more than there is, nothing is left. */
function addLevels(
  supply: Float64Array,
  question: {
    readonly problem: Problem;
    readonly openings: Openings;
    readonly resource: number;
    readonly buckets: Buckets;
  },
): void {
  const { problem, openings, resource, buckets } = question;
  const { firstStep, stepTime, stepLevel } = problem.resources;
  const [first, last] = [i32(firstStep, resource), i32(firstStep, resource + 1)];
  const uses = openings.frozen.flatMap((task) => task.uses.filter((use) => use.resource === resource));
  for (let k = first; k < last; k++) {
    const from = f64(stepTime, k);
    const to = k + 1 < last ? f64(stepTime, k + 1) : NEVER;
    const cuts = uses.flatMap(({ start, end }) => [start, end]).filter((t) => from < t && t < to);
    const instants = [...new Set([from, ...cuts, to])].toSorted((a, b) => a - b);
    for (let i = 0; i + 1 < instants.length; i++) {
      const [start, end] = [instants[i] ?? from, instants[i + 1] ?? to];
      let level = f64(stepLevel, k);
      for (const use of uses) if (use.start <= start && start < use.end) level -= use.amount;
      const spans = { start: Float64Array.of(start), end: Float64Array.of(end) };
      if (level > 0) addSpans(supply, buckets, spans, level);
    }
  }
}

/** How many bases have which depth, and what follows from it. */

import { countUp } from './count-up.ts';
import type { Metrics } from '../content-judge.ts';
import { BREADTH_DEPTHS } from './metric-definitions.ts';

/** Greater depths are one: no median of a genome lies there. */
const DEEPEST = 65_535;

export interface DepthHistogram {
  /** So many bases of a depth above 0. */
  add(depth: number, bases: number): void;
  /** Bases by depth; their sum. */
  readonly counts: Float64Array;
  readonly sum: number;
}

export function createDepthHistogram(): DepthHistogram {
  const counts = new Float64Array(DEEPEST + 1);
  let sum = 0;
  return {
    counts,
    add(depth, bases) {
      const bin = depth > DEEPEST ? DEEPEST : depth;
      countUp(counts, bin, bases);
      sum += depth * bases;
    },
    get sum() {
      return sum;
    },
  };
}

export interface DepthNames {
  readonly bases: string;
  /** mean_X, median_X, mad_X. */
  readonly coverage: string;
  readonly breadth: (depth: number) => string;
}

/** Of `bases` in all: those that no alignment covers have depth 0. */
export function depthMetrics(histograms: readonly DepthHistogram[], bases: number, names: DepthNames): Metrics {
  if (bases === 0) return {};
  const deepest = Math.max(...histograms.map(({ counts }) => counts.findLastIndex((count) => count > 0)), 0);
  const counts = new Float64Array(deepest + 1);
  for (const histogram of histograms) {
    for (let depth = 0; depth <= deepest; depth++) countUp(counts, depth, histogram.counts[depth] ?? 0);
  }
  const covered = counts.reduce((sum, count) => sum + count, 0);
  counts[0] = Math.max(0, bases - covered);
  const median = medianOf(counts);
  const deviations = new Float64Array(deepest + 1);
  counts.forEach((count, depth) => {
    const deviation = Math.abs(depth - median);
    countUp(deviations, deviation, count);
  });
  const atLeast = (depth: number): number => counts.subarray(depth).reduce((sum, count) => sum + count, 0);
  return {
    [names.bases]: bases,
    [`mean_${names.coverage}`]: histograms.reduce((sum, histogram) => sum + histogram.sum, 0) / bases,
    [`median_${names.coverage}`]: median,
    [`mad_${names.coverage}`]: medianOf(deviations),
    ...Object.fromEntries(BREADTH_DEPTHS.map((depth) => [names.breadth(depth), (100 * atLeast(depth)) / bases])),
  };
}

/** The least value that half of all do not exceed. */
function medianOf(counts: Float64Array): number {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let below = 0;
  return counts.findIndex((count) => (below += count) >= half);
}

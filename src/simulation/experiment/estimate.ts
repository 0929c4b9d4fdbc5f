/** Means of replications with their 95 % confidence intervals, of one variant and of the paired difference of two. */

import { at } from '../../base/index.ts';
import { studentTWithin } from './student-t.ts';

/** One number per replication; null where the figure does not exist, e.g. lane fill where nothing was sequenced. */
export type Series = readonly (number | null)[];

export interface Estimate {
  /** Replications, or pairs of them, that have the figure. */
  readonly n: number;
  /** null where n is 0. */
  readonly mean: number | null;
  /** The interval is mean -/+ this, 95 %, by Student's t; null where n is below 2. */
  readonly halfWidth: number | null;
}

const CONFIDENCE = 0.95;

export function estimateMean(series: Series): Estimate {
  const values = series.filter((value) => value !== null);
  const n = values.length;
  if (n === 0) return { n, mean: null, halfWidth: null };
  const mean = sum(values) / n;
  if (n === 1) return { n, mean, halfWidth: null };
  // Two passes, and exactly 0 where all values are equal, however the mean was rounded.
  const isConstant = values.every((value) => value === values[0]);
  if (isConstant) return { n, mean: at(values, 0), halfWidth: 0 };
  const variance = sum(values.map((value) => (value - mean) ** 2)) / (n - 1);
  return { n, mean, halfWidth: studentTWithin(CONFIDENCE, n - 1) * Math.sqrt(variance / n) };
}

/**
 * Of `series` - `baseline`, replication by replication. Both have drawn the same chance, so most of it cancels: the interval is
 * that of the differences, not of two independent means. A replication in which either lacks the figure is left out.
 */
export function estimateDifference(series: Series, baseline: Series): Estimate {
  return estimateMean(
    series.map((value, k) => {
      const base = at(baseline, k);
      return value === null || base === null ? null : value - base;
    }),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

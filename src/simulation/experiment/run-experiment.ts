/**
 * An experiment: every variant is measured in the same replications, which share their chance, until the differences to the
 * baseline are known well enough.
 *
 * Replications come in batches of a set size, and whether to go on is asked between batches only: the answer never depends on
 * which measurement was ready first.
 */

import { assert, at, mustGet } from '../../base/index.ts';
import { estimateDifference, estimateMean, type Estimate, type Series } from './estimate.ts';

export interface Design {
  /** Names, each once, the baseline among them. */
  readonly variants: readonly string[];
  readonly baseline: string;
  readonly metrics: readonly string[];
  readonly replications: Replications;
  /** Absent: `replications.max` are made. */
  readonly stopWhen?: StopRule;
}

/** 1 <= min <= max; after `min`, `batch` >= 1 at a time. The seed of replication k = 0, 1, ... is `seed` + k. */
export interface Replications {
  readonly min: number;
  readonly max: number;
  readonly batch: number;
  readonly seed: number;
}

/** No more replications once the half-width of this metric's difference is at most this, for every variant. */
export interface StopRule {
  readonly metric: string;
  readonly halfWidth: number;
}

/** What is measured once: all variants of one seed meet the same chance. */
export interface Trial {
  readonly variant: string;
  readonly seed: number;
}

/** By metric. */
export type Values = Readonly<Record<string, number | null>>;

export interface ExperimentResult {
  readonly baseline: string;
  /** Of each variant. */
  readonly replications: number;
  readonly stopped: 'narrow-enough' | 'most-replications';
  /** As in the design. */
  readonly variants: readonly VariantResult[];
}

export interface VariantResult {
  readonly name: string;
  /** As in the design. */
  readonly metrics: readonly MetricResult[];
}

export interface MetricResult {
  readonly metric: string;
  /** By replication. */
  readonly values: Series;
  readonly mean: Estimate;
  /** To the baseline, replication by replication; null for the baseline itself. */
  readonly difference: Estimate | null;
}

/**
 * `measure` must answer the same for the same trial; how many trials it works on at a time is its own affair. Rejects with the
 * first rejection of it.
 */
export async function runExperiment(
  design: Design,
  measure: (trial: Trial) => Promise<Values>,
): Promise<ExperimentResult> {
  const { min, max, batch, seed } = design.replications;
  assert(design.variants.includes(design.baseline), `no variant ${design.baseline}`);
  assert(1 <= min && min <= max && batch >= 1, `replications from ${min} to ${max} by ${batch}`);
  const made = new Map<string, Values[]>(design.variants.map((name) => [name, []]));
  for (let next = min; ; next = Math.min(max, next + batch)) {
    const from = mustGet(made, design.baseline).length;
    const seeds = Array.from({ length: next - from }, (_, k) => seed + from + k);
    const trials = seeds.flatMap((one) => design.variants.map((variant): Trial => ({ variant, seed: one })));
    const values = await Promise.all(trials.map(measure));
    trials.forEach(({ variant }, k) => mustGet(made, variant).push(at(values, k)));
    const isNarrow = isNarrowEnough(design, made);
    if (isNarrow || next === max) return resultOf(design, made, isNarrow);
  }
}

type Made = ReadonlyMap<string, readonly Values[]>;

const seriesOf = (made: Made, variant: string, metric: string): Series =>
  mustGet(made, variant).map((values) => {
    const value = values[metric];
    assert(value !== undefined, `no measurement of ${metric}`);
    return value;
  });

function isNarrowEnough({ variants, baseline, stopWhen }: Design, made: Made): boolean {
  if (stopWhen === undefined) return false;
  const { metric, halfWidth: limit } = stopWhen;
  const base = seriesOf(made, baseline, metric);
  return variants.every((variant) => {
    if (variant === baseline) return true;
    const { halfWidth } = estimateDifference(seriesOf(made, variant, metric), base);
    return halfWidth !== null && halfWidth <= limit;
  });
}

function resultOf({ variants, baseline, metrics }: Design, made: Made, isNarrow: boolean): ExperimentResult {
  return {
    baseline,
    replications: mustGet(made, baseline).length,
    stopped: isNarrow ? 'narrow-enough' : 'most-replications',
    variants: variants.map((name) => ({
      name,
      metrics: metrics.map((metric): MetricResult => {
        const values = seriesOf(made, name, metric);
        const difference = name === baseline ? null : estimateDifference(values, seriesOf(made, baseline, metric));
        return { metric, values, mean: estimateMean(values), difference };
      }),
    })),
  };
}

/** What an experiment says of each metric: means, differences to the baseline, and whether they are there at all. */

import { mustGet } from '../../base/index.ts';
import { isMetricName, METRICS, type Metric, type MetricName } from './metrics.ts';

/** A mean over replications; the 95 % interval is `mean` -/+ `halfWidth`. null: too few replications have the figure. */
export interface Estimate {
  readonly n: number;
  readonly mean: number | null;
  readonly halfWidth: number | null;
}

/** What an experiment found, as the figures need it. */
export interface Experiment {
  readonly name: string;
  readonly baseline: string;
  /** Of every variant. */
  readonly replications: number;
  /** Whether a rule to stop was met, or the most replications were made. */
  readonly stopped: 'narrow-enough' | 'most-replications';
  readonly variants: readonly {
    readonly name: string;
    readonly metrics: readonly {
      readonly metric: string;
      readonly mean: Estimate;
      readonly difference: Estimate | null;
    }[];
  }[];
}

/**
 * `same`: equal in every replication; `open`: the interval holds 0; `different`: it does not, and the metric is neither good
 * nor bad.
 */
export type Verdict = 'better' | 'worse' | 'different' | 'same' | 'open';

export interface Comparison {
  readonly name: MetricName;
  readonly metric: Metric;
  /** The baseline first, then the others in the experiment's order. */
  readonly rows: readonly ComparedVariant[];
}

export interface ComparedVariant {
  readonly variant: string;
  readonly mean: Estimate;
  /** null for the baseline. */
  readonly difference: Estimate | null;
  readonly verdict: Verdict | null;
}

/** In the experiment's order of metrics; metrics that are not known are left out. */
export function compare(experiment: Experiment): readonly Comparison[] {
  const baseline = experiment.variants.filter(({ name }) => name === experiment.baseline);
  const others = experiment.variants.filter(({ name }) => name !== experiment.baseline);
  const names = (baseline[0]?.metrics ?? []).map(({ metric }) => metric).filter(isMetricName);
  return names.map((name) => ({
    name,
    metric: METRICS[name],
    rows: [...baseline, ...others].map((variant) => {
      const { mean, difference } = mustGet(new Map(variant.metrics.map((m) => [m.metric, m])), name);
      return { variant: variant.name, mean, difference, verdict: verdictOf(METRICS[name], difference) };
    }),
  }));
}

function verdictOf({ better }: Metric, difference: Estimate | null): Verdict | null {
  if (difference === null) return null;
  const { mean, halfWidth } = difference;
  if (mean === null || halfWidth === null) return 'open';
  if (mean === 0 && halfWidth === 0) return 'same';
  if (Math.abs(mean) <= halfWidth) return 'open';
  if (better === 'neither') return 'different';
  return mean > 0 === (better === 'more') ? 'better' : 'worse';
}

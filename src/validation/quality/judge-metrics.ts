/** Judges measured values by limits: the defaults of the work, and what the laboratory puts in their place. */

import {
  gateVerdict,
  inUnit,
  limitsFor,
  limitWords,
  QUALITY_METRICS,
  type GateLimits,
  type GateVerdict,
  type QualityContext,
  type QualityGate,
  type QualityValues,
} from '../../model/index.ts';

export interface QualityJudging extends QualityContext {
  /** Each in place of the default of its metric; a gate without limits takes it away. */
  readonly overrides?: readonly QualityGate[];
}

export interface MetricVerdict {
  readonly metric: string;
  /** Absent: not measured. */
  readonly value?: number;
  readonly unit: string;
  readonly verdict: GateVerdict | 'not-measured';
  /** In words, with its numbers: `at least 80, warned below 85`. */
  readonly limit: string;
  /** Who says so. */
  readonly source: string;
}

export interface QualityVerdict {
  /** The worst of all; `not-measured` where nothing was judged. */
  readonly verdict: GateVerdict | 'not-measured';
  /** One for each limit of the work, in the order of the limits. */
  readonly metrics: readonly MetricVerdict[];
}

/** `values`: of one sample, in the units of the dictionary. Those without a limit are not judged. */
export function judgeMetrics(values: QualityValues, judging: QualityJudging): QualityVerdict {
  const known = withDerived(values);
  const metrics = limitsOf(judging).map((limit) => judged(limit, known));
  return { verdict: worstOf(metrics), metrics };
}

const WORST = ['fail', 'warn', 'pass'] as const;

/** Of several samples or files too. */
export const worstOf = (all: readonly { readonly verdict: MetricVerdict['verdict'] }[]): QualityVerdict['verdict'] =>
  WORST.find((verdict) => all.some((one) => one.verdict === verdict)) ?? 'not-measured';

type Limit = GateLimits & { readonly metric: string; readonly unit: string; readonly source: string };

function limitsOf({ overrides = [], ...context }: QualityJudging): readonly Limit[] {
  const own = new Set(overrides.map(({ metric }) => metric));
  const defaults = limitsFor(context).filter(({ metric }) => !own.has(metric));
  const unitOf = (metric: string): string => QUALITY_METRICS.get(metric)?.unit ?? '1';
  return [
    ...overrides.filter((gate) => limitWords(gate) !== '').map((gate) => ({ ...gate, source: gate.source ?? 'given' })),
    ...defaults.map((limit) => ({ ...limit, unit: unitOf(limit.metric) })),
  ];
}

function judged({ metric, unit, source, ...limits }: Limit, values: QualityValues): MetricVerdict {
  const common = { metric, unit, limit: limitWords(limits), source };
  const measured = Object.hasOwn(values, metric) ? values[metric] : undefined;
  const value = measured === undefined ? undefined : inUnit(measured, QUALITY_METRICS.get(metric)?.unit ?? unit, unit);
  if (value === undefined) return { ...common, verdict: 'not-measured' };
  return { ...common, value, verdict: gateVerdict(limits, value) };
}

/** What follows from two others, as checkQC counts it: PhiX belongs to no sample either. */
function withDerived(values: QualityValues): QualityValues {
  const { pct_undetermined: undetermined, pct_phix: phix = 0 } = values;
  if (undetermined === undefined || Object.hasOwn(values, 'pct_undetermined_beyond_phix')) return values;
  return { ...values, pct_undetermined_beyond_phix: Math.max(0, undetermined - phix) };
}

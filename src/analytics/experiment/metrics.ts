/** The figures by which variants of a laboratory are compared: named, with their units, and which way is better. */

import type { Fact, Scenario, Timed } from '../../model/index.ts';
import { outcomesOf } from '../outcomes.ts';
import { timelineOfFacts } from '../timeline.ts';
import { utilizationOf } from '../utilization.ts';
import { outcomeMetrics } from './outcome-metrics.ts';
import { runMetrics } from './run-metrics.ts';
import { sequencerMetrics } from './sequencer-metrics.ts';

export interface Metric {
  readonly title: string;
  readonly unit: string;
  /** `neither`: it says how, not how well. */
  readonly better: 'more' | 'less' | 'neither';
  /** Decimals worth showing. */
  readonly decimals: number;
}

const metric = (title: string, unit: string, better: Metric['better'], decimals: number): Metric => ({
  title,
  unit,
  better,
  decimals,
});

export const METRICS = {
  'samples-lost': metric('samples not delivered', 'samples', 'less', 1),
  'weighted-samples-lost': metric('samples not delivered, by weight', 'weight', 'less', 1),
  'samples-expired': metric('samples expired', 'samples', 'less', 1),
  delivered: metric('samples delivered', 'samples', 'more', 1),
  'on-time': metric('samples delivered on time', 'samples', 'more', 1),
  'weighted-tardiness': metric('tardiness of delivered samples, by weight', 'h', 'less', 1),
  turnaround: metric('mean time from receipt to delivery', 'h', 'less', 1),
  quality: metric('mean quality left of delivered samples', '%', 'more', 2),
  'sequencer-calendar-utilization': metric('calendar utilization of sequencers', '%', 'more', 2),
  'sequencer-calendar-ceiling': metric('ceiling of calendar utilization', '%', 'neither', 2),
  'sequencer-available-utilization': metric('available utilization of sequencers', '%', 'more', 2),
  'sequencer-available-ceiling': metric('ceiling of available utilization', '%', 'neither', 2),
  'share-of-ceiling': metric('run time of sequencers against its ceiling', '%', 'more', 2),
  'share-of-realized-ceiling': metric('run time of sequencers against its ceiling, downtime taken out', '%', 'more', 2),
  'lane-fill': metric('lane fill', '%', 'more', 2),
  'lane-fill-ceiling': metric('ceiling of lane fill', '%', 'neither', 2),
  runs: metric('sequencing runs', 'runs', 'neither', 1),
  'failed-runs': metric('sequencing runs that failed or were stopped', 'runs', 'less', 2),
  'sequencer-downtime': metric('sequencers down while they could have run', 'h', 'less', 1),
  failures: metric('attempts that failed by themselves', 'attempts', 'less', 1),
  replans: metric('plans after the first', 'plans', 'neither', 1),
  'plan-change': metric('hours by which new plans moved work', 'h', 'less', 1),
  facts: metric('facts recorded', 'facts', 'neither', 0),
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** null: the figure does not exist, e.g. the lane fill where nothing was sequenced. */
export type MetricValues = Readonly<Record<MetricName, number | null>>;

/** All of them, from what a run recorded. */
export function measureRun(scenario: Scenario, facts: readonly Timed<Fact>[]): MetricValues {
  return {
    ...outcomeMetrics(scenario, facts, outcomesOf(scenario, facts)),
    ...sequencerMetrics(scenario, utilizationOf(scenario, timelineOfFacts(scenario, facts)).instruments),
    ...runMetrics(facts),
  };
}

export const isMetricName = (name: string): name is MetricName => Object.hasOwn(METRICS, name);

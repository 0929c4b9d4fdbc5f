export { compare, type Comparison, type Experiment, type Verdict } from './comparison.ts';
export { experimentForest } from './forest.ts';
export { experimentMarkdown } from './markdown.ts';
export { measureRun, METRIC_NAMES, METRICS, type Metric, type MetricName, type MetricValues } from './metrics.ts';

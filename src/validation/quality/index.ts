/** Judges quality by numbers: metrics of outside tools, limits, verdicts. */

export {
  judgeMetrics,
  worstOf,
  type MetricVerdict,
  type QualityJudging,
  type QualityVerdict,
} from './judge-metrics.ts';
export { QUALITY_RULES } from './quality-rules.ts';
export { LARGEST_QUALITY_FILE, QUALITY_FORMATS, readQualityFile, type QualityFile } from './read-quality-file.ts';
export type { SampleMetrics } from './readers/reading.ts';

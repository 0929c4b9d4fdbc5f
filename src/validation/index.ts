/** Independent judges: they share nothing with what they judge. */

export { PLAN_RULE_CODES, checkPlan, type PlanCase, type PlanRuleCode } from './plan/index.ts';
export { RUN_RULE_CODES, auditRun, type RunCase, type RunRuleCode } from './run/index.ts';
export {
  CONTAINER_RULES,
  CONTIG_FORMATS,
  CONTIG_RULES,
  FILE_RULES,
  JUDGED_FORMATS,
  METRIC_DEFINITIONS,
  companionNames,
  compareContigs,
  judgeFile,
  judgePair,
  readContigs,
  type ByteSource,
  type Companions,
  type Contig,
  type ContigList,
  type FileFormat,
  type FileJudging,
  type FileReport,
  type FileRules,
  type NoContigs,
  type MetricDefinition,
  type Metrics,
  type MetricsLevel,
} from './files/index.ts';
export {
  judgeMetrics,
  LARGEST_QUALITY_FILE,
  QUALITY_FORMATS,
  QUALITY_RULES,
  readQualityFile,
  worstOf,
  type MetricVerdict,
  type QualityFile,
  type QualityJudging,
  type QualityVerdict,
  type SampleMetrics,
} from './quality/index.ts';

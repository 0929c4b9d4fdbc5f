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
  readSampleSheet,
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
  type SampleSheet,
} from './files/index.ts';
export {
  PREFLIGHT_RULES,
  filesRead,
  filesUnread,
  judgeForRun,
  judgeScenario,
  judgeWorld,
  toolWork,
  type FileFacts,
  type FileUse,
  type PreflightRule,
  type WorldFacts,
} from './preflight/index.ts';

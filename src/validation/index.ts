/** Independent judges: they share nothing with what they judge. */

export { PLAN_RULE_CODES, checkPlan, type PlanCase, type PlanRuleCode } from './plan/index.ts';
export { RUN_RULE_CODES, auditRun, type RunCase, type RunRuleCode } from './run/index.ts';
export {
  CONTAINER_RULES,
  FILE_RULES,
  JUDGED_FORMATS,
  companionNames,
  joinFindings,
  joinSheetWithOrders,
  judgeFile,
  judgePair,
  readSampleSheet,
  type ByteSource,
  type Companions,
  type FileFormat,
  type FileJudging,
  type FileReport,
  type FileRules,
  type JoinOptions,
  type SampleSheet,
  type SheetOrders,
  type SheetReading,
  type SheetSample,
} from './files/index.ts';

export * from './actor.ts';
export * from './attempt-record.ts';
export { FINDING_CODES, FINDING_KINDS, type FindingCode, type FindingKind } from './finding-codes.ts';
export { expandWeekly } from './calendar.ts';
export { fitDegradation, expiryOf, qualityAfter, qualityThrough, NO_DEGRADATION } from './degradation.ts';
export {
  defineScenario,
  defineWorkflow,
  scenarioSchema,
  type ScenarioDocument,
  type WorkflowDocument,
} from './document.ts';
export { idField, object } from './document/fields.ts';
export * from './execution-key.ts';
export * from './expected-file.ts';
export * from './failure.ts';
export * from './format-name.ts';
export * from './ids.ts';
export { firstLotOf, initialSituation } from './initial-situation.ts';
export * from './invocation/index.ts';
export { reportIssues } from './issues.ts';
export { scenarioJsonSchema } from './json-schema.ts';
export * from './objective.ts';
export * from './parse-document.ts';
export * from './plan-digest.ts';
export * from './plan.ts';
export * from './quality/index.ts';
export * from './quantity.ts';
export * from './read-scenario.ts';
export * from './read-thresholds.ts';
export { createReport, pointer } from './report.ts';
export * from './run-vocabulary.ts';
export * from './scenario.ts';
export * from './simulated-content.ts';
export * from './simulation-model.ts';
export * from './situation.ts';
export * from './version-range.ts';
export * from './wall-clock.ts';
export * from './workflow.ts';

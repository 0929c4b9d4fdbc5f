/**
 * The public API. A scenario is a plain document (`defineScenario`, or a file through `loadScenario`); everything else
 * takes one. Bad input is a `ServiceError` that carries every finding; results are plain values.
 */

// Describe a laboratory.
export { defineScenario, defineWorkflow, type ScenarioDocument, type WorkflowDocument } from './model/index.ts';
export { checkScenario, loadScenario, type CheckedScenario, type ScenarioSource } from './service/index.ts';

// Judge it before anything starts.
export { validate, type PreflightOptions, type Purpose, type Validation } from './service/index.ts';
export type { OpenedSource, SourceAdapter, ValidateFileOptions } from './service/index.ts';

// Judge files of sequencing.
export { validateFile, validatePair } from './service/index.ts';
export type { FileJudging, FileReport } from './validation/index.ts';

// Plan it, explain the plan, simulate it, run it, verify the record, audit the run.
export {
  audit,
  explain,
  explainSample,
  plan,
  planAndSimulate,
  replayLedger,
  run,
  simulate,
  verify,
} from './service/index.ts';
export type { LifeEntry, ReplayDifference, RunReplay, SampleLife } from './service/index.ts';
export type { ExplainOptions, ExplainResult } from './service/index.ts';
export type { Budget, PlanOptions, PlanResult, RunOptions, RunResult } from './service/index.ts';
export type { LedgerAudit, RunAudit, SimulateOptions, VerifyOptions } from './service/index.ts';

// Export its record to W3C PROV, RO-Crate, BioCompute, a trace.
export { EXPORT_FORMATS, exportLedger } from './service/index.ts';
export type { ExportFormat, ExportLedgerOptions, ExportOutcome } from './service/index.ts';

// Prove one record of it to who has neither ledger nor network.
export { checkProof, prove, type CheckOptions, type Proof } from './service/index.ts';

// Judge what tools measured of its samples.
export { judgeQuality, loadThresholds } from './service/index.ts';
export type { QualityReport } from './service/index.ts';

// Compare variants of it in simulated courses that share their chance.
export { defineExperiment, experiment, loadExperiment } from './service/index.ts';
export type { ExperimentDocument, ExperimentOptions, ExperimentOutcome } from './service/index.ts';

// Judge a plan or a run, keep a planner warm, draw.
export { initialSituation } from './model/index.ts';
export { auditRun, checkPlan } from './validation/index.ts';
export { explainPlan, type ExplainPlanInput, type OrderExplanation } from './solver/index.ts';
export { createPlannerPool, type PlannerPool, type PlannerRule } from './solver/index.ts';
export { actualGantt, planFigures, planGantt, type Report } from './analytics/index.ts';

// What it is all made of.
export { ServiceError, type ServiceErrorCode } from './service/index.ts';
export type { Finding, Severity } from './base/index.ts';
export type { Command, Event, Fact, Order, Plan, PlannedTask, Scenario, Situation, Timed } from './model/index.ts';
export type { ProofVerdict, Verification } from './provenance/index.ts';

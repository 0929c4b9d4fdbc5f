export { ServiceError, type ServiceErrorCode } from './errors.ts';
export { EXIT, type ExitCode } from './exit-code.ts';
export * from './experiment/index.ts';
export { explain, type ExplainOptions, type ExplainResult } from './explanation.ts';
export {
  EXPORT_FORMATS,
  exportLedger,
  type ExportFormat,
  type ExportLedgerOptions,
  type ExportOutcome,
} from './exports/exporting.ts';
export { validateFile, validatePair, type ValidateFileOptions } from './judge-files.ts';
export { validate, type PreflightOptions, type Purpose, type Validation } from './preflight/index.ts';
export { openSource, SourceError, type OpenedSource, type SourceAdapter } from './sources/index.ts';
export { plan, type Budget, type PlanOptions, type PlanResult } from './planning.ts';
export {
  judgeQuality,
  loadThresholds,
  type JudgedQualityFile,
  type JudgedSample,
  type QualityReport,
} from './quality.ts';
export { run, type RunOptions } from './runs/real-run.ts';
export { checkProof, prove, type CheckOptions, type Proof } from './ledger/proving.ts';
export type { RunResult } from './runs/recorded-run.ts';
export type { LedgerAudit } from './runs/recording.ts';
export { checkScenario, loadScenario, type CheckedScenario, type ScenarioSource } from './scenario-source.ts';
export { planAndSimulate, simulate, type SimulateOptions } from './runs/simulation.ts';
export { explainSample, type LifeEntry, type SampleLife } from './sample-life/index.ts';
export { replayLedger, type ReplayDifference, type RunReplay } from './ledger/replaying.ts';
export { audit, type RunAudit } from './ledger/run-audit.ts';
export { writeTlog } from './exports/tlog-export.ts';
export { verify, type VerifyOptions } from './ledger/verification.ts';

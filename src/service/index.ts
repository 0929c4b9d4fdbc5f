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
} from './exporting.ts';
export { plan, type Budget, type PlanOptions, type PlanResult } from './planning.ts';
export { run, type RunOptions } from './real-run.ts';
export { checkProof, prove, type CheckOptions, type Proof } from './proving.ts';
export type { RunResult } from './recorded-run.ts';
export type { LedgerAudit } from './recording.ts';
export { checkScenario, loadScenario, type CheckedScenario, type ScenarioSource } from './scenario-source.ts';
export { planAndSimulate, simulate, type SimulateOptions } from './simulation.ts';
export { replayLedger, type ReplayDifference, type RunReplay } from './replaying.ts';
export { audit, type RunAudit } from './run-audit.ts';
export { writeTlog } from './tlog-export.ts';
export { verify, type VerifyOptions } from './verification.ts';

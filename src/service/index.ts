export { ServiceError, type ServiceErrorCode } from './errors.ts';
export { EXIT, type ExitCode } from './exit-code.ts';
export { plan, type Budget, type PlanOptions, type PlanResult } from './planning.ts';
export { run, type RunOptions } from './real-run.ts';
export type { RunResult } from './recorded-run.ts';
export type { LedgerAudit } from './recording.ts';
export { checkScenario, loadScenario, type CheckedScenario, type ScenarioSource } from './scenario-source.ts';
export { planAndSimulate, simulate, type SimulateOptions } from './simulation.ts';
export { verify, type VerifyOptions } from './verification.ts';

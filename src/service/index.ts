export { ServiceError, type ServiceErrorCode } from './errors.ts';
export { EXIT, type ExitCode } from './exit-code.ts';
export { plan, type Budget, type PlanOptions, type PlanResult } from './planning.ts';
export { run, type RunOptions, type RunResult } from './real-run.ts';
export type { LedgerAudit } from './recording.ts';
export { checkScenario, loadScenario, type CheckedScenario, type ScenarioSource } from './scenario-source.ts';
export { planAndSimulate, simulate, type SimulateOptions, type SimulationResult } from './simulation.ts';
export { verify, type VerifyOptions } from './verification.ts';

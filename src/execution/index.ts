export { classifyFailure, type AttemptEvidence, type Classification } from './classify-failure.ts';
export { EXECUTION_FINDINGS, type ExecutionFindingCode } from './finding-codes.ts';
export { createLocalFiles } from './local-files.ts';
export { createLocalProcesses } from './local-processes.ts';
export { createLocalTimers } from './local-timers.ts';
export type { OutputCheck, OutputVerdict } from './output-check.ts';
export type { FileKind, ProcessEnd, Processes, ProcessSpec, RunFiles, RunningProcess, Timers } from './ports.ts';
export { probe, type ProbedTool, type ProbeOptions, type ProbeResult } from './probe-tools.ts';
export { createRealWorld, type RealWorld, type RealWorldOptions } from './world.ts';

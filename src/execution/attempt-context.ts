/** What the steps of an attempt share: the run's surroundings, and which sample is worked on. */

import type { ComputeStage, Order, Sample, Workflow } from '../model/index.ts';
import type { OutputCheck } from './output-check.ts';
import type { Processes, RunFiles, Timers } from './ports.ts';
import type { ProbedTool } from './probe-tools.ts';
import type { ReuseIndex } from './reuse-index.ts';

/** What every attempt of a run shares. */
export interface AttemptContext {
  /** Absolute: the run's directory. */
  readonly directory: string;
  /** Absolute: where paths of the scenario start. */
  readonly scenarioDirectory: string;
  readonly processes: Processes;
  readonly files: RunFiles;
  readonly timers: Timers;
  readonly nowMs: () => number;
  readonly host: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly tools: ReadonlyMap<string, ProbedTool>;
  readonly checks: readonly OutputCheck[];
  /** Digests of what was published in this run, by path relative to its directory. */
  readonly published: ReadonlyMap<string, string>;
  /** Work of this run that need not be done again. */
  readonly reuse: ReuseIndex;
}

export interface SampleJob {
  readonly workflow: Workflow;
  readonly stage: ComputeStage;
  readonly order: Order;
  readonly sample: Sample;
  /** Of this attempt, after retries for lack of memory. */
  readonly memoryFactor: number;
  /** Absolute; made by the attempt. */
  readonly folder: string;
}

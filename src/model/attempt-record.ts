/** What one attempt at a task leaves on record: processes with their files, measured gates, what was used at the bench. */

import type { GateLimits, GateVerdict } from './quality/limit.ts';
import type { MachineId, SampleId, StageId, TaskId } from './ids.ts';

/**
 * One process: enough to run it again and to recognise its files. In the virtual world `toolVersion` is `simulated`, `host` is
 * `virtual`, and files hold what `simulatedContent` and `simulatedSource` say.
 */
export interface Execution {
  readonly sample: SampleId;
  readonly stage: StageId;
  readonly tool: string;
  readonly toolVersion: string;
  /** SHA-256 of the executable file; of a simulated one, of the text `simulatedTool`. */
  readonly toolDigest: string;
  /** Where it ran in one. */
  readonly container?: Container;
  readonly argv: readonly string[];
  /** Of the tool, as the stage gives them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The allow-listed part of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly host: string;
  /** For one sample, of this attempt. */
  readonly asked: ResourcesAsked;
  /** As far as the system tells; absent where it tells nothing, and where nothing was run. */
  readonly used?: ResourcesUsed;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** ISO 8601, UTC, milliseconds. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly inputs: readonly Artifact[];
  /**
   * What it made that passed its checks, gates included: in `results/` where it was published, in `work/` where the attempt as
   * a whole was not. None of an execution that failed.
   */
  readonly outputs: readonly Artifact[];
  /** `executionKey` of it: two executions with equal keys are the same work. */
  readonly key: string;
  /** Nothing was run: the outputs are those of this earlier execution with the same key; exit code 0, times of the reuse. */
  readonly reused?: { readonly task: TaskId; readonly attempt: number };
}

export interface Container {
  readonly image: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

export interface ResourcesAsked {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly gpus: number;
}

export interface ResourcesUsed {
  readonly cpuSeconds?: number;
  readonly peakMemoryBytes?: number;
}

/** A file by content; `path` is relative to the run's directory or the scenario's. */
export interface Artifact {
  readonly name: string;
  readonly path: string;
  readonly format?: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface Measurement {
  readonly sample: SampleId;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** Where a gate judges it. */
  readonly gate?: GateLimits & { readonly verdict: GateVerdict };
}

/** What a gate says of a value; NaN passes none. */
export function judgeGate(
  { min = -Infinity, max = Infinity }: { readonly min?: number; readonly max?: number },
  value: number,
): 'pass' | 'below' | 'above' {
  if (!(value >= min)) return 'below';
  return value <= max ? 'pass' : 'above';
}

/** What bench or sequencing work used. Persons by pseudonym. */
export interface BenchRecord {
  readonly instrument: { readonly machine: MachineId; readonly serial?: string; readonly position?: string };
  readonly flowCell?: { readonly id: string; readonly type: string };
  readonly reagents: readonly { readonly name: string; readonly lot: string; readonly expires?: string }[];
  readonly operators: readonly string[];
  /** Storage and room, where telemetry gives them. */
  readonly conditions: readonly {
    readonly place: string;
    readonly signal: string;
    readonly value: number;
    readonly unit: string;
  }[];
}

/**
 * The run story: what a ledger tells of one run, once, in the words that every export shares. Exports are projections of it.
 *
 * Instants are ISO 8601, UTC, milliseconds. Names of attempts, executions and materials are unique in the story.
 */

import type {
  BenchRecord,
  Execution,
  FailureClass,
  LotId,
  Measurement,
  OrderId,
  PolicyAction,
  RunIdentity,
  SampleId,
  SampleOutcome,
  Stage,
  StageId,
  TaskId,
  TaskPlacement,
  WorkflowId,
} from '../../../model/index.ts';
import type { RecordSigned, ValueCorrected } from '../../record/notice.ts';

export interface RunStory {
  readonly ledger: LedgerIdentity;
  readonly run: RunIdentity;
  /** The scenario's name. */
  readonly laboratory: string;
  /** From the first to the last thing told. */
  readonly start: string;
  readonly end: string;
  /** `open`: the ledger ends before the run does. */
  readonly ending: 'complete' | 'stopped' | 'open';
  /** Of the orders of the run, detours folded in; by id. */
  readonly workflows: readonly WorkflowStory[];
  readonly plans: readonly PlanStory[];
  readonly samples: readonly SampleStory[];
  /** What stages done before instant 0 had made of them. */
  readonly earlier: readonly MaterialStory[];
  /** By start; ties in the ledger's order. */
  readonly attempts: readonly AttemptStory[];
  /** By content, in the order in which they come up. */
  readonly files: readonly FileStory[];
  readonly skipped: readonly SkippedStage[];
  /** Pseudonyms, sorted: who worked at the bench, decided, signed or corrected. */
  readonly people: readonly string[];
  readonly decisions: readonly OperatorAct[];
  readonly signatures: readonly SignatureStory[];
  readonly corrections: readonly CorrectionStory[];
}

export interface LedgerIdentity {
  readonly origin: string;
  /** Of the seqplan that wrote it. */
  readonly version: string;
  /** The key that signs checkpoints, where there is one. */
  readonly vkey?: string;
  readonly records: number;
  /** Merkle root over them, lower-case hex. */
  readonly root: string;
  /** When the last record was written down. */
  readonly recordedUntil: string;
}

export interface WorkflowStory {
  readonly id: WorkflowId;
  readonly name: string;
  /** In topological order; stages that only a detour has follow those that they stand in for. */
  readonly stages: readonly Stage[];
}

export interface PlanStory {
  readonly request: number;
  readonly requestedAt: string;
  readonly adoptedAt: string;
  readonly reason: string;
  readonly tasks: number;
  readonly method: string;
  readonly objective: readonly number[];
}

export interface SampleStory {
  readonly id: SampleId;
  readonly order: OrderId;
  readonly workflow: WorkflowId;
  readonly material: string;
  /** Absent: the material never came. */
  readonly receivedAt?: string;
  readonly closed?: { readonly at: string; readonly outcome: SampleOutcome; readonly reason: string };
}

export type AttemptStatus = 'completed' | 'failed' | 'cancelled' | 'unfinished';

export interface AttemptStory {
  /** `TASK/ATTEMPT` */
  readonly id: string;
  readonly task: TaskId;
  readonly attempt: number;
  readonly parts: readonly AttemptPart[];
  readonly placement: TaskPlacement;
  /** Set-up included. Instants of facts are whole seconds: both ends are widened to hold the attempt's executions. */
  readonly start: string;
  /** Of an unfinished one: the end of the story. */
  readonly end: string;
  readonly status: AttemptStatus;
  readonly failure?: StoryFailure;
  /** Samples that failed while the task went on, or with it. */
  readonly failedSamples: ReadonlyMap<SampleId, StoryFailure>;
  /** What the error policy said to it. */
  readonly policies: readonly PolicyStory[];
  /** Earlier attempts that this one makes good, and the policy's word for how. */
  readonly follows: readonly { readonly attempt: string; readonly action: PolicyAction['do'] }[];
  /** Request of the plan in force at the start; absent: none was. */
  readonly plan?: number;
  /** Work under way at instant 0: its beginning is the scenario's word, not the ledger's. */
  readonly isCarriedOver: boolean;
  readonly bench?: BenchRecord;
  readonly executions: readonly ExecutionStory[];
  readonly measurements: readonly (Measurement & { readonly stage: StageId | undefined })[];
  readonly made: readonly MaterialStory[];
}

export interface AttemptPart {
  readonly lot: LotId;
  readonly order: OrderId;
  /** The order's workflow, detours folded in. */
  readonly workflow: WorkflowId;
  readonly stage: StageId;
  readonly kind: Stage['kind'];
  readonly samples: readonly SampleId[];
  /** What leaves the stage: the scenario's name of a material, or `data`; absent: nothing does. */
  readonly gives?: string;
  /** Names of materials, by sample: what the stage works on. */
  readonly uses: ReadonlyMap<SampleId, readonly string[]>;
}

export interface StoryFailure {
  readonly class: FailureClass;
  readonly detail: string;
}

export interface PolicyStory {
  /** The record that tells it. */
  readonly seq: number;
  readonly at: string;
  readonly stage: StageId;
  readonly failure: FailureClass;
  readonly step: number;
  readonly action: PolicyAction['do'];
  readonly samples: readonly SampleId[];
  readonly givesUp: string;
}

/**
 * - `cached`: nothing was run, the outputs are those of an earlier execution.
 * - `aborted`: the process did its work, but the attempt failed and nothing of it was published.
 */
export type ExecutionStatus = 'completed' | 'failed' | 'aborted' | 'cached';

export interface ExecutionStory {
  /** `TASK/ATTEMPT/N`, N counted from 1. */
  readonly id: string;
  readonly part: AttemptPart;
  readonly execution: Execution;
  readonly status: ExecutionStatus;
  /** Why not completed, one sentence. */
  readonly error?: string;
  /** The execution whose outputs are used again; absent where the ledger does not tell of it. */
  readonly reusedFrom?: string;
  /** In the order of `execution.inputs`: the execution that made each; undefined: none of this run. */
  readonly producers: readonly (string | undefined)[];
}

/** What a sample is after a stage: library, data. Files of executions are not among them. */
export interface MaterialStory {
  /** `TASK/ATTEMPT/STAGE/SAMPLE`; of what was there before instant 0 `before/STAGE/SAMPLE`. */
  readonly id: string;
  readonly sample: SampleId;
  readonly stage: StageId;
  /** The scenario's name of the material; `data` after sequencing and computing. */
  readonly kind: string;
}

export interface FileStory {
  readonly sha256: string;
  readonly bytes: number;
  /** As first recorded, relative to the run's or the scenario's directory. */
  readonly path: string;
  readonly format?: string;
  /** Relative to the scenario's directory: it was there before the run. */
  readonly isInput: boolean;
  /** The attempt at the bench or on a sequencer that left it; absent: an execution made it, or it was there before. */
  readonly madeBy?: string;
  /** Made by the run, and read by none of its executions. */
  readonly isFinal: boolean;
}

export interface SkippedStage {
  readonly seq: number;
  readonly at: string;
  readonly lot: LotId;
  readonly stage: StageId;
  readonly samples: readonly SampleId[];
  readonly reason: string;
}

export interface OperatorAct {
  readonly seq: number;
  readonly at: string;
  readonly operator: string;
  readonly action: string;
  readonly reason: string;
}

export interface SignatureStory {
  readonly seq: number;
  readonly notice: RecordSigned;
}

export interface CorrectionStory {
  readonly seq: number;
  readonly recordedAt: string;
  readonly notice: ValueCorrected;
}

/** Every execution with its attempt, in the story's order. */
export function* executionsOf(story: RunStory): Generator<readonly [ExecutionStory, AttemptStory], void, void> {
  for (const attempt of story.attempts) for (const execution of attempt.executions) yield [execution, attempt];
}

/** One step of one workflow, whatever the route. */
export const stageKey = (workflow: string, stage: string): string => `${workflow}/${stage}`;

/**
 * A workflow: the declarative graph of stages that an order passes through.
 *
 * Stages form a directed acyclic graph by `after`. A stage uses exactly one kind of resource: a machine class (bench
 * work), a sequencer position with a recipe, or cores of a compute pool.
 */

import type { Duration, IntervalSet } from '../base/index.ts';
import type { ConditionId, MaterialId, PoolId, RecipeId, StageId, WorkflowId } from './ids.ts';
import type { GateLimits } from './quality/limit.ts';
import type { ExpectedFile } from './expected-file.ts';
import type { ErrorPolicyStep, FailureClass } from './failure.ts';
import type { VersionRange } from './version-range.ts';

export interface Workflow {
  readonly id: WorkflowId;
  readonly name: string;
  /** In topological order; ties by id. */
  readonly stages: readonly Stage[];
  /**
   * Where a fallback to a stage that is not among these leads: by that stage, the route with it in place of the stage that it
   * stands in for. A route is a workflow of its own, named `WORKFLOW~STAGE`; a lot follows one route at a time. Absent: nowhere.
   */
  readonly detours?: ReadonlyMap<StageId, WorkflowId>;
}

export type Stage = BenchStage | SequencingStage | ComputeStage;

interface StageBase {
  readonly id: StageId;
  readonly name: string;
  /** Stages that must have finished before this one starts; empty for a first stage. */
  readonly after: readonly StageId[];
  /** Limits on the wait between the end of this stage and the start of every stage that follows it. */
  readonly hold: Hold;
  /** What leaves this stage, and how it is kept while it waits; absent where the output is data. */
  readonly output?: { readonly material: MaterialId; readonly condition: ConditionId };
  /** The stage whose place it takes on its route, after a policy fell back to it; absent on the ordinary route. */
  readonly insteadOf?: StageId;
  /** May be left out when a policy degrades the order. */
  readonly isOptional: boolean;
  readonly gates: readonly QualityGate[];
  readonly onError: readonly ErrorPolicyStep[];
  /** What the simulated world draws from: chance per task, `quality-gate` and `corrupt-*` per sample. In [0, 1). */
  readonly failureRates: ReadonlyMap<FailureClass, number>;
  /** Coefficient of variation of the real duration around the planned one; 0 = exact. Lognormal. */
  readonly durationCv: number;
}

/** Lag from a stage's end to the start of the next: `min <= lag <= max`. A safe stop is a long `max` in cold storage. */
export interface Hold {
  readonly min: Duration;
  /** undefined: no limit. Expiry of the output material in its condition is already folded in. */
  readonly max?: Duration;
}

export interface BenchStage extends StageBase {
  readonly kind: 'bench';
  /** Equipment class, e.g. `liquid-handler`. Each piece of equipment of the class is an alternative. */
  readonly equipment: string;
  readonly time: DurationModel;
  /**
   * p-batch: lots of one family share a task, up to the equipment's capacity in samples; the task lasts as long as its
   * longest member. Absent: each lot is a task of its own, in as many cycles as the capacity demands.
   */
  readonly batch?: { readonly family: string };
  readonly attendance: Attendance;
  /** Reagents and kits that it uses, by name. */
  readonly reagents?: readonly string[];
  /** Instants at which the stage may start (appointments); absent: any. */
  readonly startWindows?: IntervalSet;
  /** Amplification must flow one way: a `pre-pcr` stage may not follow a `post-pcr` one. */
  readonly zone?: 'pre-pcr' | 'post-pcr';
}

export interface SequencingStage extends StageBase {
  readonly kind: 'sequencing';
  /** Recipes that give the wanted read lengths; instruments and run times follow from them. Not empty. */
  readonly recipes: readonly RecipeId[];
  /** Reagents and kits that it uses, by name. */
  readonly reagents?: readonly string[];
  /** Read pairs wanted per sample; the order may override it. */
  readonly readsPerSample: number;
}

export interface ComputeStage extends StageBase {
  readonly kind: 'compute';
  readonly pool: PoolId;
  /** Time for one sample; the lot takes `ceil(samples / parallel)` times as long. */
  readonly time: DurationModel;
  /** Of one sample: cores, bytes of memory, GPUs. */
  readonly cores: number;
  readonly memoryBytes: number;
  readonly gpus: number;
  /** How many samples may be computed side by side; each value is a mode. Rising, not empty. */
  readonly parallel: readonly number[];
  /** What the real world executes; absent stages can only be simulated. */
  readonly tool?: ToolInvocation;
}

/** Planned duration = `fixed + perSample * samples`. */
export interface DurationModel {
  readonly fixed: Duration;
  readonly perSample: Duration;
}

/** When operators are needed: from the start for `handsOn`, or throughout; `operators` = 0 means never. */
export interface Attendance {
  readonly operators: number;
  /** undefined: throughout the task. */
  readonly handsOn?: Duration;
}

/** A number that a stage's result must reach. */
export interface QualityGate extends GateLimits {
  readonly metric: string;
  readonly unit: string;
  /** A default that follows from what outputs may tell: where they do not, nothing is missed. */
  readonly ifMeasured?: true;
  /** Where the limits come from. */
  readonly source?: string;
}

/**
 * A command for one sample: an argv array, never a shell line. `{name}` in an argument or a path is replaced by the
 * input, output, parameter or reserved word (`sample`, `cores`) of that name.
 */
export interface ToolInvocation {
  /** The command whose presence and version are probed, e.g. `bwa`. */
  readonly name: string;
  /** Debian package that brings it. */
  readonly package: string;
  readonly versionArgs: readonly string[];
  /** Versions that are allowed; absent: any. */
  readonly versions?: VersionRange;
  readonly argv: readonly string[];
  /** Where standard output goes: the output of this name. */
  readonly stdout?: string;
  /** name -> file: an order input (`order:NAME`), another stage's output (`STAGE:NAME`), or a path beside the scenario. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What is expected of some of them, by name; absent: nothing of any. */
  readonly expected?: ReadonlyMap<string, ExpectedFile>;
  /** name -> file name in the attempt's directory, with its format. */
  readonly outputs: ReadonlyMap<string, ToolOutput>;
  readonly parameters: ReadonlyMap<string, string>;
  /** false: its results differ each time, so that equal work is done again. Absent: may be reused. */
  readonly reuse?: boolean;
}

export interface ToolOutput {
  readonly file: string;
  readonly format: string;
  /** Of one sample, as far as it can be told beforehand: bytes, or a multiple of what the stage reads. */
  readonly size?: { readonly bytes: number } | { readonly factor: number };
}

/**
 * A scenario as checked values: everything the planner, the engine and the judges need, in planning time.
 *
 * Made from a document by `readScenario`; immutable. Calendars are expanded to absolute intervals over
 * [0, calendarEnd); after `calendarEnd` nothing is staffed and nothing is available.
 */

import type { Duration, Interval, IntervalSet, Seconds, StepFunction } from '../base/index.ts';
import type { ExpectedFile } from './expected-file.ts';
import type {
  ConditionId,
  IndexSetId,
  InstrumentId,
  MachineId,
  MaintenanceId,
  MaterialId,
  OrderId,
  PoolId,
  RecipeId,
  SampleId,
  StageId,
  WorkflowId,
} from './ids.ts';
import type { Objective } from './objective.ts';
import type { SimulationModel } from './simulation-model.ts';
import type { Workflow } from './workflow.ts';

export interface Scenario {
  readonly schemaVersion: 1;
  readonly name: string;
  /** Instant 0: ISO 8601 with offset, and the same as milliseconds since 1970. */
  readonly epoch: { readonly iso: string; readonly ms: number };
  readonly timeZone: string;
  /** Planning horizon is [0, horizon). Utilization is measured over it. */
  readonly horizon: Duration;
  /** Calendars are known up to here; late work may run past the horizon but not past this. >= horizon. */
  readonly calendarEnd: Seconds;
  /** Operators on shift at each instant. */
  readonly staff: StepFunction;
  /** Every thing that runs one task at a time, sorted by id: sequencer positions and equipment. */
  readonly machines: readonly Machine[];
  readonly instruments: readonly Instrument[];
  readonly recipes: ReadonlyMap<RecipeId, Recipe>;
  readonly pools: readonly ComputePool[];
  readonly materials: ReadonlyMap<MaterialId, Material>;
  readonly indexSets: ReadonlyMap<IndexSetId, IndexSet>;
  readonly workflows: ReadonlyMap<WorkflowId, Workflow>;
  /** Sorted by id. */
  readonly orders: readonly Order[];
  readonly objective: Objective;
  /** Weight of one sample, by priority class. > 0. */
  readonly priorityWeights: Readonly<Record<PriorityClass, number>>;
  /** What the virtual world draws from, beside the rates of stages and machines. */
  readonly simulation: SimulationModel;
}

export type Machine = Position | Equipment;

interface MachineBase {
  readonly id: MachineId;
  readonly serial?: string;
  /** When it may be occupied (set-up included): its calendar less fixed maintenance. */
  readonly available: IntervalSet;
  readonly fixedMaintenance: readonly FixedMaintenance[];
  readonly flexibleMaintenance: readonly FlexibleMaintenance[];
  readonly changeover: Changeover;
  /** Recipe or batch family it is set up for at instant 0; undefined: never used. */
  readonly initialState?: string;
  readonly reliability?: Reliability;
  /** What it reports of itself after every task; absent: nothing. */
  readonly signals?: readonly Signal[];
}

/** One flow-cell side of a sequencer. */
export interface Position extends MachineBase {
  readonly kind: 'position';
  readonly instrument: InstrumentId;
  readonly recipes: readonly RecipeId[];
}

/** Preparation and QC equipment. */
export interface Equipment extends MachineBase {
  readonly kind: 'equipment';
  readonly class: string;
  /** Samples at once. */
  readonly capacity: number;
}

export interface Instrument {
  readonly id: InstrumentId;
  readonly type: string;
  readonly positions: readonly MachineId[];
}

/** A flow cell with a read configuration, as the instrument's menu offers it. */
export interface Recipe {
  readonly id: RecipeId;
  readonly flowCell: string;
  readonly lanes: number;
  /** Read pairs passing filter that one lane is planned to give. */
  readonly readsPerLane: number;
  readonly cycles: { readonly read1: number; readonly read2: number; readonly index1: number; readonly index2: number };
  /** From start to end of the run, automatic post-run wash included. */
  readonly runTime: Duration;
  /** Whether lots with clashing indexes may share the flow cell on different lanes (`lane`), or not at all (`run`). */
  readonly indexScope: 'lane' | 'run';
}

/**
 * The set-up directly before a task: thaw, load, wash. It occupies the machine, needs `operators` throughout and ends
 * when the task starts. Its length depends on what ran before: recipes on positions, batch families on equipment.
 */
export interface Changeover {
  readonly default: Duration;
  /** First match wins; `*` matches every state. Sequence-dependent washes live here. */
  readonly rules: readonly { readonly from: string; readonly to: string; readonly time: Duration }[];
  readonly operators: number;
}

/** At a set time; already taken out of `available`. */
export interface FixedMaintenance {
  readonly id: MaintenanceId;
  readonly at: Interval;
}

/**
 * To be placed by the planner: occurrence k (k = 1, 2, ...) is nominally due `every` after the last one, counted from
 * `lastDone`, and may start in [due - early, due + late]; where `everyRuns` is set, no more than that many tasks run on the
 * machine between two of them. With `scope: instrument` all positions stand still together.
 */
export interface FlexibleMaintenance {
  readonly id: MaintenanceId;
  readonly every?: Duration;
  readonly everyRuns?: number;
  readonly early: Duration;
  readonly late: Duration;
  readonly duration: Duration;
  /** Needed throughout. */
  readonly operators: number;
  /** At or before instant 0. */
  readonly lastDone: Seconds;
  readonly scope: 'machine' | 'instrument';
}

/** Unplanned failure: Weibull in hours of use, then a lognormal repair. */
export interface Reliability {
  readonly shape: number;
  readonly scale: Duration;
  /** Use since the last repair at instant 0. */
  readonly age: Duration;
  /** Share of the age that a maintenance takes away, 0..1 (Kijima type II virtual age). */
  readonly renewal: number;
  /** Present hazard as a multiple of the Weibull one, from telemetry or a prognosis; 1 = normal. */
  readonly hazardMultiplier: number;
  readonly repair: { readonly mean: Duration; readonly cv: number };
  /**
   * For simulation: at a random time of use (exponential, mean `onset`) something begins to go wrong; from then until a
   * maintenance or a repair the hazard is `hazard` times as high, and every signal is `shift` standard deviations off.
   */
  readonly wearOut?: { readonly onset: Duration; readonly hazard: number; readonly shift: number };
}

/** A reading with a known distribution while all is well: reagent chiller, flow-cell heater, Q30, %PF, phasing. */
export interface Signal {
  readonly name: string;
  readonly unit: string;
  readonly expected: number;
  /** Standard deviation while all is well. > 0. */
  readonly sd: number;
  /** Which way is bad. */
  readonly worse: 'higher' | 'lower' | 'either';
}

export interface ComputePool {
  readonly id: PoolId;
  readonly kind: 'local' | 'slurm';
  readonly partition?: string;
  /** Cores over time; memory and GPUs are constant. */
  readonly cores: StepFunction;
  readonly memoryBytes: number;
  readonly gpus: number;
  /** What it is made of; absent: one machine. Plans count the pool as a whole. */
  readonly nodes?: readonly PoolNode[];
}

/** So many machines alike. */
export interface PoolNode {
  readonly count: number;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly gpus: number;
}

export interface Material {
  readonly id: MaterialId;
  /** Conditions it can be kept in. */
  readonly conditions: ReadonlyMap<ConditionId, Degradation>;
}

/**
 * Loss of quality in one storage condition: `q(t) = q0 * exp(-(t / tau)^beta)`, t in seconds.
 * Source: facts/lab-domain.md section 2, fitted to the anchors q(loss begins) = 0.9 and q(unusable) = 0.5.
 */
export interface Degradation {
  /** Infinity: does not degrade here. */
  readonly tau: number;
  readonly beta: number;
  /** Hard limit on the time in this condition, beside the soft loss. */
  readonly expiry?: Duration;
  /** Temperature of the storage, where it is known; degrees Celsius. */
  readonly celsius?: number;
}

/** A set of dual indexes; sets clash when they may not share a lane. */
export interface IndexSet {
  readonly id: IndexSetId;
  /** i7 and i5 sequences over ACGT; empty when only the set's name is known. */
  readonly pairs: readonly { readonly i7: string; readonly i5: string }[];
  /** Sets that clash with this one, itself included. */
  readonly clashes: ReadonlySet<IndexSetId>;
}

export interface Order {
  readonly id: OrderId;
  readonly workflow: WorkflowId;
  readonly material: MaterialId;
  readonly samples: readonly Sample[];
  /** When the material was taken: decay counts from here. At or before `release`. */
  readonly collected: Seconds;
  /** Storage before and after receipt, by start, the first at `collected`; the last one holds until the first stage. */
  readonly storage: readonly { readonly condition: ConditionId; readonly from: Seconds }[];
  /** When the laboratory learns of it; absent: it knew from the start. At or before `release`. */
  readonly announced?: Seconds;
  /** Received: no stage starts before. */
  readonly release: Seconds;
  /** Finishing later is tardy. */
  readonly due: Seconds;
  /** Finishing later is worth nothing: the order counts as lost. */
  readonly deadline?: Seconds;
  /** Latest start of the first stage that uses the material, by hard expiry; derived. */
  readonly expires?: Seconds;
  readonly priority: PriorityClass;
  /** Weight of one sample of this order in the objective, from its priority class. > 0. */
  readonly weight: number;
  /** Read pairs per sample; overrides the workflow's. */
  readonly readsPerSample?: number;
  readonly indexSet?: IndexSetId;
  readonly progress: readonly StageProgress[];
  /** Files of the order as a whole or of a sample (`SAMPLE/NAME`), by name: paths relative to the scenario file, or URIs. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What is expected of some of them, by the same names; absent: nothing of any. */
  readonly expected?: ReadonlyMap<string, ExpectedFile>;
}

export const PRIORITY_CLASSES = ['stat', 'urgent', 'routine', 'research'] as const;
export type PriorityClass = (typeof PRIORITY_CLASSES)[number];

export interface Sample {
  readonly id: SampleId;
  /** Within the order. */
  readonly name: string;
  /** Pseudonym of the person that it is of; who that is lies in the vault. */
  readonly subject?: string;
}

/** Work done or under way when the scenario begins: frozen for the planner. */
export interface StageProgress {
  readonly stage: StageId;
  /** Negative: before the epoch. */
  readonly start: Seconds;
  /** Measured where <= 0, else expected. */
  readonly end: Seconds;
  /** Where it ran or runs; orders whose running stage names the same machine and start share a batch. */
  readonly on: MachineId | PoolId;
  readonly recipe?: RecipeId;
}

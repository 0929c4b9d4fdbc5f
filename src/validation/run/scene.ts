/**
 * What the facts so far say: the auditor's own books, kept without a look at the engine.
 *
 * Facts are taken at their word, also those that break a rule: so one fault is named once and not again in everything after it.
 */

import type { Seconds } from '../../base/index.ts';
import type {
  Artifact,
  ComputePool,
  ConditionId,
  Execution,
  Fact,
  FailureClass,
  Keeping,
  LotId,
  Machine,
  MachineId,
  MaintenanceId,
  Order,
  OrderId,
  PlannedMaintenance,
  PlannedTask,
  PoolId,
  RunIdentity,
  SampleId,
  SampleOutcome,
  Scenario,
  Shortage,
  Stage,
  StageId,
  TaskId,
  TaskPlacement,
  Timed,
  WorkflowId,
} from '../../model/index.ts';

export type FactOf<T extends Fact['type']> = Timed<Extract<Fact, { type: T }>>;

export interface Scene {
  readonly scenario: Scenario;
  readonly index: Index;
  /** Instant of the last fact; -Infinity before the first. */
  now: number;
  phase: 'new' | 'open' | 'closed';
  run: RunIdentity | undefined;
  readonly orders: Map<OrderId, OrderScene>;
  /** Every lot that there ever was. */
  readonly lots: Map<LotId, LotScene>;
  /** Of open samples of announced orders. */
  readonly lotOf: Map<SampleId, LotScene>;
  readonly machines: Map<MachineId, MachineScene>;
  readonly running: Map<TaskId, RunningTask>;
  readonly maintenance: Map<TaskId, FactOf<'maintenance-started'>>;
  /** Attempts started. */
  readonly attempts: Map<TaskId, number>;
  readonly shortages: Map<string, Shortage>;
  readonly planning: PlanningScene;
  plan: PlanScene | undefined;
  readonly instant: InstantScene;
  /** The last fact, where it is part of what an attempt did. */
  telling: FactOf<'execution-recorded' | 'bench-recorded' | 'sample-measured' | 'sample-failed'> | undefined;
  /** Stages that were told not to be done, by sample. */
  readonly skips: Map<SampleId, Set<StageId>>;
  /** Outputs of processes that ended well, by `SAMPLE/STAGE/KEY`, then by `TASK#ATTEMPT`. */
  readonly succeeded: Map<string, Map<string, readonly Artifact[]>>;
  /** Digests of what was ever published, by path. */
  readonly published: Map<string, Set<string>>;
}

/** What the present instant still owes. Emptied when time moves on. */
export interface InstantScene {
  /** Failures that no policy has answered, by sample. */
  readonly setbacks: Map<SampleId, Setback>;
  /** Samples that a policy has taken out and that are still open, with the action that did. */
  readonly leaving: Map<SampleId, Setback & { readonly action: 'quarantine' | 'abort' }>;
  /** Lots that a stage has left with an output, by `LOT/STAGE`. */
  readonly unstored: Map<string, { readonly lot: LotScene; readonly stage: Stage }>;
  /** Lots that were held and have still to be stored, with the last stage that left them an output. */
  readonly toHold: Map<LotId, StageId | null>;
  /** Overtaking told of, by the task that is to start. */
  readonly overtakings: Map<TaskId, FactOf<'task-overtook'>>;
  /** Stages that a policy has left out and nobody has told of. */
  readonly owedSkips: Map<string, SkipScene>;
  /** Told of although no policy left them out: their samples are about to end. */
  readonly foretoldSkips: Map<string, SkipScene>;
}

export interface SkipScene {
  readonly sample: SampleId;
  readonly stage: StageId;
}

export interface Setback {
  readonly task: TaskId;
  readonly attempt: number;
  readonly stage: StageId;
  readonly failure: FailureClass;
}

/** What is looked up again and again. */
export interface Index {
  readonly orders: ReadonlyMap<OrderId, Order>;
  readonly orderOf: ReadonlyMap<SampleId, OrderId>;
  readonly machines: ReadonlyMap<MachineId, Machine>;
  readonly pools: ReadonlyMap<PoolId, ComputePool>;
  readonly routes: ReadonlyMap<WorkflowId, ReadonlyMap<StageId, Stage>>;
}

export interface OrderScene {
  readonly order: Order;
  isKnown: boolean;
  isReceived: boolean;
  isClosed: boolean;
  /** All its work was done before the run began: no fact speaks of it. */
  readonly wasDone: boolean;
  /** Lots so far. */
  lots: number;
  readonly outcomes: Map<SampleId, SampleOutcome>;
  /** Of samples delivered. */
  readonly qualities: number[];
}

export interface LotScene {
  readonly id: LotId;
  readonly order: Order;
  route: WorkflowId;
  stages: ReadonlyMap<StageId, Stage>;
  readonly samples: Set<SampleId>;
  readonly done: Map<StageId, Seconds>;
  readonly skipped: Set<StageId>;
  /** Failed as a whole, and no policy has opened them again. */
  readonly failed: Set<StageId>;
  readonly running: Map<StageId, TaskId>;
  /** Of the running ones: what they work on was taken back, so that their end counts for nothing. */
  readonly voided: Set<StageId>;
  /** Task of the plan in force by stage, for stages still to start. */
  readonly links: Map<StageId, TaskId>;
  /** Times that each policy step acted, by stage; kept when the route is left. */
  readonly uses: Map<StageId, number[]>;
  /** What retries have multiplied the memory of a stage by. */
  readonly memory: Map<StageId, number>;
  notBefore: number;
  isHeld: boolean;
  isDegraded: boolean;
  keeping: Keeping | undefined;
  /** Reached at the last start of a stage that is not compute, or stored. */
  quality: number;
  /** Last stated: never rises. */
  stated: number;
  /** When its limits last changed. */
  changedAt: number;
}

export interface MachineScene {
  readonly machine: Machine;
  /** Task or maintenance. */
  heldBy: TaskId | undefined;
  /** Since when it is down. */
  downSince: number | undefined;
  expectedUp: number;
  setUpFor: string | undefined;
  /** Since when each maintenance was last done, and first starts of tasks since then. */
  readonly care: Map<MaintenanceId, { lastDone: number; tasks: Map<TaskId, Seconds> }>;
}

export interface RunningTask {
  readonly id: TaskId;
  readonly attempt: number;
  readonly placement: TaskPlacement;
  readonly memoryFactor: number;
  readonly at: Seconds;
  readonly workStart: Seconds;
  readonly expectedEnd: Seconds;
  readonly members: { readonly lot: LotScene; readonly stage: Stage }[];
  /** What is on record of it so far. */
  readonly told: AttemptScene;
  /** Quality and keeping of each lot before it, for work that ends during the set-up. */
  readonly before: ReadonlyMap<LotId, { readonly quality: number; readonly condition: ConditionId }>;
}

/** What the facts directly before its end say of an attempt. */
export interface AttemptScene {
  /** Samples that it was begun with, and the stages that it does for each. */
  readonly samples: ReadonlyMap<SampleId, readonly Stage[]>;
  readonly failed: Map<SampleId, FailureClass>;
  /** By `SAMPLE/STAGE`. */
  readonly executed: Map<string, Execution>;
  hasBench: boolean;
  /** First value of each metric. */
  readonly measured: Map<SampleId, Map<string, number>>;
}

export interface PlanningScene {
  /** Of the last request; 0 before. */
  requests: number;
  outstanding: boolean;
  requestedAt: number;
  /** Machines that were known to be taken at the request, until when. */
  takenUntil: ReadonlyMap<MachineId, number>;
  tasks: PlannedTask[];
  maintenance: PlannedMaintenance[];
}

export interface PlanScene {
  readonly tasks: ReadonlyMap<TaskId, PlannedTask>;
  /** Not yet started. */
  readonly maintenance: Map<TaskId, PlannedMaintenance>;
  /** Tasks and maintenance by machine and pool, in the plan's order. */
  readonly queues: ReadonlyMap<MachineId | PoolId, readonly TaskId[]>;
  readonly requestedAt: number;
  readonly takenUntil: ReadonlyMap<MachineId, number>;
}

export const isOpen = (lot: LotScene, stage: StageId): boolean =>
  !lot.done.has(stage) && !lot.skipped.has(stage) && !lot.running.has(stage);

/** Task of `task-started`, or what was under way at instant 0. */
export const machineOf = (placement: TaskPlacement): MachineId | undefined =>
  placement.kind === 'pool' ? undefined : placement.machine;

/** What a machine is set up for by work on a stage (docs/PLAN-RULES.md, "state"). */
export function stateAfter(placement: TaskPlacement, stage: Stage): string {
  if (placement.kind === 'run') return placement.recipe;
  return stage.kind === 'bench' && stage.batch !== undefined ? stage.batch.family : stage.id;
}

/** Nothing is on record yet of an attempt at this work. */
export function newAttempt(members: readonly { readonly lot: LotScene; readonly stage: Stage }[]): AttemptScene {
  const samples = new Map<SampleId, Stage[]>();
  for (const { lot, stage } of members) {
    for (const sample of lot.samples) samples.set(sample, [...(samples.get(sample) ?? []), stage]);
  }
  return { samples, failed: new Map(), executed: new Map(), hasBench: false, measured: new Map() };
}

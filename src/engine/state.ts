/**
 * Where a run stands. Only `apply` changes it, and only by a fact; everything else reads.
 *
 * Fields marked _derived_ follow from the others; they are kept because they are asked for at every event.
 */

import type { Seconds } from '../base/index.ts';
import type {
  Keeping,
  LotId,
  MachineId,
  MaintenanceId,
  OrderId,
  Plan,
  PlannedMaintenance,
  PlannedTask,
  PlanReason,
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
  WorkflowId,
} from '../model/index.ts';
import type { Lookups } from './lookups.ts';

export interface RunState {
  readonly scenario: Scenario;
  readonly lookups: Lookups;
  /** Instant of the last fact. */
  now: Seconds;
  phase: 'new' | 'open' | 'closed';
  run: RunIdentity | undefined;
  readonly orders: Map<OrderId, OrderState>;
  /** Lots with open samples. */
  readonly lots: Map<LotId, LotState>;
  readonly machines: Map<MachineId, MachineState>;
  readonly pools: Map<PoolId, PoolState>;
  readonly running: Map<TaskId, RunningTask>;
  readonly maintenance: Map<TaskId, RunningMaintenance>;
  /** By name. */
  readonly shortages: Map<string, Shortage>;
  planning: Planning;
  plan: PlanInForce | undefined;
  openOrders: number;
}

export interface OrderState {
  /** The laboratory knows of it. */
  isAnnounced: boolean;
  isReceived: boolean;
  isClosed: boolean;
  /** Lots made so far, the first one included: the next one's number. */
  lots: number;
  readonly outcomes: Map<SampleId, SampleOutcome>;
  /** Sum over delivered samples of the quality left. */
  qualitySum: number;
}

export interface LotState {
  readonly id: LotId;
  readonly order: OrderId;
  /** Whose stages it passes through. */
  route: WorkflowId;
  /** Still open, in the order's sequence. Not empty. */
  samples: SampleId[];
  readonly stages: Map<StageId, StageState>;
  /** Of stages that the route has left: so that no policy step acts twice for having left and come back. */
  readonly setAside: Map<StageId, StageState>;
  /** Nothing starts before, e.g. after a back-off. */
  notBefore: Seconds;
  /** Waits for an operator; has no part in the plan. */
  isHeld: boolean;
  /** A policy left something out. */
  isDegraded: boolean;
  /** Material that waits; undefined: as the order says. */
  keeping: Keeping | undefined;
  /** Reached at the last start of a stage that is not compute. */
  quality: number;
}

export interface StageState {
  /** `failed` lasts only until the policy has spoken, within the same event. */
  status: 'open' | 'running' | 'failed' | 'done' | 'skipped';
  /** When done: the instant it ended. */
  end: Seconds | undefined;
  /** The task of the plan in force that will do it, or the one that does it. */
  task: TaskId | undefined;
  /** Multiple of the planned memory for the next attempt. */
  memoryFactor: number;
  /** How often each step of the error policy has acted, by place. */
  readonly uses: number[];
}

export interface MachineState {
  /** Tasks and maintenance of the plan in force, in plan order. */
  queue: TaskId[];
  /** _Derived_: place of the next one; those before have started or dropped out. */
  head: number;
  /** The task or maintenance that occupies it. */
  occupiedBy: TaskId | undefined;
  down: { readonly expectedUp: Seconds } | undefined;
  /** Recipe, batch family or stage it is set up for. */
  setUpFor: string | undefined;
  readonly maintenance: Map<MaintenanceId, { lastDone: Seconds; runsSince: number }>;
}

export interface PoolState {
  /** _Derived_: planned tasks whose predecessors are done, in plan order. */
  ready: TaskId[];
  cores: number;
  memoryBytes: number;
  gpus: number;
}

export interface Member {
  readonly lot: LotId;
  readonly stage: StageId;
}

export interface RunningTask {
  readonly id: TaskId;
  readonly attempt: number;
  members: readonly Member[];
  readonly placement: TaskPlacement;
  readonly memoryFactor: number;
  /** Instant at which the work began or begins, after the set-up. */
  readonly workStart: Seconds;
  readonly expectedEnd: Seconds;
  readonly attendance: readonly Attended[];
}

/** Operators bound over [from, until); `until` is NEVER where they stay until the work is over. */
export interface Attended {
  readonly from: Seconds;
  readonly until: Seconds;
  readonly operators: number;
}

export interface RunningMaintenance {
  readonly maintenance: MaintenanceId;
  readonly machines: readonly MachineId[];
  readonly start: Seconds;
  readonly expectedEnd: Seconds;
  readonly attendance: readonly Attended[];
}

export interface PlanInForce {
  readonly request: number;
  readonly tasks: Map<TaskId, WaitingTask>;
  /** Not yet started. */
  readonly maintenance: Map<TaskId, PlannedMaintenance>;
  readonly lost: readonly OrderId[];
  readonly objective: readonly number[];
  readonly method: Plan['method'];
}

/** A task of the plan in force that is not over. */
export interface WaitingTask {
  readonly task: PlannedTask;
  /** Place in its machine's queue; on pools, place in the plan. */
  readonly position: number;
  /** Attempts started. */
  attempts: number;
}

export interface Planning {
  /** Requests made so far. */
  requests: number;
  /** Instant of the last request. */
  requestedAt: Seconds;
  outstanding: { readonly request: number; readonly reason: PlanReason } | undefined;
  /** What `task-planned` and `maintenance-planned` brought since. */
  readonly incoming: { tasks: PlannedTask[]; maintenance: PlannedMaintenance[] };
  /** Lots that came about, or came back, after the last request and that no plan covers. */
  readonly uncovered: Set<LotId>;
  /** A recovery plan was asked for since the last task started. */
  hasTriedRecovery: boolean;
}

/** Not begun. */
export const openStage = ({ onError }: Stage): StageState => ({
  status: 'open',
  end: undefined,
  task: undefined,
  memoryFactor: 1,
  uses: onError.map(() => 0),
});

export const isOver = (stage: StageState): boolean => stage.status === 'done' || stage.status === 'skipped';

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
  PriorityClass,
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
import type { Chart } from './condition-monitor.ts';
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
  /** _Derived_: operators bound, by what runs and wants any. */
  readonly attending: Map<TaskId, readonly Attended[]>;
  /** By name. */
  readonly shortages: Map<string, Shortage>;
  /** Of orders whose priority was changed. */
  readonly priorities: Map<OrderId, PriorityClass>;
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
  /** Running, but what it works on was taken back meanwhile: however it ends, it is to be done again. */
  isVoid: boolean;
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
  /** _Derived_: tasks of the queue with a member whose predecessors are done, in plan order. */
  ready: TaskId[];
  /** The task or maintenance that occupies it. */
  occupiedBy: TaskId | undefined;
  down: { readonly since: Seconds; readonly expectedUp: Seconds; readonly reason: string } | undefined;
  /** undefined: it never fails by itself. */
  readonly wear: MachineWear | undefined;
  /** Recipe, batch family or stage it is set up for. */
  setUpFor: string | undefined;
  readonly maintenance: Map<MaintenanceId, { lastDone: Seconds; runsSince: number }>;
}

export interface MachineWear {
  /** Virtual age: seconds of use, less what maintenance and repairs took away. */
  age: number;
  /** Present hazard as a multiple of the Weibull one, as last assessed. */
  multiplier: number;
  /** The multiplier that the last request for a plan told. */
  planned: number;
  /** Without alarms the multiplier is this: the last prognosis since maintenance or repair, else 1. */
  foretold: Foretold;
  /** By signal; none before its first reading. */
  readonly charts: Map<string, Chart>;
}

export interface Foretold {
  readonly by: 'scenario' | 'renewal' | 'prognosis';
  readonly multiplier: number;
  readonly basis: string;
}

export interface PoolState {
  /** _Derived_: planned tasks with a member whose predecessors are done, in plan order. */
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
  /** Why a new plan is worth asking for since the last request; undefined: nothing happened. */
  wanted: PlanReason | undefined;
  /** Answers refused, or missing, since a plan was last adopted. */
  refusals: number;
  /** Lots that came about, or came back, after the last request and that no plan covers. */
  readonly uncovered: Set<LotId>;
  /** Lots of orders announced since the last request: they can wait a little longer than those. */
  readonly newcomers: Set<LotId>;
  /** Those that the outstanding request is to cover. */
  readonly asked: Set<LotId>;
  /** Lots that came off machines at one instant, and by how much the latest of these tasks was late. */
  arrivals: { readonly at: Seconds; readonly lots: readonly LotId[]; readonly lateBy: number };
  /** A recovery plan was asked for since the last task started. */
  hasTriedRecovery: boolean;
}

/** Not begun. */
export const openStage = ({ onError }: Stage): StageState => ({
  status: 'open',
  end: undefined,
  task: undefined,
  isVoid: false,
  memoryFactor: 1,
  uses: onError.map(() => 0),
});

export const isOver = (stage: StageState): boolean => stage.status === 'done' || stage.status === 'skipped';

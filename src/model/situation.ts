/**
 * Where the laboratory stands at one instant: what the planner plans from. At instant 0 it follows from the scenario
 * (`initialSituation`); later the engine makes it from its state. Everything before `now`, and everything running,
 * is frozen.
 */

import type { Duration, Seconds } from '../base/index.ts';
import type {
  ConditionId,
  LotId,
  MachineId,
  MaintenanceId,
  MaterialId,
  OrderId,
  PoolId,
  SampleId,
  StageId,
  WorkflowId,
} from './ids.ts';
import type { Plan, TaskPlacement } from './plan.ts';
import type { PriorityClass } from './scenario.ts';

export interface Situation {
  readonly now: Seconds;
  /** Lots that are still to be delivered, sorted by id. */
  readonly lots: readonly LotSituation[];
  /** Sorted by id; machines that are not listed are as the scenario says. */
  readonly machines: readonly MachineSituation[];
  /** What is missing of staff and pools, sorted by id; absent: nothing is. */
  readonly shortages?: readonly Shortage[];
  /** Orders whose priority was changed, sorted by id; absent: none was. */
  readonly priorities?: readonly { readonly order: OrderId; readonly priority: PriorityClass }[];
  /** The plan that stability is measured against. */
  readonly planInForce?: Plan;
}

/** Capacity that is missing over [since, until): an absent operator, a lost node. What is left never falls below zero. */
export interface Shortage {
  /** Unique in a run. */
  readonly id: string;
  readonly of: ShortageOf;
  readonly since: Seconds;
  /** As far as it is known. */
  readonly until: Seconds;
}

export type ShortageOf =
  | { readonly kind: 'staff'; readonly operators: number }
  | {
      readonly kind: 'pool';
      readonly pool: PoolId;
      readonly cores: number;
      readonly memoryBytes: number;
      readonly gpus: number;
    };

export interface LotSituation {
  readonly lot: LotId;
  readonly order: OrderId;
  /** Samples still in it. Not empty. */
  readonly samples: readonly SampleId[];
  readonly done: readonly { readonly stage: StageId; readonly end: Seconds }[];
  /** With expected ends, > now. */
  readonly running: readonly RunningStage[];
  /** Stages that policies took out (degraded). */
  readonly skipped: readonly StageId[];
  /** Earliest instant for anything not yet started, e.g. after a back-off. */
  readonly notBefore: Seconds;
  /** What the lot is now and how it is kept; absent: as its order says. */
  readonly keeping?: Keeping;
  /** The route that it follows; absent: its order's workflow. */
  readonly route?: WorkflowId;
}

/** Material that waits: its quality was `quality` at `since` and falls from there. */
export interface Keeping {
  readonly material: MaterialId;
  readonly condition: ConditionId;
  readonly since: Seconds;
  /** 0..1. */
  readonly quality: number;
}

export interface RunningStage {
  readonly stage: StageId;
  readonly start: Seconds;
  readonly end: Seconds;
  readonly placement: TaskPlacement;
}

export interface MachineSituation {
  readonly machine: MachineId;
  /** Cannot be used before: down, or occupied by what has no lot (a maintenance under way). */
  readonly freeFrom: Seconds;
  /** Recipe or batch family it is set up for. */
  readonly state?: string;
  readonly maintenance: readonly {
    readonly id: MaintenanceId;
    readonly lastDone: Seconds;
    readonly runsSince: number;
  }[];
  /** How worn it is; absent: as its reliability says. */
  readonly wear?: {
    /** Virtual age: seconds of use, less what maintenance and repairs took away. */
    readonly age: Duration;
    /** Present hazard as a multiple of the Weibull one. */
    readonly hazardMultiplier: number;
  };
}

/**
 * Where the laboratory stands at one instant: what the planner plans from. At instant 0 it follows from the scenario
 * (`initialSituation`); later the engine makes it from its state. Everything before `now`, and everything running,
 * is frozen.
 */

import type { Seconds } from '../base/index.ts';
import type { ConditionId, LotId, MachineId, MaintenanceId, MaterialId, OrderId, SampleId, StageId } from './ids.ts';
import type { Plan, TaskPlacement } from './plan.ts';

export interface Situation {
  readonly now: Seconds;
  /** Lots that are still to be delivered, sorted by id. */
  readonly lots: readonly LotSituation[];
  /** Sorted by id; machines that are not listed are as the scenario says. */
  readonly machines: readonly MachineSituation[];
  /** The plan that stability is measured against. */
  readonly planInForce?: Plan;
}

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
}

/**
 * A plan: what runs where and when. Plain values; the checker in `validation/` judges it without the solver.
 */

import type { Duration, Seconds } from '../base/index.ts';
import type { LotId, MachineId, MaintenanceId, OrderId, PoolId, RecipeId, StageId, TaskId } from './ids.ts';
import type { ObjectiveTerm } from './objective.ts';

export interface Plan {
  /** Instant at which it was made; nothing in it starts earlier, except frozen work. */
  readonly now: Seconds;
  /** Sorted by start, then id. Frozen tasks are included and marked. */
  readonly tasks: readonly PlannedTask[];
  /** Sorted by start, then id. */
  readonly maintenance: readonly PlannedMaintenance[];
  /** Orders of which no part is planned, sorted by id. An order is planned whole or is here. */
  readonly lost: readonly LostOrder[];
  /** One entry per level of the scenario's objective. */
  readonly objective: readonly LevelValue[];
  readonly method: {
    readonly name: string;
    readonly seed: number;
    readonly iterations: number;
    /** Whether the same input gives the same plan: false where a time limit cut the search. */
    readonly isReproducible: boolean;
  };
}

export interface PlannedTask {
  /** Unique in the plan; stable under the same input. */
  readonly id: TaskId;
  /** What is worked on: one entry unless the task is a batch. Sorted by lot, then stage. */
  readonly members: readonly { readonly lot: LotId; readonly stage: StageId }[];
  readonly placement: TaskPlacement;
  /** The set-up occupies [start - setup, start) of the machine. */
  readonly setup: Duration;
  readonly start: Seconds;
  readonly end: Seconds;
  readonly isFrozen: boolean;
}

export type TaskPlacement = MachinePlacement | RunPlacement | PoolPlacement;

/** Bench work. */
export interface MachinePlacement {
  readonly kind: 'machine';
  readonly machine: MachineId;
}

/** A sequencing run. */
export interface RunPlacement {
  readonly kind: 'run';
  readonly machine: MachineId;
  readonly recipe: RecipeId;
  /** What each lane holds, lane 1 first; every lane of the flow cell is listed, empty ones too. */
  readonly lanes: readonly (readonly LaneLoad[])[];
}

export interface LaneLoad {
  readonly lot: LotId;
  /** Read pairs. */
  readonly reads: number;
}

export interface PoolPlacement {
  readonly kind: 'pool';
  readonly pool: PoolId;
  /** Samples side by side. */
  readonly parallel: number;
  /** In total: per sample x min(parallel, samples of the lot). */
  readonly cores: number;
  readonly memoryBytes: number;
  readonly gpus: number;
}

/** One occurrence of a flexible maintenance. */
export interface PlannedMaintenance {
  readonly id: TaskId;
  readonly maintenance: MaintenanceId;
  /** All of them stand still. */
  readonly machines: readonly MachineId[];
  readonly start: Seconds;
  readonly end: Seconds;
}

export interface LostOrder {
  readonly order: OrderId;
  /** What makes it impossible, in causal order: the binding chain. Not empty. */
  readonly causes: readonly LossCause[];
}

export interface LossCause {
  readonly kind: 'expired' | 'hold' | 'deadline' | 'no-resource' | 'no-time';
  readonly stage?: StageId;
  /** One sentence that names the thing, its value and the limit. */
  readonly message: string;
}

export interface LevelValue {
  readonly value: number;
  readonly terms: readonly { readonly term: ObjectiveTerm; readonly value: number }[];
  /** Proved lower bound on `value`, where one is known. */
  readonly bound?: number;
}

/** What an explanation says of an order that is late or lost: the chain that binds it, and the changes that were tried. */

import type { Duration, Seconds } from '../../base/index.ts';
import type {
  LossCause,
  LotId,
  MachineId,
  MaintenanceId,
  OrderId,
  PoolId,
  StageId,
  TaskId,
} from '../../model/index.ts';
import type { Change } from './changes/change.ts';

export interface OrderExplanation {
  readonly order: OrderId;
  readonly outcome: OrderOutcome;
  /** Why it is lost, in causal order; empty where it is late. */
  readonly causes: readonly LossCause[];
  /**
   * Of a lost order, which is in no plan: the limits that were lifted to see what holds it up. `chain` is then that of the
   * plan made without them, from the first stage that breaks one of them.
   */
  readonly lifted?: LiftedLimits;
  /** From the end backwards: starts never rise. Empty where even without its limits the order cannot be planned. */
  readonly chain: readonly ChainLink[];
  /** Cheapest first. The search ends with the first change that saves the order and harms no other. */
  readonly changes: readonly TriedChange[];
  /** Further candidates that the limit on replans left out. */
  readonly untried: number;
}

/** Instants in seconds; `end` is that of the order's last stage. */
export type OrderOutcome =
  | { readonly kind: 'in-time'; readonly end: Seconds; readonly due: Seconds }
  | { readonly kind: 'late'; readonly end: Seconds; readonly due: Seconds }
  | { readonly kind: 'lost' };

export interface LiftedLimits {
  readonly limits: readonly ('expiry' | 'deadline' | 'hold')[];
  readonly message: string;
}

/** One task of the chain, and why it did not start earlier. */
export interface ChainLink {
  readonly task: TaskId;
  /** The member that the chain runs through. */
  readonly lot: LotId;
  readonly stage: StageId;
  readonly on: MachineId | PoolId;
  readonly start: Seconds;
  readonly end: Seconds;
  readonly isFrozen: boolean;
  /** What it must have before it can start at all. Absent where it was under way when the plan was made. */
  readonly ready?: Readiness;
  /** What it waits for between `ready` and its start, without gaps, latest first. */
  readonly waits: readonly Wait[];
  /** Another machine, of the same capacity or with the same recipe, that was free for it before its start. */
  readonly sooner?: { readonly on: MachineId; readonly start: Seconds; readonly message: string };
  readonly message: string;
}

export interface Readiness {
  readonly at: Seconds;
  readonly because: ReadinessCause;
  readonly message: string;
}

export type ReadinessCause =
  /** The stage before, of this lot or, where `isCompanion`, of another lot in the same task; then its minimum hold. */
  | {
      readonly kind: 'predecessor';
      readonly lot: LotId;
      readonly stage: StageId;
      readonly end: Seconds;
      readonly hold: Duration;
      readonly isCompanion: boolean;
    }
  /** A lot is received; `isCompanion`: another one of the same task. */
  | { readonly kind: 'release'; readonly lot: LotId; readonly isCompanion: boolean }
  /** A lot may not go on before, e.g. after a back-off. */
  | { readonly kind: 'not-before'; readonly lot: LotId; readonly isCompanion: boolean }
  /** The instant at which the plan was made, and the set-up after it. */
  | { readonly kind: 'now' };

/** Every start in [from, until) is impossible because of `cause`. */
export interface Wait {
  readonly from: Seconds;
  readonly until: Seconds;
  readonly cause: WaitCause;
  readonly message: string;
}

export type WaitCause =
  /** The machine works on something else. */
  | { readonly kind: 'machine'; readonly machine: MachineId; readonly task: TaskId; readonly setup: Duration }
  /** A flexible maintenance that the plan placed there. */
  | {
      readonly kind: 'maintenance';
      readonly machine: MachineId;
      readonly maintenance: MaintenanceId;
      readonly task: TaskId;
    }
  | { readonly kind: 'fixed-maintenance'; readonly machine: MachineId; readonly maintenance: MaintenanceId }
  /** As many tasks as the maintenance allows between two of its occurrences start there already. */
  | {
      readonly kind: 'run-limit';
      readonly machine: MachineId;
      readonly maintenance: MaintenanceId;
      readonly everyRuns: number;
    }
  /** Outside the machine's calendar: `start` to `end`. */
  | { readonly kind: 'closed'; readonly machine: MachineId; readonly start: Seconds; readonly end: Seconds }
  /** Down, or occupied by what is no task, until `freeFrom` of the situation. */
  | { readonly kind: 'down'; readonly machine: MachineId; readonly freeFrom: Seconds }
  /** Fewer operators on shift than the stage or its set-up needs, from `start` to `end`. */
  | {
      readonly kind: 'off-shift';
      readonly part: AttendedPart;
      readonly operators: number;
      readonly start: Seconds;
      readonly end: Seconds;
    }
  /** Enough operators on shift, but `users` need them. */
  | {
      readonly kind: 'operators';
      readonly part: AttendedPart;
      readonly operators: number;
      readonly users: readonly TaskId[];
    }
  /** Outside the stage's start windows. */
  | { readonly kind: 'start-window'; readonly opens: Seconds }
  /** `needed` is more than the pool has at the time. */
  | {
      readonly kind: 'pool-limit';
      readonly pool: PoolId;
      readonly resource: PoolResource;
      readonly needed: number;
      readonly end: Seconds;
    }
  /** The pool has enough, but `users` need it. */
  | {
      readonly kind: 'pool';
      readonly pool: PoolId;
      readonly resource: PoolResource;
      readonly needed: number;
      readonly users: readonly TaskId[];
    }
  /** Held back: `stage`, the next one, has to start within `max` and could not have. `because`: what was in its way. */
  | {
      readonly kind: 'hold';
      readonly stage: StageId;
      readonly max: Duration;
      readonly nextStart: Seconds;
      readonly because?: WaitCause;
    }
  /** Nothing: it could have started then, `on` this machine, had the planner wanted it; `along`: with these stages earlier. */
  | { readonly kind: 'choice'; readonly on: MachineId | PoolId; readonly along: readonly StageId[] };

/** What operators are needed for: the set-up, or the attended part of the stage. */
export type AttendedPart = 'set-up' | 'work';

export type PoolResource = 'cores' | 'memory' | 'gpus';

/** A change to the laboratory, and what a plan made with it does. */
export interface TriedChange {
  readonly change: Change;
  /** The order is in time, and the search alone, without a change, does not do the same at no greater harm. */
  readonly saves: boolean;
  readonly outcome: OrderOutcome;
  /** Other orders that become late or lost, sorted by id. */
  readonly harms: readonly OrderId[];
  /** Other late or lost orders that become in time, sorted by id. */
  readonly helps: readonly OrderId[];
  readonly message: string;
}

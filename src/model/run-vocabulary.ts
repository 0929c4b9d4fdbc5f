/**
 * The words of a run: events come in from a world, facts go to the ledger, commands go out to the world.
 *
 * The same words serve the simulated and the real world. Facts alone change the engine's state, so a ledger of facts
 * replays to the same state; a fact therefore carries everything that `apply` needs.
 */

import type { Duration, Seconds } from '../base/index.ts';
import type { BenchRecord, Execution, Measurement } from './attempt-record.ts';
import type { FailureClass } from './failure.ts';
import type {
  ConditionId,
  LotId,
  MachineId,
  MaintenanceId,
  OrderId,
  SampleId,
  StageId,
  TaskId,
  WorkflowId,
} from './ids.ts';
import type { PlannedMaintenance, PlannedTask, TaskPlacement } from './plan.ts';
import type { Plan } from './plan.ts';
import type { PriorityClass } from './scenario.ts';
import type { Shortage, Situation } from './situation.ts';

/** An event, fact or command at its instant. */
export type Timed<T> = T & { readonly at: Seconds };

// ---------------------------------------------------------------- events: what a world tells the engine

export type Event =
  /** The first event of every run. */
  | { readonly type: 'opened'; readonly run: RunIdentity }
  /** The laboratory learns of an order that it did not know of. */
  | { readonly type: 'order-announced'; readonly order: OrderId }
  /** The material of an order is here. */
  | { readonly type: 'order-received'; readonly order: OrderId }
  | { readonly type: 'plan-arrived'; readonly request: number; readonly plan: Plan }
  /** The planner could not answer; the plan in force stays. */
  | { readonly type: 'plan-failed'; readonly request: number; readonly message: string }
  | { readonly type: 'task-finished'; readonly task: TaskId; readonly attempt: number; readonly result: TaskResult }
  | { readonly type: 'task-failed'; readonly task: TaskId; readonly attempt: number; readonly failure: FailedAttempt }
  | { readonly type: 'maintenance-finished'; readonly task: TaskId }
  | {
      readonly type: 'machine-down';
      readonly machine: MachineId;
      /** Begins with `power` where nothing broke: the machine comes back as worn as it was. Else it comes back repaired. */
      readonly reason: string;
      readonly expectedUp: Seconds;
    }
  | { readonly type: 'machine-up'; readonly machine: MachineId }
  | { readonly type: 'shortage-began'; readonly shortage: Shortage; readonly reason: string }
  | { readonly type: 'shortage-ended'; readonly shortage: string }
  | { readonly type: 'telemetry'; readonly machine: MachineId; readonly signal: string; readonly value: number }
  | { readonly type: 'prognosis'; readonly prognosis: Prognosis }
  | { readonly type: 'timer'; readonly timer: string }
  | { readonly type: 'operator-decided'; readonly decision: OperatorDecision }
  /** The world has nothing more to tell: the run ends. */
  | { readonly type: 'closed' };

/** Who and what a run is: enough to run it again. */
export interface RunIdentity {
  readonly world: 'simulated' | 'real';
  readonly scenario: string;
  /** SHA-256 of the canonical scenario document, lower-case hex. */
  readonly scenarioDigest: string;
  readonly seed: number;
  readonly version: string;
  /** ISO 8601 with offset of instant 0 of this run. */
  readonly epoch: string;
  /** What it runs on; of real runs. */
  readonly platform?: Platform;
}

export interface Platform {
  /** Version of Node.js, e.g. `20.20.2`. */
  readonly node: string;
  /** Operating system and processor as Node.js names them, e.g. `linux-x64`. */
  readonly system: string;
}

/** What a world says of an attempt that finished. */
export interface TaskResult {
  readonly executions: readonly Execution[];
  /** Per sample; what judges them is the engine's business. */
  readonly measurements: readonly Omit<Measurement, 'gate'>[];
  /** Samples that failed while the task as a whole went on. */
  readonly failedSamples: readonly { readonly sample: SampleId; readonly failure: Failure }[];
  /** Of bench and sequencing work. */
  readonly bench?: BenchRecord;
}

export interface Failure {
  readonly class: FailureClass;
  /** One sentence: exit code, signal, pattern, or what was wrong with the output. */
  readonly detail: string;
}

/** What a world says of an attempt that failed. */
export interface FailedAttempt extends Failure {
  /** Its processes, where there were any: failed, stopped and finished ones. */
  readonly executions: readonly Execution[];
  /** Of bench and sequencing work. */
  readonly bench?: BenchRecord;
}

export interface OperatorDecision {
  /** Pseudonym. */
  readonly operator: string;
  readonly reason: string;
  readonly action:
    | { readonly do: 'release-lot'; readonly lot: LotId }
    | { readonly do: 'cancel-order'; readonly order: OrderId }
    | { readonly do: 'set-priority'; readonly order: OrderId; readonly priority: PriorityClass };
}

/** What somebody outside expects of a machine: failure within `horizon` of use, with this probability, 0..1. */
export interface Prognosis {
  readonly machine: MachineId;
  readonly horizon: Duration;
  readonly probability: number;
  /** Who says so. */
  readonly source: string;
}

// ---------------------------------------------------------------- facts: what the ledger holds

export type Fact =
  | { readonly type: 'run-opened'; readonly run: RunIdentity }
  | { readonly type: 'order-announced'; readonly order: OrderId }
  | {
      readonly type: 'order-received';
      readonly order: OrderId;
      readonly lot: LotId;
      readonly samples: readonly SampleId[];
    }
  | { readonly type: 'plan-requested'; readonly request: number; readonly reason: PlanReason }
  /** A plan is too long for one record: its tasks follow one by one, then `plan-adopted` makes them the plan in force. */
  | { readonly type: 'task-planned'; readonly request: number; readonly task: PlannedTask }
  | { readonly type: 'maintenance-planned'; readonly request: number; readonly maintenance: PlannedMaintenance }
  | {
      readonly type: 'plan-adopted';
      readonly request: number;
      readonly tasks: number;
      readonly lost: readonly OrderId[];
      readonly objective: readonly number[];
      readonly method: Plan['method'];
      /** Against what was still to start of the plan before. */
      readonly change: PlanChange;
      /** `planDigest` of it, with the facts that came before. */
      readonly digest: string;
    }
  | { readonly type: 'plan-refused'; readonly request: number; readonly reason: string }
  /** A task goes before others that the plan has earlier on the same machine or pool; told before it starts. */
  | {
      readonly type: 'task-overtook';
      readonly task: TaskId;
      /** In the plan's order. Not empty. */
      readonly over: readonly TaskId[];
      /** One sentence: by which rule, with the numbers compared. */
      readonly reason: string;
    }
  | {
      readonly type: 'task-started';
      readonly task: TaskId;
      readonly attempt: number;
      readonly members: PlannedTask['members'];
      readonly placement: TaskPlacement;
      /** What `placement.memoryBytes` was multiplied by, after retries for lack of memory. */
      readonly memoryFactor: number;
      /** Set-up began here; the work itself begins `setup` later. */
      readonly setup: Duration;
      readonly expectedEnd: Seconds;
      /** Operators are bound until here; equals `at` where none are needed. */
      readonly attendedUntil: Seconds;
      readonly operators: number;
    }
  | { readonly type: 'task-finished'; readonly task: TaskId; readonly attempt: number }
  | { readonly type: 'task-failed'; readonly task: TaskId; readonly attempt: number; readonly failure: Failure }
  /**
   * What an attempt did, told directly before the `task-finished` or `task-failed` that ends it: one record per process, per
   * sample and per stretch of bench work, since all of them together may be too long for one.
   */
  | {
      readonly type: 'execution-recorded';
      readonly task: TaskId;
      readonly attempt: number;
      readonly execution: Execution;
    }
  | {
      readonly type: 'sample-measured';
      readonly task: TaskId;
      readonly attempt: number;
      readonly sample: SampleId;
      readonly measurements: readonly Omit<Measurement, 'sample'>[];
    }
  /** A sample that failed while the task as a whole went on, by what the world says; a missed gate follows from what is measured. */
  | {
      readonly type: 'sample-failed';
      readonly task: TaskId;
      readonly attempt: number;
      readonly sample: SampleId;
      readonly failure: Failure;
    }
  | { readonly type: 'bench-recorded'; readonly task: TaskId; readonly attempt: number; readonly bench: BenchRecord }
  /** A stage that will not be done for these samples, and why: a branch given up, another route taken, a sample closed. */
  | {
      readonly type: 'stage-skipped';
      readonly lot: LotId;
      readonly stage: StageId;
      readonly samples: readonly SampleId[];
      readonly reason: string;
    }
  /** What the error policy chose: which step, and what it gives up. */
  | {
      readonly type: 'policy-applied';
      readonly task: TaskId;
      readonly attempt: number;
      readonly stage: StageId;
      readonly failure: FailureClass;
      /** 0-based place in the stage's `onError`; -1: no step matched, the samples are quarantined. */
      readonly step: number;
      readonly action: 'retry' | 'fallback' | 'degrade' | 'hold' | 'quarantine' | 'abort';
      /** Not empty. */
      readonly samples: readonly SampleId[];
      /** What is given up by it, in a few words: time, a branch, the sample. */
      readonly givesUp: string;
      /** For `retry`: not before. */
      readonly notBefore?: Seconds;
      /** For a `fallback` that leaves the route: the one that is followed from here on. */
      readonly route?: WorkflowId;
    }
  | {
      readonly type: 'sample-closed';
      readonly sample: SampleId;
      readonly outcome: SampleOutcome;
      readonly reason: string;
    }
  | {
      readonly type: 'lot-stored';
      readonly lot: LotId;
      readonly stage: StageId | null;
      readonly condition: ConditionId;
      /** Share of the original quality that is left, 0..1, rounded to 1e-6. */
      readonly quality: number;
    }
  | {
      readonly type: 'maintenance-started';
      readonly task: TaskId;
      readonly maintenance: MaintenanceId;
      readonly machines: readonly MachineId[];
      readonly expectedEnd: Seconds;
      readonly operators: number;
    }
  | { readonly type: 'maintenance-finished'; readonly task: TaskId }
  | {
      readonly type: 'machine-down';
      readonly machine: MachineId;
      readonly reason: string;
      readonly expectedUp: Seconds;
    }
  | { readonly type: 'machine-up'; readonly machine: MachineId }
  | { readonly type: 'shortage-began'; readonly shortage: Shortage; readonly reason: string }
  | { readonly type: 'shortage-ended'; readonly shortage: string }
  | { readonly type: 'telemetry-read'; readonly machine: MachineId; readonly signal: string; readonly value: number }
  | { readonly type: 'prognosis-received'; readonly prognosis: Prognosis }
  /** What readings and prognoses come to: from here on the machine fails so many times as readily as its age says. */
  | {
      readonly type: 'hazard-assessed';
      readonly machine: MachineId;
      readonly multiplier: number;
      /** One sentence, with the numbers. */
      readonly basis: string;
    }
  | { readonly type: 'operator-decided'; readonly decision: OperatorDecision }
  | {
      readonly type: 'order-closed';
      readonly order: OrderId;
      readonly outcome: SampleOutcome;
      /** Quality left (docs/PLAN-RULES.md), 0..1, rounded to 1e-6. */
      readonly quality: number;
    }
  | { readonly type: 'run-closed'; readonly reason: 'complete' | 'stopped' };

/** Final state of a sample; of an order: its best sample's. */
export type SampleOutcome = 'delivered' | 'delivered-degraded' | 'quarantined' | 'expired' | 'cancelled';

export type PlanReason =
  | 'opened'
  | 'machine-lost'
  | 'machine-back'
  | 'deviation'
  | 'arrival'
  | 'priority'
  | 'recovery'
  | 'maintenance'
  | 'shortage'
  | 'hazard';

/** How far a new plan is from the one before, over the stages of lots that both have still to start. */
export interface PlanChange {
  readonly kept: number;
  /** Of those: with another start or another machine. */
  readonly moved: number;
  /** Sum over moved ones of the hours between the starts, rounded to 1e-3. */
  readonly hours: number;
}

// ---------------------------------------------------------------- commands: what the engine asks of a world

export type Command =
  | { readonly type: 'start-task'; readonly task: TaskId; readonly attempt: number; readonly work: TaskWork }
  | { readonly type: 'cancel-task'; readonly task: TaskId; readonly attempt: number; readonly reason: string }
  | {
      readonly type: 'start-maintenance';
      readonly task: TaskId;
      readonly maintenance: MaintenanceId;
      readonly machines: readonly MachineId[];
      readonly duration: Duration;
    }
  | { readonly type: 'set-timer'; readonly timer: string; readonly due: Seconds }
  | {
      readonly type: 'request-plan';
      readonly request: number;
      readonly reason: PlanReason;
      readonly situation: Situation;
    }
  | { readonly type: 'move-to-storage'; readonly lot: LotId; readonly condition: ConditionId }
  /** Nothing more will be asked. */
  | { readonly type: 'close' };

/** Everything a world needs to carry a task out. */
export interface TaskWork {
  readonly members: readonly {
    readonly lot: LotId;
    readonly order: OrderId;
    /** The workflow that the stage is of. */
    readonly route: WorkflowId;
    readonly stage: StageId;
    readonly samples: readonly SampleId[];
  }[];
  readonly placement: TaskPlacement;
  readonly memoryFactor: number;
  readonly setup: Duration;
  /** Planned length of the work itself, without set-up. */
  readonly planned: Duration;
}

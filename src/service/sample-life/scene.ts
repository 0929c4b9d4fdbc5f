/** What has to be remembered to tell which records concern a sample: its lots, what is under way, the plan in force. */

import type { Seconds } from '../../base/index.ts';
import { initialState } from '../../engine/index.ts';
import type {
  LotId,
  Order,
  PlannedTask,
  PlanReason,
  SampleId,
  Scenario,
  StageId,
  TaskId,
  TaskPlacement,
} from '../../model/index.ts';

export interface Member {
  readonly lot: LotId;
  readonly stage: StageId;
}

export interface UnderWay {
  readonly members: readonly Member[];
  readonly placement: TaskPlacement;
}

export interface Place {
  readonly task: TaskId;
  readonly start: Seconds;
  /** Machine, position or pool. */
  readonly on: string;
}

export interface Scene {
  readonly scenario: Scenario;
  readonly order: Order;
  /** What the life is of. */
  readonly samples: ReadonlySet<SampleId>;
  /** Samples of the order's lots that are not closed. */
  readonly lots: Map<LotId, SampleId[]>;
  /** Tasks under way that concern the samples. */
  readonly running: Map<TaskId, UnderWay>;
  /** Of the plan in force: what it has for lots of the order, by `LOT/STAGE`. */
  plan: Map<string, Place>;
  /** Of the plan in force: members, by task. */
  planned: Map<TaskId, readonly Member[]>;
  /** Of the plan that is being recorded. */
  incoming: PlannedTask[];
  readonly reasons: Map<number, PlanReason>;
  /** ISO 8601 with offset. */
  readonly write: (at: Seconds) => string;
}

export function createScene({ scenario, order, samples, write }: SceneOptions): Scene {
  const lots = new Map([[order.id as string as LotId, order.samples.map((s) => s.id)]]);
  const running = new Map<TaskId, UnderWay>();
  for (const task of initialState(scenario).running.values()) {
    if (task.members.some((m) => lots.has(m.lot))) running.set(task.id, task);
  }
  return {
    scenario,
    order,
    samples: new Set(samples),
    lots,
    running,
    plan: new Map(),
    planned: new Map(),
    incoming: [],
    reasons: new Map(),
    write,
  };
}

interface SceneOptions extends Pick<Scene, 'scenario' | 'order' | 'write'> {
  readonly samples: readonly SampleId[];
}

/** Whether a lot holds one of the samples that the life is of. */
export const isOurs = ({ lots, samples }: Scene, lot: LotId): boolean =>
  lots.get(lot)?.some((sample) => samples.has(sample)) === true;

export const ours = ({ samples }: Scene, of: readonly SampleId[]): readonly SampleId[] =>
  of.filter((sample) => samples.has(sample));

/** Samples that a policy sends another way become a lot of their own (docs/FORMATS.md, "Facts"). */
export function splitOff({ lots, order }: Scene, samples: readonly SampleId[]): void {
  const from = [...lots].find(([, held]) => samples.some((sample) => held.includes(sample)));
  if (from === undefined || samples.length >= from[1].length) return;
  lots.set(
    from[0],
    from[1].filter((sample) => !samples.includes(sample)),
  );
  lots.set(`${order.id}~${lots.size + 1}` as LotId, [...samples]);
}

/** What happens to the lot from here on is not its business. */
export function leave({ lots }: Scene, sample: SampleId): void {
  for (const [lot, held] of lots) {
    if (held.includes(sample))
      lots.set(
        lot,
        held.filter((one) => one !== sample),
      );
  }
}

export const placeName = (placement: TaskPlacement): string =>
  placement.kind === 'pool' ? placement.pool : placement.machine;

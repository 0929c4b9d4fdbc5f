/** Facts of a run, made by hand: a few words per attempt instead of the whole vocabulary. */

import { after, duration, seconds } from '../../src/base/index.ts';
import {
  id,
  type Fact,
  type FailureClass,
  type LaneLoad,
  type LotId,
  type MachineId,
  type OrderId,
  type PlannedTask,
  type RecipeId,
  type SampleId,
  type SampleOutcome,
  type TaskPlacement,
  type Timed,
} from '../../src/model/index.ts';

export type TimedFact = Timed<Fact>;

export interface RunSpec {
  readonly task: string;
  readonly machine: string;
  readonly recipe: string;
  /** Reads by lot, for each lane. */
  readonly lanes: readonly Readonly<Record<string, number>>[];
  /** Begin of the run itself; the set-up comes before it. */
  readonly start: number;
  readonly setup?: number;
  /** Absent: still running. */
  readonly end?: number;
  readonly failure?: FailureClass;
  readonly attempt?: number;
}

export const lanesOf = (lanes: RunSpec['lanes']): readonly (readonly LaneLoad[])[] =>
  lanes.map((lane) => Object.entries(lane).map(([lot, reads]) => ({ lot: id<LotId>(lot), reads })));

export const membersOf = (lots: readonly string[], stage: string): PlannedTask['members'] =>
  lots.toSorted().map((lot) => ({ lot: id<LotId>(lot), stage: id(stage) }));

export function run(spec: RunSpec): TimedFact[] {
  const placement: TaskPlacement = {
    kind: 'run',
    machine: id<MachineId>(spec.machine),
    recipe: id<RecipeId>(spec.recipe),
    lanes: lanesOf(spec.lanes),
  };
  const lots = [...new Set(spec.lanes.flatMap((lane) => Object.keys(lane)))];
  return attempt({ ...spec, members: membersOf(lots, 'sequence'), placement });
}

export interface AttemptSpec extends Omit<RunSpec, 'machine' | 'recipe' | 'lanes'> {
  readonly members: PlannedTask['members'];
  readonly placement: TaskPlacement;
}

export function attempt(spec: AttemptSpec): TimedFact[] {
  const { members, placement } = spec;
  const task = id<never>(spec.task);
  const number = spec.attempt ?? 1;
  const at = seconds(spec.start - (spec.setup ?? 0));
  const started: TimedFact = {
    type: 'task-started',
    at,
    task,
    attempt: number,
    members,
    placement,
    memoryFactor: 1,
    setup: duration(spec.setup ?? 0),
    expectedEnd: seconds(spec.end ?? spec.start + 3600),
    attendedUntil: at,
    operators: 0,
  };
  if (spec.end === undefined) return [started];
  const end = seconds(spec.end);
  if (spec.failure !== undefined) {
    const failure = { class: spec.failure, detail: `${spec.failure} for a test` };
    return [started, { type: 'task-failed', at: end, task, attempt: number, failure }];
  }
  return [started, { type: 'task-finished', at: end, task, attempt: number }];
}

export const closeSample = (sample: string, at: number, outcome: SampleOutcome, reason = ''): TimedFact => ({
  type: 'sample-closed',
  at: seconds(at),
  sample: id<SampleId>(sample),
  outcome,
  reason,
});

/** Closes an order of four samples, as `tinyLab` makes them, all with one outcome. */
export const closeOrder = (order: string, at: number, outcome: SampleOutcome, quality = 1): TimedFact[] => [
  ...[1, 2, 3, 4].map((n) => closeSample(`${order}/s${n}`, at, outcome, `${outcome} for a test`)),
  { type: 'order-closed', at: seconds(at), order: id<OrderId>(order), outcome, quality },
];

export const down = (machine: string, from: number, to?: number): TimedFact[] => {
  const name = id<MachineId>(machine);
  const lost: TimedFact = {
    type: 'machine-down',
    at: seconds(from),
    machine: name,
    reason: 'chiller',
    expectedUp: after(seconds(from), 3600),
  };
  return to === undefined ? [lost] : [lost, { type: 'machine-up', at: seconds(to), machine: name }];
};

export const maintained = (machine: string, from: number, to: number): TimedFact[] => [
  {
    type: 'maintenance-started',
    at: seconds(from),
    task: id(`wash-${machine}-${from}`),
    maintenance: id('wash'),
    machines: [id<MachineId>(machine)],
    expectedEnd: seconds(to),
    operators: 1,
  },
  { type: 'maintenance-finished', at: seconds(to), task: id(`wash-${machine}-${from}`) },
];

/** In the order of the ledger. Facts of one instant keep the order in which they are given. */
export const ledger = (...facts: readonly (readonly TimedFact[])[]): TimedFact[] =>
  facts.flat().toSorted((a, b) => a.at - b.at);

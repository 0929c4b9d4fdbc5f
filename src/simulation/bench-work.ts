/** What simulated bench and sequencing work leaves on record: machine, flow cell, reagent lots, operators, conditions. */

import { levelAt, mustGet, seconds, type Seconds } from '../base/index.ts';
import {
  id,
  type BenchRecord,
  type ConditionId,
  type LotId,
  type Machine,
  type Order,
  type OrderId,
  type Scenario,
  type Stage,
} from '../model/index.ts';
import type { Draw } from './draws.ts';
import type { UnderWay } from './tasks-under-way.ts';

export interface BenchWork {
  readonly scenario: Scenario;
  readonly orders: ReadonlyMap<OrderId, Order>;
  readonly machine: Machine;
  readonly task: UnderWay;
  /** Of each member, in order. */
  readonly stages: readonly Stage[];
  /** Of the machine at the end of the work; none where it broke down. */
  readonly readings: readonly { readonly signal: string; readonly value: number }[];
  /** Where lots were last put; others are where their orders' storage says. */
  readonly storage: ReadonlyMap<LotId, ConditionId>;
  readonly draw: Draw;
}

export function benchRecordOf(work: BenchWork): BenchRecord {
  const { machine, task, stages } = work;
  const position = machine.kind === 'position' ? machine.id.slice(machine.instrument.length + 1) : undefined;
  const { serial } = machine;
  const names = new Set(stages.flatMap((stage) => (stage.kind === 'compute' ? [] : (stage.reagents ?? []))));
  return {
    instrument: { machine: machine.id, ...(serial && { serial }), ...(position && { position }) },
    ...flowCellOf(work),
    reagents: [...names].toSorted().map((name) => reagentLot(work.scenario, name, task.workStart)),
    operators: operatorsOf(work),
    conditions: [...storageOf(work), ...readingsOf(work)],
  };
}

/** Nine characters after `FC`: one flow cell per attempt at a run. */
function flowCellOf({ scenario, task, draw }: BenchWork): Pick<BenchRecord, 'flowCell'> {
  const { placement } = task.work;
  if (placement.kind !== 'run') return {};
  const number = Math.floor(draw('flow-cell', task.key) * 36 ** 9);
  const id = `FC${number.toString(36).toUpperCase().padStart(9, '0')}`;
  return { flowCell: { id, type: mustGet(scenario.recipes, placement.recipe).flowCell } };
}

const WEEK_MS = 7 * 86_400_000;
/** 1970 began on a Thursday: weeks begin on Mondays. */
const FIRST_MONDAY_MS = 4 * 86_400_000;
const SHELF_LIFE_WEEKS = 26;

/** A new lot of everything is opened every Monday: `NAME-YYYYMMDD`, good for half a year. */
function reagentLot({ epoch }: Scenario, name: string, at: Seconds): BenchRecord['reagents'][number] {
  const week = Math.floor((epoch.ms + at * 1000 - FIRST_MONDAY_MS) / WEEK_MS);
  const day = (n: number): string => new Date(FIRST_MONDAY_MS + n * WEEK_MS).toISOString().slice(0, 10);
  return { name, lot: `${name}-${day(week).replaceAll('-', '')}`, expires: day(week + SHELF_LIFE_WEEKS) };
}

/** As many as the work, or else the set-up, binds; of those on shift, `op-1` to `op-n`, in a row from one that is drawn. */
function operatorsOf({ scenario, machine, task, stages, draw }: BenchWork): readonly string[] {
  const bound = Math.max(...stages.map((stage) => (stage.kind === 'bench' ? stage.attendance.operators : 0)));
  const needed = bound > 0 ? bound : task.work.setup > 0 ? machine.changeover.operators : 0;
  if (needed === 0) return [];
  const setupStart = seconds(task.workStart - task.work.setup);
  const present = Math.max(needed, levelAt(scenario.staff, setupStart));
  const first = Math.floor(draw('operator', task.key) * present);
  return Array.from({ length: needed }, (_, k) => `op-${((first + k) % present) + 1}`);
}

/** How the lots were kept until the work began, where the temperature is known; each storage once, by name. */
function storageOf({ scenario, orders, task, storage }: BenchWork): BenchRecord['conditions'] {
  const places = new Map<ConditionId, number>();
  for (const { lot, order: name } of task.work.members) {
    // A lot that was split off is where its order's first lot was.
    const put = storage.get(lot) ?? storage.get(id<LotId>(name));
    const condition = put ?? orders.get(name)?.storage.findLast((one) => one.from <= task.workStart)?.condition;
    if (condition === undefined) continue;
    const known = [...scenario.materials.values()].map(({ conditions }) => conditions.get(condition)?.celsius);
    const celsius = known.find((one) => one !== undefined);
    if (celsius !== undefined) places.set(condition, celsius);
  }
  return [...places]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([place, value]) => ({ place, signal: 'temperature', value, unit: 'degC' }));
}

function readingsOf({ machine, readings }: BenchWork): BenchRecord['conditions'] {
  return readings.map(({ signal, value }) => {
    const unit = machine.signals?.find((one) => one.name === signal)?.unit ?? '';
    return { place: machine.id, signal, value, unit };
  });
}

/** From a flat solution back to the laboratory's words: the plan. */

import { at, by, compareText, duration, seconds } from '../base/index.ts';
import {
  id,
  type LaneLoad,
  type LevelValue,
  type Plan,
  type PlannedMaintenance,
  type PlannedTask,
  type TaskId,
  type TaskPlacement,
} from '../model/index.ts';
import { f64, i32, u8 } from './columns.ts';
import type { Formulation } from './formulation/formulation.ts';
import { explainLosses } from './losses.ts';
import type { Solution } from './solution.ts';

export function toPlan(
  formulation: Formulation,
  solution: Solution,
  { objective, method }: { readonly objective: readonly LevelValue[]; readonly method: Plan['method'] },
): Plan {
  return {
    now: formulation.situation.now,
    tasks: byStart(Array.from({ length: solution.tasks.count }, (_, task) => taskOf(formulation, solution, task))),
    maintenance: byStart(maintenanceOf(formulation, solution)),
    lost: explainLosses(formulation, solution),
    objective,
    method,
  };
}

/** Ties by id. Solutions come sorted by start, so that mostly there is nothing to do. */
function byStart<T extends { readonly start: number; readonly id: string }>(items: T[]): readonly T[] {
  const compare = (a: T, b: T): number => a.start - b.start || compareText(a.id, b.id);
  const isSorted = items.every((item, k) => k === 0 || compare(at(items, k - 1), item) <= 0);
  return isSorted ? items : items.sort(compare);
}

/** The id is that of the first member, which is in no other task: unique, and kept when the plan is made again. */
function taskOf(formulation: Formulation, solution: Solution, task: number): PlannedTask {
  const { tasks } = solution;
  const operations = tasks.member.subarray(i32(tasks.firstMember, task), i32(tasks.firstMember, task + 1));
  const members = membersOf(formulation, operations);
  const first = at(members, 0);
  return {
    id: id<TaskId>(`${first.lot}:${first.stage}`),
    members,
    placement: placementOf(formulation, solution, task, operations),
    setup: duration(f64(tasks.setup, task)),
    start: seconds(f64(tasks.start, task)),
    end: seconds(f64(tasks.end, task)),
    isFrozen: u8(tasks.isFrozen, task) === 1,
  };
}

function membersOf({ names }: Formulation, operations: Int32Array): PlannedTask['members'] {
  const members = Array.from(operations, (operation) => {
    const { lot, stage } = at(names.operations, operation);
    return { lot, stage: stage.id };
  });
  return members.length === 1
    ? members
    : members.sort((a, b) => compareText(a.lot, b.lot) || compareText(a.stage, b.stage));
}

function placementOf(
  formulation: Formulation,
  solution: Solution,
  task: number,
  operations: Int32Array,
): TaskPlacement {
  const { names } = formulation;
  const first = i32(operations, 0);
  const frozen = at(names.operations, first).frozenRun;
  if (frozen !== undefined) return frozen;
  const mode = at(names.modes, i32(solution.modeOf, first));
  if (mode.kind === 'run') return { ...mode, lanes: lanesOf(formulation, solution, task, operations) };
  return mode;
}

function lanesOf(
  { names }: Formulation,
  { tasks }: Solution,
  task: number,
  operations: Int32Array,
): readonly (readonly LaneLoad[])[] {
  const load = tasks.load.subarray(i32(tasks.firstLoad, task), i32(tasks.firstLoad, task + 1));
  const lanes = load.length / operations.length;
  return Array.from({ length: lanes }, (_, lane) =>
    Array.from(operations, (operation, k) => ({
      lot: at(names.operations, operation).lot,
      reads: f64(load, k * lanes + lane),
    }))
      .filter(({ reads }) => reads > 0)
      .toSorted(by((l) => l.lot, compareText)),
  );
}

function maintenanceOf({ problem, names }: Formulation, { maintenance }: Solution): PlannedMaintenance[] {
  const ordinals = new Map<number, number>();
  return Array.from(maintenance.row, (row, k) => {
    const ordinal = (ordinals.get(row) ?? 0) + 1;
    ordinals.set(row, ordinal);
    const table = problem.maintenance;
    const machines = table.machine.subarray(i32(table.firstMachine, row), i32(table.firstMachine, row + 1));
    const name = at(names.maintenance, row);
    return {
      id: id<TaskId>(`${name.prefix}${ordinal}`),
      maintenance: name.maintenance,
      machines: Array.from(machines, (machine) => at(names.machines, machine)),
      start: seconds(f64(maintenance.start, k)),
      end: seconds(f64(maintenance.end, k)),
    };
  });
}

/**
 * All decisions of a schedule as flat columns: to go back to, to hand to another thread, to start from when the laboratory
 * has changed meanwhile.
 *
 * Restoring puts every task back where it was. What does not fit any more (a machine is down, a running task is late) is left
 * out with its whole order, so the rest stays where it is and only those orders have to be planned again.
 */

import { f64, i32, ints, item, numbers, u8 } from '../columns.ts';
import { orderOf } from '../orders.ts';
import { NONE, type Previous } from '../problem.ts';
import { ruin } from '../schedule/ruin.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { earliestSlot } from '../schedule/slots.ts';
import type { TaskSpec } from '../schedule/task.ts';
import type { Constructor } from './construct.ts';
import { earliestMaintenance, exceededRow, placeRow, windowOf } from './maintenance.ts';
import { fits, widened } from './node.ts';

export interface Arrangement extends Previous {
  /** [operations.count] start; of any value where `mode` is NONE. */
  readonly start: Float64Array;
}

export function arrangementOf(schedule: Schedule): Arrangement {
  const count = schedule.problem.operations.count;
  const columns = {
    mode: new Int32Array(count).fill(NONE),
    task: new Int32Array(count).fill(NONE),
    start: new Float64Array(count),
  };
  for (let operation = 0; operation < count; operation++) noteOperation(schedule, operation, columns);
  return { ...columns, ...maintenanceOf(schedule) };
}

/** Writes where one operation is. */
export function noteOperation(
  { taskOf }: Schedule,
  operation: number,
  { mode, task, start }: Pick<Arrangement, 'mode' | 'task' | 'start'>,
): void {
  const one = taskOf[operation];
  const isPlanned = one !== undefined && one.kind === 'work';
  mode[operation] = isPlanned ? item(one.modes, one.operations.indexOf(operation)) : NONE;
  task[operation] = isPlanned ? one.number : NONE;
  start[operation] = isPlanned ? one.start : 0;
}

export type MaintenanceArrangement = Pick<Arrangement, 'count' | 'maintenanceRow' | 'maintenanceStart'>;

export function maintenanceOf({ problem, timelines }: Schedule): MaintenanceArrangement {
  const { machine, firstMachine, count } = problem.maintenance;
  const occurrences: { row: number; start: number }[] = [];
  for (let row = 0; row < count; row++) {
    for (const task of timelines[i32(machine, i32(firstMachine, row))] ?? []) {
      if (task.kind === 'maintenance' && task.maintenance === row) occurrences.push({ row, start: task.start });
    }
  }
  return {
    count: occurrences.length,
    maintenanceRow: ints(occurrences.map((o) => o.row)),
    maintenanceStart: numbers(occurrences.map((o) => o.start)),
  };
}

export interface Restored {
  /** Orders of which something is open and nothing is planned, because not all of it fits any more or it never did; rising. */
  readonly left: readonly number[];
  readonly misplacedMaintenance: number;
}

/** Empties the schedule and puts everything back that still fits. */
export function restore(constructor: Constructor, arrangement: Arrangement): Restored {
  const { schedule } = constructor;
  schedule.reset();
  const misplacedMaintenance = restoreMaintenance(schedule, arrangement);
  const dropped = new Set<number>();
  const isDropped = (operation: number): boolean => dropped.has(orderOf(schedule.problem, operation));
  for (const members of tasksOf(schedule, arrangement)) {
    // Most often all is well, and no list of those that stay is needed.
    const kept = members.some(isDropped) ? members.filter((operation) => !isDropped(operation)) : members;
    if (kept.length === 0 || restoreTask(constructor, kept, arrangement)) continue;
    for (const operation of kept) dropped.add(orderOf(schedule.problem, operation));
  }
  ruin(schedule, dropped);
  return { left: unplannedOrders(schedule), misplacedMaintenance };
}

/** Members by task, the tasks by start; orders that are not arranged whole are left out. */
function tasksOf({ problem }: Schedule, { mode, task, start }: Arrangement): readonly (readonly number[])[] {
  const { operations, orders } = problem;
  const isIncomplete = new Uint8Array(orders.count);
  for (let o = 0; o < operations.count; o++) {
    if (i32(mode, o) === NONE && i32(operations.frozenTask, o) === NONE) isIncomplete[orderOf(problem, o)] = 1;
  }
  const members = new Map<number, number[]>();
  for (let o = 0; o < operations.count; o++) {
    if (i32(mode, o) === NONE || u8(isIncomplete, orderOf(problem, o)) === 1) continue;
    const list = members.get(i32(task, o));
    if (list === undefined) members.set(i32(task, o), [o]);
    else list.push(o);
  }
  // A member is in one task only, so no two are equal.
  return [...members.values()].sort(
    (a, b) => f64(start, item(a, 0)) - f64(start, item(b, 0)) || item(a, 0) - item(b, 0),
  );
}

function restoreTask(constructor: Constructor, members: readonly number[], arrangement: Arrangement): boolean {
  const { schedule, outlook } = constructor;
  const start = f64(arrangement.start, item(members, 0));
  const spec = specOf(schedule, members, arrangement.mode);
  if (spec === undefined || !members.every((operation) => isInTime(schedule, operation, start))) return false;
  if (start < schedule.problem.now || start + spec.duration > outlook.latestEnd(members)) return false;
  const slot = earliestSlot(schedule, spec, start, start);
  if (slot === undefined) return false;
  const mark = schedule.mark();
  schedule.add(spec, slot);
  if (exceededRow(schedule, spec.machine) === NONE) return true;
  schedule.rollback(mark);
  return false;
}

/** Everything before it is planned, and it may start at `start` after that. */
function isInTime({ problem, taskOf }: Schedule, operation: number, start: number): boolean {
  const { operations, arcs } = problem;
  if (start < f64(operations.release, operation) || start > f64(operations.latestStart, operation)) return false;
  const last = i32(arcs.firstIn, operation + 1);
  for (let a = i32(arcs.firstIn, operation); a < last; a++) {
    const before = taskOf[i32(arcs.from, a)];
    if (before === undefined) return false;
    if (start < before.end + f64(arcs.min, a) || start > before.end + f64(arcs.max, a)) return false;
  }
  return true;
}

function specOf(schedule: Schedule, members: readonly number[], modeOf: Int32Array): TaskSpec | undefined {
  const first = item(members, 0);
  const mode = i32(modeOf, first);
  const { firstMode } = schedule.problem.operations;
  if (mode < i32(firstMode, first) || mode >= i32(firstMode, first + 1)) return undefined;
  const spec = schedule.catalogue.specOf(first, mode);
  if (members.length === 1) return spec;
  const modes = members.map((operation) => i32(modeOf, operation));
  const isCommon = members.every(
    (operation, k) => schedule.catalogue.modeOn(operation, spec.machine, spec.batchKey) === item(modes, k),
  );
  const fit = spec.batchKey !== NONE && isCommon && fits(schedule, members, modes);
  return fit ? widened(schedule, spec, members, modes) : undefined;
}

function unplannedOrders({ problem, taskOf }: Schedule): number[] {
  const left = new Set<number>();
  for (let o = 0; o < problem.operations.count; o++) if (taskOf[o] === undefined) left.add(orderOf(problem, o));
  return [...left];
}

/** Occurrences stay where they are as long as they lie in their windows; after the first that does not, all are placed anew. */
function restoreMaintenance(schedule: Schedule, arrangement: Arrangement): number {
  const table = schedule.problem.maintenance;
  let misplaced = 0;
  for (let row = 0; row < table.count; row++) {
    const every = f64(table.every, row);
    let after = f64(table.lastDone, row);
    for (let k = 0; k < arrangement.count; k++) {
      if (i32(arrangement.maintenanceRow, k) !== row) continue;
      const start = f64(arrangement.maintenanceStart, k);
      const window = every === 0 ? { from: start, until: start } : windowOf(table, row, after + every);
      const isEarly = start < window.from && i32(table.everyRuns, row) === 0;
      if (isEarly || start > window.until || earliestMaintenance(schedule, row, start, start) !== start) break;
      schedule.addMaintenance(row, start);
      after = start + f64(table.duration, row);
    }
    misplaced += placeRow(schedule, row, { after, targets: 'due' });
  }
  return misplaced;
}

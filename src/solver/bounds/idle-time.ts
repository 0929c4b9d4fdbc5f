/** The time that scarce machines have to fill, and how much of it tasks can fill at most. */

import { NEVER } from '../../base/index.ts';
import { f64, i32, item, u8 } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';
import type { Heads } from './heads.ts';
import type { Openings, Spans } from './openings.ts';

export interface IdleTime {
  /** Seconds that are idle unless planned tasks take place in them: less frozen tasks and the most maintenance. */
  readonly toFill: number;
  /** No plan has more seconds of planned tasks on scarce machines inside the horizon. */
  readonly fillable: number;
}

export function idleTimeOf(problem: Problem, openings: Openings, heads: Heads): IdleTime {
  const { machines, maintenance, now, horizon } = problem;
  const from = firstUse(problem, heads);
  let toFill = 0;
  let fillable = 0;
  for (let machine = 0; machine < machines.count; machine++) {
    if (u8(machines.isScarce, machine) === 0) continue;
    const row = [i32(machines.firstInterval, machine), i32(machines.firstInterval, machine + 1)] as const;
    const calendar = { start: machines.intervalStart.subarray(...row), end: machines.intervalEnd.subarray(...row) };
    toFill += overlap(calendar, [{ start: now, end: horizon }]);
    fillable += overlap(openings.machine(machine), [{ start: item(from, machine), end: horizon }]);
  }
  for (const { machine, start, end } of openings.frozen) {
    if (machine === NONE || u8(machines.isScarce, machine) === 0) continue;
    toFill -= Math.max(0, Math.min(end, horizon) - Math.max(start, now));
  }
  for (let k = 0; k < maintenance.machine.length; k++) {
    const machine = i32(maintenance.machine, k);
    if (u8(machines.isScarce, machine) === 1)
      toFill -= mostMaintenance(problem, openings, { row: rowOf(maintenance.firstMachine, k), machine });
  }
  return { toFill, fillable };
}

/** Per machine, the earliest start of any open operation on it. */
function firstUse({ operations, modes, machines }: Problem, heads: Heads): number[] {
  const from = Array.from({ length: machines.count }, (): number => NEVER);
  for (let o = 0; o < operations.count; o++) {
    if (i32(operations.frozenTask, o) !== NONE) continue;
    for (let mode = i32(operations.firstMode, o); mode < i32(operations.firstMode, o + 1); mode++) {
      const machine = i32(modes.machine, mode);
      if (machine !== NONE) from[machine] = Math.min(item(from, machine), f64(heads.start, o));
    }
  }
  return from;
}

/**
 * Seconds inside the horizon. By time alone, occurrences come at most as often as each at the beginning of its window.
 * Where they may also come by runs, nothing limits how many a plan holds but the staff that they need.
 */
function mostMaintenance(
  { maintenance, now, horizon }: Problem,
  openings: Openings,
  { row, machine }: { readonly row: number; readonly machine: number },
): number {
  const length = f64(maintenance.duration, row);
  const every = f64(maintenance.every, row);
  if (every === 0 || i32(maintenance.everyRuns, row) > 0) {
    const resource = i32(maintenance.resource, row);
    const free = openings.machine(machine);
    if (resource === NONE) return overlap(free, [{ start: now, end: horizon }]);
    const staffed = openings.enough(resource, f64(maintenance.amount, row));
    return overlap(free, intervalsOf(staffed, now, horizon));
  }
  let most = 0;
  let free = now;
  for (let due = f64(maintenance.lastDone, row) + every; ;) {
    const start = Math.max(free, due - f64(maintenance.early, row));
    if (start >= horizon || length === 0) return most;
    most += Math.min(start + length, horizon) - start;
    free = start + length;
    due = free + every;
  }
}

function rowOf(first: Int32Array, index: number): number {
  let row = 0;
  while (i32(first, row + 1) <= index) row++;
  return row;
}

const intervalsOf = ({ start, end }: Spans, from: number, to: number) =>
  Array.from(start, (s, k) => ({ start: Math.max(from, s), end: Math.min(to, f64(end, k)) }));

/** Seconds in both; each list is sorted and disjoint. */
function overlap({ start, end }: Spans, others: readonly { readonly start: number; readonly end: number }[]): number {
  let sum = 0;
  let k = 0;
  for (const other of others) {
    while (k < end.length && f64(end, k) <= other.start) k++;
    for (let i = k; i < end.length && f64(start, i) < other.end; i++) {
      sum += Math.max(0, Math.min(f64(end, i), other.end) - Math.max(f64(start, i), other.start));
    }
  }
  return sum;
}

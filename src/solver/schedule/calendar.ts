/** When a machine's calendar and an operation's start windows allow a start. */

import { NEVER } from '../../base/index.ts';
import { f64, i32, item } from '../columns.ts';
import type { Machines, Operations } from '../problem.ts';

/** The earliest start >= `from` whose [start - setup, start + duration) lies inside one interval; NEVER where none does. */
export function calendarStart(
  machines: Machines,
  machine: number,
  { from, setup, duration }: { readonly from: number; readonly setup: number; readonly duration: number },
): number {
  const end = i32(machines.firstInterval, machine + 1);
  for (let k = firstIntervalAfter(machines, machine, from - setup); k < end; k++) {
    const start = Math.max(from, f64(machines.intervalStart, k) + setup);
    if (start + duration <= f64(machines.intervalEnd, k)) return start;
  }
  return NEVER;
}

/** Whether [from, to) lies inside one interval. */
export function isInCalendar(machines: Machines, machine: number, from: number, to: number): boolean {
  const k = firstIntervalAfter(machines, machine, from);
  if (k === i32(machines.firstInterval, machine + 1)) return false;
  return f64(machines.intervalStart, k) <= from && to <= f64(machines.intervalEnd, k);
}

/** The earliest instant >= `from` at which all of `operations` may start; NEVER where there is none. */
export function windowStart(table: Operations, operations: readonly number[], from: number): number {
  let start = from;
  for (let i = 0, agreed = 0; agreed < operations.length; i = (i + 1) % operations.length) {
    const next = nextInWindow(table, item(operations, i), start);
    if (next === NEVER) return NEVER;
    agreed = next === start ? agreed + 1 : 1;
    start = next;
  }
  return start;
}

function nextInWindow(table: Operations, operation: number, from: number): number {
  const first = i32(table.firstWindow, operation);
  const end = i32(table.firstWindow, operation + 1);
  if (first === end) return from;
  for (let k = first; k < end; k++) {
    if (f64(table.windowEnd, k) > from) return Math.max(from, f64(table.windowStart, k));
  }
  return NEVER;
}

/** The first interval of `machine` that ends after `instant`; the row's end where there is none. */
function firstIntervalAfter(machines: Machines, machine: number, instant: number): number {
  let low = i32(machines.firstInterval, machine);
  let high = i32(machines.firstInterval, machine + 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (f64(machines.intervalEnd, middle) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

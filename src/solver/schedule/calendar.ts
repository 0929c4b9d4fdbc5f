/** When a machine's calendar and an operation's start windows allow a start. */

import { NEVER } from '../../base/index.ts';
import { f64, i32, item } from '../columns.ts';
import type { Machines, Operations } from '../problem.ts';

/** The intervals in which one machine runs; asked about instants near each other most of the time, so the last answer is kept. */
export class Calendar {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #first: number;
  /** One past the last interval. */
  readonly #end: number;
  /** The interval that the last question led to. */
  #last: number;

  constructor(machines: Machines, machine: number) {
    this.#starts = machines.intervalStart;
    this.#ends = machines.intervalEnd;
    this.#first = i32(machines.firstInterval, machine);
    this.#end = i32(machines.firstInterval, machine + 1);
    this.#last = this.#first;
  }

  /** The earliest start >= `from` whose [start - setup, start + duration) lies inside one interval; NEVER where none does. */
  earliest(from: number, setup: number, duration: number): number {
    for (let k = this.#endingAfter(from - setup); k < this.#end; k++) {
      const opens = f64(this.#starts, k) + setup;
      const start = opens > from ? opens : from;
      if (start + duration <= f64(this.#ends, k)) return start;
    }
    return NEVER;
  }

  /** Whether [from, to) lies inside one interval. */
  holds(from: number, to: number): boolean {
    const k = this.#endingAfter(from);
    return k < this.#end && f64(this.#starts, k) <= from && to <= f64(this.#ends, k);
  }

  /** The first interval that ends after `instant`; one past the last where there is none. */
  #endingAfter(instant: number): number {
    const last = this.#last;
    if (last < this.#end && f64(this.#starts, last) <= instant && f64(this.#ends, last) > instant) return last;
    this.#last = firstEndingAfter(this.#ends, this.#first, this.#end, instant);
    return this.#last;
  }
}

/** The earliest instant >= `from` at which all of `operations` may start; NEVER where there is none. */
export function windowStart(table: Operations, operations: readonly number[], from: number): number {
  let start = from;
  for (let i = 0, agreed = 0; agreed < operations.length; i = i + 1 < operations.length ? i + 1 : 0) {
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
  const k = firstEndingAfter(table.windowEnd, first, end, from);
  return k === end ? NEVER : Math.max(from, f64(table.windowStart, k));
}

/** The first of [low, high) of these rising ends that comes after `instant`; `high` where there is none. */
function firstEndingAfter(ends: Float64Array, low: number, high: number, instant: number): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (f64(ends, middle) > instant) to = middle;
    else from = middle + 1;
  }
  return from;
}

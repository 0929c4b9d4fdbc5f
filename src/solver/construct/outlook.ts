/**
 * What the graph alone says about each operation, whatever else the laboratory does: how early it can start, and how
 * much must still follow its end (shortest modes and minimum lags only, so both are bounds); and how long what it makes stays fresh.
 */

import { NEVER } from '../../base/index.ts';
import { f64, i32, u8 } from '../columns.ts';
import { orderOf } from '../orders.ts';
import { NONE, type Problem } from '../problem.ts';

export class Outlook {
  /** Per operation: a lower bound on its start. */
  readonly head: Float64Array;
  /** Per operation: a lower bound on the time from its end to the end of its order. */
  readonly tail: Float64Array;
  /** Per arc: its maximum lag, or, where it is less, the wait in which what the operation before it makes loses `STALE` of its quality. */
  readonly freshMax: Float64Array;

  /** Per operation: its latest end by which the deadline of its order can still be met, and the due date. */
  readonly #latestEnd: Float64Array;
  readonly #latestTimelyEnd: Float64Array;

  constructor(problem: Problem) {
    const { operations, arcs } = problem;
    const shortest = Float64Array.from({ length: operations.count }, (_, o) => shortestMode(problem, o));
    this.head = new Float64Array(operations.count);
    this.tail = new Float64Array(operations.count);
    for (let o = 0; o < operations.count; o++) {
      let head = Math.max(problem.now, f64(operations.release, o));
      for (let a = i32(arcs.firstIn, o); a < i32(arcs.firstIn, o + 1); a++) {
        const from = i32(arcs.from, a);
        head = Math.max(head, f64(this.head, from) + f64(shortest, from) + f64(arcs.min, a));
      }
      this.head[o] = head;
    }
    for (let o = operations.count - 1; o >= 0; o--) {
      let tail = 0;
      for (let k = i32(arcs.firstOut, o); k < i32(arcs.firstOut, o + 1); k++) {
        const a = i32(arcs.out, k);
        const to = i32(arcs.to, a);
        tail = Math.max(tail, f64(arcs.min, a) + f64(shortest, to) + f64(this.tail, to));
      }
      this.tail[o] = tail;
    }
    this.freshMax = freshMaxOf(problem);
    this.#latestEnd = latestEnds(problem, problem.orders.deadline, this.tail);
    this.#latestTimelyEnd = latestEnds(problem, problem.orders.due, this.tail);
  }

  /** The latest common end of these operations by which the deadlines can still be met. */
  latestEnd(operations: readonly number[]): number {
    return earliestOf(this.#latestEnd, operations);
  }

  /** The same for due dates. */
  latestTimelyEnd(operations: readonly number[]): number {
    return earliestOf(this.#latestTimelyEnd, operations);
  }
}

function latestEnds(problem: Problem, limits: Float64Array, tail: Float64Array): Float64Array {
  return tail.map((rest, operation) => {
    const limit = f64(limits, orderOf(problem, operation));
    return limit < NEVER ? limit - rest : NEVER;
  });
}

function earliestOf(ends: Float64Array, operations: readonly number[]): number {
  let earliest: number = NEVER;
  for (const operation of operations) if (f64(ends, operation) < earliest) earliest = f64(ends, operation);
  return earliest;
}

/** Loss of quality, 0..1, beyond which material counts as stale. */
const STALE = 0.01;

function freshMaxOf({ operations, arcs, curves }: Problem): Float64Array {
  const freshMax = Float64Array.from(arcs.max);
  /** Per operation: the curve by which what it made, or passed on, ages after it; NONE: by that of the order's own material. */
  const curveOf = Int32Array.from(operations.outputCurve);
  for (let o = 0; o < operations.count; o++) {
    for (let a = i32(arcs.firstIn, o); a < i32(arcs.firstIn, o + 1); a++) {
      const curve = i32(curveOf, i32(arcs.from, a));
      if (curve === NONE || u8(operations.takesMaterial, o) === 0) continue;
      if (i32(curveOf, o) === NONE) curveOf[o] = curve;
      const wait = f64(curves.tau, curve) * (-Math.log(1 - STALE)) ** (1 / f64(curves.beta, curve));
      freshMax[a] = Math.min(f64(freshMax, a), Math.floor(wait) + f64(arcs.min, a));
    }
  }
  return freshMax;
}

function shortestMode(problem: Problem, operation: number): number {
  const { operations, modes } = problem;
  let shortest = Infinity;
  for (let m = i32(operations.firstMode, operation); m < i32(operations.firstMode, operation + 1); m++) {
    shortest = Math.min(shortest, f64(modes.duration, m));
  }
  return shortest === Infinity ? 0 : shortest;
}

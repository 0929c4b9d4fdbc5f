/**
 * How early every operation can start and end if its job were alone in the laboratory: calendars, start windows, set-ups,
 * staff on shift, pools, running work and time lags, but no competitor.
 *
 * Validity, by induction along the arcs. Let a plan keep the order. A predecessor ends no earlier than its bound, so the
 * operation starts no earlier than that plus the minimum lag. In the plan's mode, `Openings.earliestStart` is the first
 * instant from there on that every single limit allows; a task shared with others only lasts longer and demands more. The
 * bound is the least over modes. A maximum lag turned round bounds the predecessor's end from below: it ends no earlier
 * than the start after it less the lag; a task may be as long as the longest that can share it.
 */

import { NEVER } from '../../base/index.ts';
import { f64, i32 } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';
import type { Openings } from './openings.ts';

export interface Heads {
  /** [operations] lower bounds; NEVER: no plan keeps the order. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** [modes] the longest that a task in this mode can last, whoever shares it. */
  readonly longestTask: Float64Array;
  /** [orders] the last end; NEVER: no plan keeps the order. */
  readonly orderEnd: Float64Array;
}

/** Times that maximum lags may push a job: each time is valid, more of them are only tighter. */
const ROUNDS = 4;

export function headsOf(problem: Problem, openings: Openings): Heads {
  const { operations, jobs, orders } = problem;
  const longestTask = longestTasks(problem);
  const heads = { start: new Float64Array(operations.count), end: new Float64Array(operations.count), longestTask };
  const pass = new Pass(problem, openings, heads);
  const orderEnd = new Float64Array(orders.count);
  for (let order = 0; order < orders.count; order++) {
    let end = f64(orders.doneUntil, order);
    for (let job = i32(orders.firstJob, order); job < i32(orders.firstJob, order + 1); job++) {
      for (let round = 0; round < ROUNDS && pass.run(job); round++);
      for (let o = i32(jobs.firstOperation, job); o < i32(jobs.firstOperation, job + 1); o++) {
        const isLate = i32(operations.frozenTask, o) === NONE && f64(heads.end, o) > f64(orders.deadline, order);
        end = Math.max(end, isLate ? NEVER : f64(heads.end, o));
      }
    }
    orderEnd[order] = end;
  }
  return { ...heads, orderEnd };
}

class Pass {
  readonly #problem: Problem;
  readonly #openings: Openings;
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  readonly #longest: Float64Array;
  /** What maximum lags after it ask of the end. */
  readonly #leastEnd: Float64Array;
  readonly #frozenEnd: ReadonlyMap<number, number>;

  constructor(problem: Problem, openings: Openings, heads: Omit<Heads, 'orderEnd'>) {
    this.#problem = problem;
    this.#openings = openings;
    this.#start = heads.start;
    this.#end = heads.end;
    this.#longest = heads.longestTask;
    this.#leastEnd = new Float64Array(problem.operations.count).fill(-NEVER);
    this.#frozenEnd = frozenEnds(problem);
  }

  /** Goes through the operations of a job once; whether a maximum lag asks for another time. */
  run(job: number): boolean {
    const { operations, jobs } = this.#problem;
    let isPushed = false;
    for (let o = i32(jobs.firstOperation, job); o < i32(jobs.firstOperation, job + 1); o++) {
      const frozen = i32(operations.frozenTask, o);
      if (frozen === NONE) {
        this.#bound(o);
        if (f64(this.#start, o) < NEVER && this.#pushBack(o)) isPushed = true;
      } else {
        this.#start[o] = f64(operations.frozenStart, o);
        this.#end[o] = this.#frozenEnd.get(frozen) ?? 0;
      }
    }
    return isPushed;
  }

  #bound(o: number): void {
    const { operations, modes, arcs, now } = this.#problem;
    let from = Math.max(now, f64(operations.release, o));
    let latest = f64(operations.latestStart, o);
    for (let a = i32(arcs.firstIn, o); a < i32(arcs.firstIn, o + 1); a++) {
      const before = i32(arcs.from, a);
      from = Math.max(from, f64(this.#end, before) + f64(arcs.min, a));
      const isKnown = i32(operations.frozenTask, before) !== NONE;
      if (isKnown) latest = Math.min(latest, f64(this.#end, before) + f64(arcs.max, a));
    }
    const leastEnd = f64(this.#leastEnd, o);
    let start: number = NEVER;
    let end: number = NEVER;
    if (from < NEVER) {
      for (let mode = i32(operations.firstMode, o); mode < i32(operations.firstMode, o + 1); mode++) {
        const least = Math.max(from, leastEnd - f64(this.#longest, mode));
        const length = f64(modes.duration, mode);
        if (least >= start && least + length >= end) continue;
        const at = this.#openings.earliestStart(o, mode, least);
        if (at > latest || at >= NEVER) continue;
        start = Math.min(start, at);
        end = Math.min(end, Math.max(at + length, leastEnd));
      }
    }
    this.#start[o] = start;
    this.#end[o] = end;
  }

  /** Whether an end before has to be later than it was thought. */
  #pushBack(o: number): boolean {
    const { operations, arcs } = this.#problem;
    let isPushed = false;
    for (let a = i32(arcs.firstIn, o); a < i32(arcs.firstIn, o + 1); a++) {
      const before = i32(arcs.from, a);
      const end = f64(this.#start, o) - f64(arcs.max, a);
      if (end <= f64(this.#end, before) || i32(operations.frozenTask, before) !== NONE) continue;
      this.#leastEnd[before] = Math.max(f64(this.#leastEnd, before), end);
      isPushed = true;
    }
    return isPushed;
  }
}

function frozenEnds({ operations, modes }: Problem): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  for (let o = 0; o < operations.count; o++) {
    const task = i32(operations.frozenTask, o);
    if (task === NONE) continue;
    const end = f64(operations.frozenStart, o) + f64(modes.duration, i32(operations.firstMode, o));
    ends.set(task, Math.max(ends.get(task) ?? end, end));
  }
  return ends;
}

/** By batch key: a task on one machine with one key lasts as long as the longest of its members. */
function longestTasks({ modes }: Problem): Float64Array {
  const longest = new Map<number, number>();
  for (let mode = 0; mode < modes.count; mode++) {
    const key = i32(modes.batchKey, mode);
    if (key !== NONE) longest.set(key, Math.max(longest.get(key) ?? 0, f64(modes.duration, mode)));
  }
  return modes.duration.map((length, mode) => {
    const key = i32(modes.batchKey, mode);
    return key === NONE ? length : (longest.get(key) ?? length);
  });
}

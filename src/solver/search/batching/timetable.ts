/**
 * The sequences of batches on machines, their times and what they cost: each batch starts as early as it can after the one before.
 *
 * A change is described as one or two edits (a stretch of a sequence gives way to at most one batch) and priced by decoding from
 * the first edit only until the machine is back at the times it had. Starting early is never worse: no term of the sum falls
 * with time. A batch that no shift takes, and all after it, is unplaced: it ends NEVER and costs a penalty per job.
 */

import { NEVER } from '../../../base/index.ts';
import { f64, i32 } from '../../columns.ts';
import { NONE } from '../../problem.ts';
import type { BatchingData } from './data.ts';
import type { BatchPool } from './pool.ts';

/** `sequence[from, to)` of the machine gives way to the batch (NONE: to nothing). */
interface Edit {
  machine: number;
  from: number;
  to: number;
  batch: number;
}

export class Timetable {
  readonly sequences: number[][];
  /** [batches] place and time of those in use. */
  readonly machine: Int32Array;
  readonly position: Int32Array;
  readonly end: Float64Array;
  /** Of all machines. */
  cost = 0;
  readonly #data: BatchingData;
  readonly #pool: BatchPool;
  /** [batches] shift it runs in, and the cost of its machine up to it. */
  readonly #shift: Int32Array;
  readonly #costUpTo: Float64Array;
  readonly #penalty: number;
  readonly #edits: [Edit, Edit] = [noEdit(), noEdit()];
  #editCount = 0;
  // The machine while it is decoded.
  #time = 0;
  #state = 0;
  #at = 0;
  #spent = 0;

  constructor(data: BatchingData, pool: BatchPool, penalty: number) {
    const rows = pool.count.length;
    this.#data = data;
    this.#pool = pool;
    this.#penalty = penalty;
    this.sequences = Array.from({ length: data.machineCount }, () => []);
    this.machine = new Int32Array(rows);
    this.position = new Int32Array(rows);
    this.end = new Float64Array(rows);
    this.#shift = new Int32Array(rows);
    this.#costUpTo = new Float64Array(rows);
  }

  sequence(machine: number): number[] {
    return this.sequences[machine] as number[];
  }

  /** Whether every batch has a time. */
  isPlaced(): boolean {
    return this.sequences.every((sequence) => sequence.length === 0 || f64(this.end, sequence.at(-1) ?? 0) < NEVER);
  }

  /** Forgets the edits. */
  forget(): void {
    this.#editCount = 0;
  }

  replace(old: number, batch: number): void {
    const position = i32(this.position, old);
    this.#edit(i32(this.machine, old), position, position + 1, batch);
  }

  remove(old: number): void {
    this.replace(old, NONE);
  }

  /** Before what is at the position now. */
  insert(machine: number, position: number, batch: number): void {
    this.#edit(machine, position, position, batch);
  }

  /** What the edits add to the cost; more than `limit`, perhaps not exactly, where they add more than that. */
  evaluate(limit: number): number {
    const [first, second] = this.#edits;
    if (this.#editCount === 1) return this.#price(first, undefined, limit);
    if (first.machine === second.machine) return this.#price(first, second, limit);
    // The first machine may only save what it costs now.
    const delta = this.#price(first, undefined, limit + this.#costOf(second.machine));
    return delta > limit + this.#costOf(second.machine) ? delta : delta + this.#price(second, undefined, limit - delta);
  }

  /** Carries out the edits: the ones after come first, so that positions hold. */
  apply(): void {
    for (let k = this.#editCount - 1; k >= 0; k--) {
      const { machine, from, to, batch } = this.#edits[k] as Edit;
      const sequence = this.sequence(machine);
      if (batch === NONE) sequence.splice(from, to - from);
      else sequence.splice(from, to - from, batch);
    }
    const [first, second] = this.#edits;
    const untouched = first.from + (first.batch === NONE ? 0 : 1);
    if (this.#editCount === 1) return this.#settle(first.machine, first.from, untouched);
    const place = first.machine === second.machine ? second.from - first.to + untouched : second.from;
    const untouchedToo = place + (second.batch === NONE ? 0 : 1);
    if (first.machine === second.machine) return this.#settle(first.machine, first.from, untouchedToo);
    this.#settle(first.machine, first.from, untouched);
    this.#settle(second.machine, second.from, untouchedToo);
  }

  #edit(machine: number, from: number, to: number, batch: number): void {
    const [first, second] = this.#edits;
    if (this.#editCount === 0) set(first, machine, from, to, batch);
    else if (machine === first.machine && (from < first.from || (from === first.from && to < first.to))) {
      set(second, first.machine, first.from, first.to, first.batch);
      set(first, machine, from, to, batch);
    } else set(second, machine, from, to, batch);
    this.#editCount++;
  }

  #costOf(machine: number): number {
    const sequence = this.sequence(machine);
    return sequence.length === 0 ? 0 : f64(this.#costUpTo, sequence[sequence.length - 1] as number);
  }

  #price(first: Edit, second: Edit | undefined, limit: number): number {
    const { machine } = first;
    const sequence = this.sequence(machine);
    const length = sequence.length;
    this.#enter(machine, first.from);
    const most = this.#costOf(machine) + limit;
    if (first.batch !== NONE) this.#step(machine, first.batch);
    let k = first.to;
    if (second !== undefined) {
      for (; k < second.from; k++) {
        if (this.#isBack(sequence, k)) {
          this.#spent += this.#costBefore(sequence, second.from) - this.#costBefore(sequence, k);
          this.#resume(sequence, second.from);
          break;
        }
        this.#step(machine, sequence[k] as number);
      }
      if (second.batch !== NONE) this.#step(machine, second.batch);
      k = second.to;
    }
    for (; k < length; k++) {
      const extra = this.#spent - this.#costBefore(sequence, k);
      const isSame = this.#isSameState(sequence, k);
      const late = isSame ? this.#time - f64(this.end, sequence[k - 1] as number) : -1;
      if (late === 0) return extra;
      // In the same state but later, what follows cannot cost less than it did.
      if (late > 0 ? extra > limit : this.#spent > most) return Number.POSITIVE_INFINITY;
      this.#step(machine, sequence[k] as number);
    }
    return this.#spent - this.#costBefore(sequence, length);
  }

  /** Times and costs of the machine from the position on; from `untouched` on, its batches are as they were. */
  #settle(machine: number, from: number, untouched: number): void {
    const sequence = this.sequence(machine);
    this.#enter(machine, from);
    for (let k = from; k < sequence.length; k++) {
      const batch = sequence[k] as number;
      this.#step(machine, batch);
      const isBack = k >= untouched && this.#time === f64(this.end, batch);
      const shift = k - i32(this.position, batch);
      const extra = this.#spent - f64(this.#costUpTo, batch);
      this.machine[batch] = machine;
      this.position[batch] = k;
      this.end[batch] = this.#time;
      this.#shift[batch] = this.#at;
      this.#costUpTo[batch] = this.#spent;
      if (isBack) return this.#shiftBy(sequence, { from: k + 1, positions: shift, cost: extra });
    }
  }

  /** What is left keeps its times. */
  #shiftBy(sequence: readonly number[], by: { from: number; positions: number; cost: number }): void {
    if (by.positions === 0 && by.cost === 0) return;
    for (let k = by.from; k < sequence.length; k++) {
      const batch = sequence[k] as number;
      this.position[batch] = k;
      this.#costUpTo[batch] = f64(this.#costUpTo, batch) + by.cost;
    }
  }

  #costBefore(sequence: readonly number[], position: number): number {
    return position === 0 ? 0 : f64(this.#costUpTo, sequence[position - 1] as number);
  }

  /** The machine as it is before the position. */
  #enter(machine: number, position: number): void {
    if (position === 0) {
      this.#time = 0;
      this.#state = i32(this.#data.initialState, machine);
      this.#at = i32(this.#data.firstShift, machine);
      this.#spent = 0;
      return;
    }
    const sequence = this.sequence(machine);
    this.#resume(sequence, position);
    this.#spent = this.#costBefore(sequence, position);
  }

  #resume(sequence: readonly number[], position: number): void {
    const previous = sequence[position - 1] as number;
    this.#time = f64(this.end, previous);
    this.#state = i32(this.#pool.family, previous);
    this.#at = i32(this.#shift, previous);
  }

  /** Whether what follows happens as it did. */
  #isBack(sequence: readonly number[], position: number): boolean {
    return this.#isSameState(sequence, position) && this.#time === f64(this.end, sequence[position - 1] as number);
  }

  #isSameState(sequence: readonly number[], position: number): boolean {
    return position > 0 && this.#state === i32(this.#pool.family, sequence[position - 1] as number);
  }

  /** Runs the batch next. */
  #step(machine: number, batch: number): void {
    const data = this.#data;
    const pool = this.#pool;
    const family = i32(pool.family, batch);
    const row = i32(data.firstSetup, machine) + this.#state * i32(data.states, machine) + family;
    const setup = f64(data.setupTime, row);
    const duration = f64(pool.duration, batch);
    const release = f64(pool.release, batch);
    const earliest = this.#time + setup > release ? this.#time + setup : release;
    const last = i32(data.firstShift, machine + 1);
    let end = NEVER as number;
    let at = this.#at;
    for (; at < last; at++) {
      const opening = f64(data.shiftStart, at) + setup;
      const finish = (earliest > opening ? earliest : opening) + duration;
      if (finish <= f64(data.shiftEnd, at)) {
        end = finish;
        break;
      }
    }
    this.#time = end;
    this.#state = family;
    this.#at = at;
    this.#spent += f64(data.setupPrice, row) + duration * data.runTimePrice;
    this.#spent += data.tardyPrice * pool.tardy(batch, end);
    if (end === NEVER) this.#spent += this.#penalty * i32(pool.count, batch);
  }
}

const noEdit = (): Edit => ({ machine: NONE, from: 0, to: 0, batch: NONE });

function set(edit: Edit, machine: number, from: number, to: number, batch: number): void {
  edit.machine = machine;
  edit.from = from;
  edit.to = to;
  edit.batch = batch;
}

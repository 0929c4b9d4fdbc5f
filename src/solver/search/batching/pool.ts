/**
 * Batches as rows of typed arrays: what is in them and what follows from that, wherever they run.
 *
 * A row is never changed once it is in use: a move drafts new rows beside the old ones and either commits to them or forgets
 * them. So a proposal costs no undoing.
 */

import { f64, i32 } from '../../columns.ts';
import { mayTake, type BatchingData } from './data.ts';

/** More than any move drafts at once. */
const DRAFTS = 4;

export class BatchPool {
  readonly family: Int32Array;
  /** Number of members. */
  readonly count: Int32Array;
  readonly load: Float64Array;
  readonly release: Float64Array;
  /** The longest minimum time of its members: how long it runs. */
  readonly duration: Float64Array;
  /** The shortest maximum time of its members. */
  readonly longest: Float64Array;
  /** [jobs] */
  readonly batchOf: Int32Array;
  readonly #data: BatchingData;
  readonly #stride: number;
  /** Members by due date, then by number; row b from `b * stride`. */
  readonly #member: Int32Array;
  readonly #due: Float64Array;
  readonly #free: number[];
  #drafts = 0;

  constructor(data: BatchingData) {
    const rows = data.jobCount + DRAFTS;
    this.#data = data;
    this.#stride = data.mostMembers + 1;
    this.family = new Int32Array(rows);
    this.count = new Int32Array(rows);
    this.load = new Float64Array(rows);
    this.release = new Float64Array(rows);
    this.duration = new Float64Array(rows);
    this.longest = new Float64Array(rows);
    this.batchOf = new Int32Array(data.jobCount);
    this.#member = new Int32Array(rows * this.#stride);
    this.#due = new Float64Array(rows * this.#stride);
    this.#free = Array.from({ length: rows }, (_, row) => rows - 1 - row);
  }

  member(batch: number, k: number): number {
    return i32(this.#member, batch * this.#stride + k);
  }

  membersOf(batch: number): number[] {
    return Array.from({ length: i32(this.count, batch) }, (_, k) => this.member(batch, k));
  }

  /** Members that are tardy where the batch ends then. */
  tardy(batch: number, end: number): number {
    const first = batch * this.#stride;
    const count = i32(this.count, batch);
    if (end > f64(this.#due, first + count - 1)) return count;
    let k = 0;
    while (f64(this.#due, first + k) < end) k++;
    return k;
  }

  /** Forgets all drafts. */
  forget(): void {
    this.#drafts = 0;
  }

  /** An empty batch; valid until `forget`, or for good after `adopt`. */
  draft(): number {
    const batch = this.#free[this.#free.length - 1 - this.#drafts++] as number;
    this.count[batch] = 0;
    this.load[batch] = 0;
    this.release[batch] = 0;
    this.duration[batch] = 0;
    this.longest[batch] = Number.MAX_SAFE_INTEGER;
    return batch;
  }

  /** Adds a job to a draft, which must have room for it. */
  put(batch: number, job: number): void {
    const data = this.#data;
    const first = batch * this.#stride;
    const due = f64(data.due, job);
    const count = i32(this.count, batch);
    let k = first + count;
    while (k > first && isAfter(f64(this.#due, k - 1), i32(this.#member, k - 1), due, job)) {
      this.#due[k] = f64(this.#due, k - 1);
      this.#member[k] = i32(this.#member, k - 1);
      k--;
    }
    this.#due[k] = due;
    this.#member[k] = job;
    this.count[batch] = count + 1;
    this.family[batch] = i32(data.family, job);
    this.load[batch] = f64(this.load, batch) + f64(data.size, job);
    if (f64(data.release, job) > f64(this.release, batch)) this.release[batch] = f64(data.release, job);
    if (f64(data.minTime, job) > f64(this.duration, batch)) this.duration[batch] = f64(data.minTime, job);
    if (f64(data.maxTime, job) < f64(this.longest, batch)) this.longest[batch] = f64(data.maxTime, job);
  }

  /** Adds all members of another batch but one (NONE: all). */
  putAll(batch: number, source: number, except: number): void {
    for (let k = 0; k < i32(this.count, source); k++) {
      const job = this.member(source, k);
      if (job !== except) this.put(batch, job);
    }
  }

  /** Whether the members can be in one batch. */
  isSound(batch: number): boolean {
    return f64(this.duration, batch) <= f64(this.longest, batch);
  }

  /** Whether the machine may take the batch. */
  mayRunOn(batch: number, machine: number): boolean {
    if (f64(this.load, batch) > f64(this.#data.capacity, machine)) return false;
    for (let k = 0; k < i32(this.count, batch); k++)
      if (!mayTake(this.#data, machine, this.member(batch, k))) return false;
    return true;
  }

  /** Makes the drafts real; frees the batches they replace. */
  adopt(replaced: readonly number[]): void {
    for (; this.#drafts > 0; this.#drafts--) {
      const batch = this.#free.pop() as number;
      for (let k = 0; k < i32(this.count, batch); k++) this.batchOf[this.member(batch, k)] = batch;
    }
    for (const batch of replaced) this.#free.push(batch);
  }
}

const isAfter = (dueA: number, a: number, dueB: number, b: number): boolean => dueA > dueB || (dueA === dueB && a > b);

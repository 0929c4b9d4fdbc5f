/**
 * What is left of a cumulative resource over time: a step function that tasks are taken out of.
 *
 * Time is cut into buckets, each with the few steps inside it, the least and the most that is left there, and an amount taken from all
 * of it: so a change costs as much as the steps near it, and a search passes over full days at once. What there is none of, a night or
 * a weekend, is one bucket; the rest is cut finely, since that is where the work is. What is taken is most often given back, so steps
 * stay until a bucket is full of them.
 */

import { assert, NEVER } from '../../base/index.ts';
import { f64, i32, u8 } from '../columns.ts';
import { cutTime, type TimeGrid } from './time-grid.ts';

/** Steps that a bucket has room for at first: one line of the processor's cache. */
const ROOM = 4;

/** Work is mostly inside [from, until): outside it is only slower. */
export interface Range {
  readonly from: number;
  readonly until: number;
  /** About so many, where capacity never ends. */
  readonly buckets: number;
}

export class Profile {
  readonly #grid: TimeGrid;
  /** [buckets + 1] */
  readonly #starts: Float64Array;
  readonly #buckets: number;
  /** Pairs of an instant and what is left from there on, but for `#taken`. */
  #steps: Float64Array;
  /** Numbers in use of `#steps`; what moved buckets left behind counts as used. */
  #used: number;
  /** [buckets] where its pairs begin in `#steps`, how many there is room for, and how many there are, >= 1: the first begins with the bucket. */
  readonly #first: Int32Array;
  readonly #room: Int32Array;
  readonly #count: Int32Array;
  /** [buckets] taken from all of the bucket. */
  readonly #taken: Float64Array;
  /** [buckets] of what is left, where `#isStale` is 0. */
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  readonly #isStale: Uint8Array;

  /** Capacity as steps, 0 before the first. */
  constructor(times: ArrayLike<number>, levels: ArrayLike<number>, range: Range) {
    this.#grid = cutTime(times, levels, range);
    this.#starts = this.#grid.starts;
    this.#buckets = this.#starts.length - 1;
    this.#steps = new Float64Array(2 * ROOM * this.#buckets);
    this.#used = this.#steps.length;
    this.#first = Int32Array.from({ length: this.#buckets }, (_, b) => 2 * ROOM * b);
    this.#room = new Int32Array(this.#buckets).fill(ROOM);
    this.#count = new Int32Array(this.#buckets).fill(1);
    this.#taken = new Float64Array(this.#buckets);
    this.#least = new Float64Array(this.#buckets);
    this.#most = new Float64Array(this.#buckets);
    this.#isStale = new Uint8Array(this.#buckets).fill(1);
    this.#fill(times, levels);
  }

  #fill(times: ArrayLike<number>, levels: ArrayLike<number>): void {
    let level = 0;
    let k = 0;
    for (let b = 0; b < this.#buckets; b++) {
      const first = i32(this.#first, b);
      this.#steps[first] = f64(this.#starts, b);
      this.#steps[first + 1] = level;
      for (; k < times.length && (times[k] as number) < f64(this.#starts, b + 1); k++) {
        assert(k === 0 || (times[k] as number) >= (times[k - 1] as number), 'steps are not sorted');
        if (i32(this.#count, b) === i32(this.#room, b)) this.#grow(b);
        level = levels[k] as number;
        this.#steps[this.#split(b, times[k] as number) + 1] = level;
      }
    }
  }

  /** Makes this profile equal to `other`, which was made with the same steps and range. */
  copyFrom(other: Profile): void {
    assert(other.#buckets === this.#buckets, 'profiles of different resources');
    if (this.#steps.length < other.#used) this.#steps = new Float64Array(other.#steps.length);
    this.#steps.set(other.#steps.subarray(0, other.#used));
    this.#used = other.#used;
    this.#first.set(other.#first);
    this.#room.set(other.#room);
    this.#count.set(other.#count);
    this.#taken.set(other.#taken);
    this.#isStale.fill(1);
  }

  /** Takes `amount` (negative: gives back) during [from, to). The level may fall below zero: frozen work is not asked. */
  take(from: number, to: number, amount: number): void {
    if (from >= to || amount === 0) return;
    let b = this.#grid.bucketOf(from);
    let end = f64(this.#starts, b + 1);
    if (to < end) {
      this.#takeInside(b, from, to, amount);
      return;
    }
    if (from > f64(this.#starts, b)) {
      this.#takeInside(b, from, end, amount);
      b++;
      end = f64(this.#starts, b + 1);
    }
    for (; end <= to; b++, end = f64(this.#starts, b + 1)) this.#takeAll(b, amount);
    const start = f64(this.#starts, b);
    if (to > start) this.#takeInside(b, start, to, amount);
  }

  /**
   * The earliest instant >= `from` from which at least `amount` (> 0) is left for `length`; NEVER where there is none. Where that is
   * after `latest`, any instant after `latest`: the search ends there.
   */
  earliest(from: number, length: number, amount: number, latest: number = NEVER): number {
    if (length <= 0) return from;
    const steps = this.#steps;
    const starts = this.#starts;
    let start = from;
    for (let b = this.#grid.bucketOf(from); b < this.#buckets && start <= latest; b++) {
      if (u8(this.#isStale, b) === 1) this.#weigh(b);
      const end = f64(starts, b + 1);
      if (f64(this.#most, b) < amount) {
        start = end;
        continue;
      }
      if (f64(this.#least, b) >= amount) {
        if (start + length <= end) return start;
        continue;
      }
      const wanted = amount + f64(this.#taken, b);
      const last = i32(this.#first, b) + 2 * i32(this.#count, b) - 2;
      for (let k = i32(this.#first, b); k <= last; k += 2) {
        const until = k < last ? f64(steps, k + 2) : end;
        if (until <= start) continue;
        if (f64(steps, k + 1) < wanted) start = until;
        else if (start + length <= until) return start;
      }
    }
    return NEVER;
  }

  /** The least that is left at any instant of [from, to). */
  least(from: number, to: number): number {
    let least = Infinity;
    for (let b = this.#grid.bucketOf(from); b < this.#buckets && f64(this.#starts, b) < to; b++) {
      const taken = f64(this.#taken, b);
      const last = i32(this.#first, b) + 2 * i32(this.#count, b) - 2;
      for (let k = i32(this.#first, b); k <= last && f64(this.#steps, k) < to; k += 2) {
        const until = k < last ? f64(this.#steps, k + 2) : f64(this.#starts, b + 1);
        if (until > from) least = Math.min(least, f64(this.#steps, k + 1) - taken);
      }
    }
    return least;
  }

  /** First instant >= `from` at which at least `amount` is left; NEVER where there is none. */
  firstWith(from: number, amount: number): number {
    return this.earliest(from, Number.MIN_VALUE, amount);
  }

  /** Time and level of every step, for comparisons; the first is at -NEVER. */
  steps(): readonly (readonly [number, number])[] {
    const steps: (readonly [number, number])[] = [];
    for (let b = 0; b < this.#buckets; b++) {
      const first = i32(this.#first, b);
      for (let k = first; k < first + 2 * i32(this.#count, b); k += 2) {
        const level = f64(this.#steps, k + 1) - f64(this.#taken, b);
        if (steps.at(-1)?.[1] !== level) steps.push([f64(this.#steps, k), level]);
      }
    }
    return steps;
  }

  #takeAll(b: number, amount: number): void {
    this.#taken[b] = f64(this.#taken, b) + amount;
    this.#least[b] = f64(this.#least, b) - amount;
    this.#most[b] = f64(this.#most, b) - amount;
  }

  /** [from, to) lies in bucket b. */
  #takeInside(b: number, from: number, to: number, amount: number): void {
    if (i32(this.#count, b) + 2 > i32(this.#room, b)) this.#makeRoom(b);
    const first = this.#split(b, from);
    const isToEnd = to >= f64(this.#starts, b + 1);
    const last = isToEnd ? i32(this.#first, b) + 2 * i32(this.#count, b) : this.#split(b, to);
    const steps = this.#steps;
    for (let k = first + 1; k < last; k += 2) steps[k] = f64(steps, k) - amount;
    this.#isStale[b] = 1;
  }

  /** Makes `instant`, which lies in bucket b, the start of a step, and returns the place of that step. */
  #split(b: number, instant: number): number {
    const steps = this.#steps;
    const end = i32(this.#first, b) + 2 * i32(this.#count, b);
    let k = end - 2;
    while (f64(steps, k) > instant) k -= 2;
    if (f64(steps, k) === instant) return k;
    for (let i = end - 1; i > k + 1; i--) steps[i + 2] = f64(steps, i);
    steps[k + 2] = instant;
    steps[k + 3] = f64(steps, k + 1);
    this.#count[b] = i32(this.#count, b) + 1;
    return k + 2;
  }

  /** Leaves steps out that change nothing; where that is not enough, the bucket gets more memory. */
  #makeRoom(b: number): void {
    const steps = this.#steps;
    const first = i32(this.#first, b);
    let kept = first;
    for (let k = first + 2; k < first + 2 * i32(this.#count, b); k += 2) {
      if (f64(steps, k + 1) === f64(steps, kept + 1)) continue;
      kept += 2;
      steps[kept] = f64(steps, k);
      steps[kept + 1] = f64(steps, k + 1);
    }
    this.#count[b] = (kept - first) / 2 + 1;
    if (2 * i32(this.#count, b) > i32(this.#room, b)) this.#grow(b);
  }

  #grow(b: number): void {
    const first = this.#used;
    const room = 2 * i32(this.#room, b);
    this.#used += 2 * room;
    if (this.#used > this.#steps.length) {
      const larger = new Float64Array(2 * this.#used);
      larger.set(this.#steps);
      this.#steps = larger;
    }
    const from = i32(this.#first, b);
    this.#steps.copyWithin(first, from, from + 2 * i32(this.#count, b));
    this.#first[b] = first;
    this.#room[b] = room;
  }

  #weigh(b: number): void {
    let least = Infinity;
    let most = -Infinity;
    const end = i32(this.#first, b) + 2 * i32(this.#count, b);
    for (let k = i32(this.#first, b) + 1; k < end; k += 2) {
      const level = f64(this.#steps, k);
      if (level < least) least = level;
      if (level > most) most = level;
    }
    this.#least[b] = least - f64(this.#taken, b);
    this.#most[b] = most - f64(this.#taken, b);
    this.#isStale[b] = 0;
  }
}

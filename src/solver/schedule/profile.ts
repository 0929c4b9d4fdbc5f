/**
 * What is left of a cumulative resource over time: a step function that tasks are taken out of.
 *
 * Time is cut into equal buckets, each with the few steps inside it, the least and the most that is left there, and an amount taken
 * from all of it: so a change costs as much as the steps near it, and a search passes over nights and full days at once. What is
 * taken is most often given back, so steps stay until a bucket is full of them.
 */

import { assert, NEVER } from '../../base/index.ts';
import { f64, i32 } from '../columns.ts';

/** Steps that a bucket has room for at first. */
const ROOM = 8;

/** Work is mostly inside [from, until): outside it is only slower. */
export interface Range {
  readonly from: number;
  readonly until: number;
  readonly buckets: number;
}

export class Profile {
  readonly #origin: number;
  readonly #width: number;
  readonly #buckets: number;
  /** Steps per bucket that there is memory for. */
  #room = ROOM;
  /** [buckets] steps in use, >= 1: the first begins with the bucket. */
  readonly #count: Int32Array;
  /** [buckets x room] */
  #times: Float64Array;
  /** [buckets x room] what is left from there on, but for `#taken`. */
  #levels: Float64Array;
  /** [buckets] taken from all of the bucket. */
  readonly #taken: Float64Array;
  /** [buckets] of `#levels`, where `#isStale` is 0. */
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  readonly #isStale: Uint8Array;

  /** Capacity as steps, 0 before the first. */
  constructor(times: ArrayLike<number>, levels: ArrayLike<number>, { from, until, buckets }: Range) {
    const span = Math.max(1, until - from);
    this.#origin = from;
    this.#width = Math.ceil(span / buckets);
    this.#buckets = Math.max(1, Math.ceil(span / this.#width)) + 1;
    this.#count = new Int32Array(this.#buckets).fill(1);
    this.#times = new Float64Array(this.#buckets * this.#room);
    this.#levels = new Float64Array(this.#buckets * this.#room);
    this.#taken = new Float64Array(this.#buckets);
    this.#least = new Float64Array(this.#buckets);
    this.#most = new Float64Array(this.#buckets);
    this.#isStale = new Uint8Array(this.#buckets);
    for (let b = 0; b < this.#buckets; b++) this.#times[b * this.#room] = this.#startOf(b);
    this.#fill(times, levels);
  }

  #fill(times: ArrayLike<number>, levels: ArrayLike<number>): void {
    let level = 0;
    let k = 0;
    for (let b = 0; b < this.#buckets; b++) {
      this.#levels[b * this.#room] = level;
      for (; k < times.length && (times[k] as number) < this.#endOf(b); k++) {
        assert(k === 0 || (times[k] as number) >= (times[k - 1] as number), 'steps are not sorted');
        if (i32(this.#count, b) === this.#room) this.#grow();
        level = levels[k] as number;
        this.#levels[this.#split(b, times[k] as number)] = level;
      }
    }
    this.#isStale.fill(1);
  }

  /** Makes this profile equal to `other`, which was made with the same steps and end. */
  copyFrom(other: Profile): void {
    assert(other.#buckets === this.#buckets && other.#width === this.#width, 'profiles of different resources');
    while (this.#room < other.#room) this.#grow();
    if (this.#room === other.#room) {
      this.#times.set(other.#times);
      this.#levels.set(other.#levels);
    } else copySteps(other.#stepsIn(), this.#stepsIn());
    this.#count.set(other.#count);
    this.#taken.set(other.#taken);
    this.#isStale.fill(1);
  }

  /** Takes `amount` (negative: gives back) during [from, to). The level may fall below zero: frozen work is not asked. */
  take(from: number, to: number, amount: number): void {
    if (from >= to || amount === 0) return;
    const last = this.#bucketOf(to);
    for (let b = this.#bucketOf(from); b <= last; b++) {
      const start = this.#startOf(b);
      const end = this.#endOf(b);
      if (from <= start && to >= end) this.#taken[b] = f64(this.#taken, b) + amount;
      else if (to > start) this.#takeInside(b, Math.max(from, start), Math.min(to, end), amount);
    }
  }

  /** The earliest instant >= `from` from which at least `amount` (> 0) is left for `length`; NEVER where there is none. */
  earliest(from: number, length: number, amount: number): number {
    if (length <= 0) return from;
    const times = this.#times;
    const levels = this.#levels;
    let start = from;
    for (let b = this.#bucketOf(from); b < this.#buckets; b++) {
      const end = this.#endOf(b);
      if (this.#isStale[b] === 1) this.#weigh(b);
      const wanted = amount + f64(this.#taken, b);
      if (f64(this.#most, b) < wanted) {
        start = end;
        continue;
      }
      if (f64(this.#least, b) >= wanted) {
        if (start + length <= end) return start;
        continue;
      }
      const last = b * this.#room + i32(this.#count, b) - 1;
      for (let k = b * this.#room; k <= last; k++) {
        const until = k < last ? f64(times, k + 1) : end;
        if (until <= start) continue;
        if (f64(levels, k) < wanted) start = until;
        else if (start + length <= until) return start;
      }
    }
    return NEVER;
  }

  /** The least that is left at any instant of [from, to). */
  least(from: number, to: number): number {
    let least = Infinity;
    const last = this.#bucketOf(to);
    for (let b = this.#bucketOf(from); b <= last; b++) {
      const first = b * this.#room;
      const end = first + i32(this.#count, b);
      for (let k = first; k < end && f64(this.#times, k) < to; k++) {
        const until = k + 1 < end ? f64(this.#times, k + 1) : this.#endOf(b);
        if (until > from) least = Math.min(least, f64(this.#levels, k) - f64(this.#taken, b));
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
      for (let k = b * this.#room; k < b * this.#room + i32(this.#count, b); k++) {
        const level = f64(this.#levels, k) - f64(this.#taken, b);
        if (steps.at(-1)?.[1] !== level) steps.push([f64(this.#times, k), level]);
      }
    }
    return steps;
  }

  #bucketOf(instant: number): number {
    const bucket = Math.floor((instant - this.#origin) / this.#width);
    return bucket <= 0 ? 0 : Math.min(bucket, this.#buckets - 1);
  }

  #startOf(bucket: number): number {
    return bucket === 0 ? -NEVER : this.#origin + bucket * this.#width;
  }

  #endOf(bucket: number): number {
    return bucket === this.#buckets - 1 ? Infinity : this.#origin + (bucket + 1) * this.#width;
  }

  #takeInside(b: number, from: number, to: number, amount: number): void {
    if (i32(this.#count, b) + 2 > this.#room) this.#makeRoom(b);
    const first = this.#split(b, from);
    const base = b * this.#room;
    const last = to >= this.#endOf(b) ? base + i32(this.#count, b) : this.#split(b, to);
    for (let k = first; k < last; k++) this.#levels[k] = f64(this.#levels, k) - amount;
    this.#isStale[b] = 1;
  }

  /** Makes `instant`, which lies in bucket b, the start of a step, and returns the place of that step. */
  #split(b: number, instant: number): number {
    const times = this.#times;
    const first = b * this.#room;
    const count = i32(this.#count, b);
    let k = first + count - 1;
    while (f64(times, k) > instant) k--;
    if (f64(times, k) === instant) return k;
    for (let i = first + count; i > k + 1; i--) {
      times[i] = f64(times, i - 1);
      this.#levels[i] = f64(this.#levels, i - 1);
    }
    times[k + 1] = instant;
    this.#levels[k + 1] = f64(this.#levels, k);
    this.#count[b] = count + 1;
    return k + 1;
  }

  /** Leaves steps out that change nothing; where that is not enough, all buckets get more memory. */
  #makeRoom(b: number): void {
    const first = b * this.#room;
    let kept = first;
    for (let k = first + 1; k < first + i32(this.#count, b); k++) {
      if (f64(this.#levels, k) === f64(this.#levels, kept)) continue;
      kept++;
      this.#times[kept] = f64(this.#times, k);
      this.#levels[kept] = f64(this.#levels, k);
    }
    this.#count[b] = kept - first + 1;
    if (2 * i32(this.#count, b) > this.#room) this.#grow();
  }

  #grow(): void {
    const room = 2 * this.#room;
    const times = new Float64Array(this.#buckets * room);
    const levels = new Float64Array(this.#buckets * room);
    copySteps(this.#stepsIn(), { times, levels, room, count: this.#count });
    this.#times = times;
    this.#levels = levels;
    this.#room = room;
  }

  #stepsIn(): Steps {
    return { times: this.#times, levels: this.#levels, room: this.#room, count: this.#count };
  }

  #weigh(b: number): void {
    let least = Infinity;
    let most = -Infinity;
    for (let k = b * this.#room; k < b * this.#room + i32(this.#count, b); k++) {
      const level = f64(this.#levels, k);
      if (level < least) least = level;
      if (level > most) most = level;
    }
    this.#least[b] = least;
    this.#most[b] = most;
    this.#isStale[b] = 0;
  }
}

interface Steps {
  readonly times: Float64Array;
  readonly levels: Float64Array;
  readonly room: number;
  readonly count: Int32Array;
}

/** Between memories of different room; the counts are the source's. */
function copySteps(from: Steps, to: Steps): void {
  for (let b = 0; b < from.count.length; b++) {
    const end = b * from.room + i32(from.count, b);
    to.times.set(from.times.subarray(b * from.room, end), b * to.room);
    to.levels.set(from.levels.subarray(b * from.room, end), b * to.room);
  }
}

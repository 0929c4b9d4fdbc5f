/**
 * What is left of a cumulative resource over time: a step function that tasks are taken out of.
 *
 * Segment k holds on [times[k], times[k + 1]), the last one for ever; the first begins at -NEVER. Neighbours may be equal:
 * what is taken is most often given back, so boundaries stay until there are too many of them.
 */

import { assert, NEVER } from '../../base/index.ts';
import { f64 } from '../columns.ts';

export class Profile {
  #times: Float64Array;
  #levels: Float64Array;
  #count: number;
  /** Segments at which equal neighbours are joined. */
  #crowded = 64;

  /** Capacity as steps, 0 before the first. */
  constructor(times: ArrayLike<number>, levels: ArrayLike<number>) {
    this.#times = new Float64Array(times.length + 64);
    this.#levels = new Float64Array(times.length + 64);
    this.#times[0] = -NEVER;
    this.#count = 1;
    for (let k = 0; k < times.length; k++) this.#appendStep(times[k] as number, levels[k] as number);
  }

  /** Makes this profile equal to `other`. */
  copyFrom(other: Profile): void {
    if (this.#times.length < other.#count) {
      this.#times = new Float64Array(other.#times.length);
      this.#levels = new Float64Array(other.#times.length);
    }
    this.#times.set(other.#times.subarray(0, other.#count));
    this.#levels.set(other.#levels.subarray(0, other.#count));
    this.#count = other.#count;
    this.#crowded = Math.max(64, 2 * this.#count);
  }

  /** Takes `amount` (negative: gives back) during [from, to). The level may fall below zero: frozen work is not asked. */
  take(from: number, to: number, amount: number): void {
    if (from >= to || amount === 0) return;
    if (this.#count >= this.#crowded) this.#join();
    const first = this.#split(from, this.#segmentAt(from));
    let end = first;
    while (end + 1 < this.#count && f64(this.#times, end + 1) <= to) end++;
    const last = this.#split(to, end);
    const levels = this.#levels;
    for (let k = first; k < last; k++) levels[k] = f64(levels, k) - amount;
  }

  /** The earliest instant >= `from` from which at least `amount` (> 0) is left for `length`; NEVER where there is none. */
  earliest(from: number, length: number, amount: number): number {
    if (length <= 0) return from;
    const times = this.#times;
    const levels = this.#levels;
    let start = from;
    for (let k = this.#segmentAt(from); k < this.#count; k++) {
      const end = k + 1 < this.#count ? f64(times, k + 1) : Infinity;
      if (f64(levels, k) < amount) start = end;
      else if (start + length <= end) return start;
    }
    return NEVER;
  }

  /** The least that is left at any instant of [from, to). */
  least(from: number, to: number): number {
    let least = Infinity;
    for (let k = this.#segmentAt(from); k < this.#count && f64(this.#times, k) < to; k++) {
      least = Math.min(least, f64(this.#levels, k));
    }
    return least;
  }

  /** First instant >= `from` at which at least `amount` is left; NEVER where there is none. */
  firstWith(from: number, amount: number): number {
    for (let k = this.#segmentAt(from); k < this.#count; k++) {
      if (f64(this.#levels, k) >= amount) return Math.max(from, f64(this.#times, k));
    }
    return NEVER;
  }

  /** Start and level of every segment, equal neighbours joined, for comparisons. */
  steps(): readonly (readonly [number, number])[] {
    this.#join();
    return Array.from({ length: this.#count }, (_, k) => [f64(this.#times, k), f64(this.#levels, k)] as const);
  }

  #appendStep(time: number, level: number): void {
    const last = this.#count - 1;
    if (f64(this.#levels, last) === level) return;
    if (f64(this.#times, last) === time) {
      this.#levels[last] = level;
      return;
    }
    assert(time > f64(this.#times, last), `step at ${time} is not after the step before it`);
    this.#times[this.#count] = time;
    this.#levels[this.#count++] = level;
  }

  /** The segment that holds `instant`. */
  #segmentAt(instant: number): number {
    let low = 0;
    let high = this.#count;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (f64(this.#times, middle) <= instant) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Makes `instant`, which lies in segment k, the start of a segment, and returns that segment. */
  #split(instant: number, k: number): number {
    if (f64(this.#times, k) === instant) return k;
    if (this.#count === this.#times.length) this.#grow();
    this.#times.copyWithin(k + 2, k + 1, this.#count);
    this.#levels.copyWithin(k + 2, k + 1, this.#count);
    this.#times[k + 1] = instant;
    this.#levels[k + 1] = f64(this.#levels, k);
    this.#count++;
    return k + 1;
  }

  /** Joins equal neighbours. */
  #join(): void {
    const times = this.#times;
    const levels = this.#levels;
    let kept = 0;
    for (let k = 1; k < this.#count; k++) {
      if (f64(levels, k) === f64(levels, kept)) continue;
      kept++;
      times[kept] = f64(times, k);
      levels[kept] = f64(levels, k);
    }
    this.#count = kept + 1;
    this.#crowded = Math.max(64, Math.round(1.3 * this.#count));
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    const levels = new Float64Array(times.length);
    times.set(this.#times);
    levels.set(this.#levels);
    this.#times = times;
    this.#levels = levels;
  }
}

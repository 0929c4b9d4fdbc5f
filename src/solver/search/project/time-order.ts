/**
 * Activities in the order of their times. Ties go by index, which is topological, in the direction asked for: only work
 * without duration can start together with what comes before it.
 */

import { f64, i32 } from '../../columns.ts';

/** Up to this many time units per activity, counting beats sorting. */
const UNITS_PER_ACTIVITY = 16;

export class TimeOrder {
  readonly #count: number;
  readonly #next: Int32Array;
  readonly #keys: Float64Array;

  constructor(count: number) {
    this.#count = count;
    this.#next = new Int32Array(UNITS_PER_ACTIVITY * count + 2);
    this.#keys = new Float64Array(count);
  }

  /** Ties: lower index first. Times are in [0, latest]. */
  ascendingIndex(time: Int32Array, latest: number, list: Int32Array): void {
    if (latest + 2 > this.#next.length) return this.#sort(time, list, false);
    const next = this.#countUp(time, latest);
    for (let i = 0; i < this.#count; i++) {
      const t = i32(time, i);
      const place = i32(next, t);
      next[t] = place + 1;
      list[place] = i;
    }
  }

  /** Ties: higher index first. */
  descendingIndex(time: Int32Array, latest: number, list: Int32Array): void {
    if (latest + 2 > this.#next.length) return this.#sort(time, list, true);
    const next = this.#countUp(time, latest);
    for (let i = this.#count - 1; i >= 0; i--) {
      const t = i32(time, i);
      const place = i32(next, t);
      next[t] = place + 1;
      list[place] = i;
    }
  }

  /** Where the activities of each time begin in the list. */
  #countUp(time: Int32Array, latest: number): Int32Array {
    const next = this.#next;
    next.fill(0, 0, latest + 2);
    for (let i = 0; i < this.#count; i++) {
      const t = i32(time, i) + 1;
      next[t] = i32(next, t) + 1;
    }
    for (let t = 0; t <= latest; t++) next[t + 1] = i32(next, t + 1) + i32(next, t);
    return next;
  }

  /** Time and index as one exact number: time < 2^31, count far below 2^22. */
  #sort(time: Int32Array, list: Int32Array, isDescending: boolean): void {
    const count = this.#count;
    for (let i = 0; i < count; i++) this.#keys[i] = i32(time, i) * count + (isDescending ? count - 1 - i : i);
    this.#keys.sort();
    for (let k = 0; k < count; k++) {
      const index = f64(this.#keys, k) % count;
      list[k] = isDescending ? count - 1 - index : index;
    }
  }
}

/** Time cut into buckets for a profile, and which of them an instant lies in. */

import { NEVER } from '../../base/index.ts';
import { f64, i32 } from '../columns.ts';
import type { Range } from './profile.ts';

export class TimeGrid {
  /** [buckets + 1] rising: -NEVER, ..., Infinity. */
  readonly starts: Float64Array;
  readonly #origin: number;
  /** Cells are this wide and equal, so that the first bucket to look at is found without a search. */
  readonly #width: number;
  /** Per cell: the bucket in which it begins. */
  readonly #bucketOfCell: Int32Array;

  constructor(starts: Float64Array, { from, until }: Range, width: number) {
    this.starts = starts;
    this.#origin = from;
    this.#width = width;
    this.#bucketOfCell = new Int32Array(Math.max(1, Math.ceil((until - from) / width)));
    for (let cell = 0, b = 0; cell < this.#bucketOfCell.length; cell++) {
      while (f64(starts, b + 1) <= from + cell * width) b++;
      this.#bucketOfCell[cell] = b;
    }
  }

  bucketOf(instant: number): number {
    const cell = Math.floor((instant - this.#origin) / this.#width);
    if (cell < 0) return 0;
    let b = i32(this.#bucketOfCell, Math.min(cell, this.#bucketOfCell.length - 1));
    while (f64(this.starts, b + 1) <= instant) b++;
    return b;
  }
}

/** A cut wherever capacity (steps, 0 before the first) begins or ends, and others where there is some. */
export function cutTime(times: ArrayLike<number>, levels: ArrayLike<number>, range: Range): TimeGrid {
  const { from, until, buckets } = range;
  const width = Math.max(1, Math.ceil((until - from) / buckets));
  const starts: number[] = [-NEVER, from];
  const cut = (instant: number): void => {
    if (instant > (starts.at(-1) as number) && instant < until) starts.push(instant);
  };
  for (let k = -1; k < times.length; k++) {
    const start = k < 0 ? from : Math.max(from, times[k] as number);
    const end = Math.min(until, k + 1 < times.length ? (times[k + 1] as number) : until);
    const isAny = k >= 0 && (levels[k] as number) > 0;
    if (isAny) for (let instant = start; instant < end; instant += width) cut(instant);
    if (isAny) cut(end);
  }
  if (until > from) starts.push(until);
  starts.push(Infinity);
  return new TimeGrid(Float64Array.from(starts), range, width);
}

/** Least values of ranges in constant time: a table of the minima of all ranges whose length is a power of two. */

import { f64, i32 } from '../../columns.ts';

export class RangeMinima {
  readonly #values: Float64Array;
  /** Per power of two, by first index: where the least value is, the first of equal ones. */
  readonly #where: readonly Int32Array[];

  constructor(values: Float64Array) {
    this.#values = values;
    const where = [Int32Array.from(values, (_, k) => k)];
    for (let half = 1; 2 * half <= values.length; half *= 2) {
      const before = where.at(-1) as Int32Array;
      const row = new Int32Array(values.length - 2 * half + 1);
      for (let k = 0; k < row.length; k++) row[k] = this.#lesser(i32(before, k), i32(before, k + half));
      where.push(row);
    }
    this.#where = where;
  }

  /** The least value at indices `from` to `to`, both included, from <= to. */
  least(from: number, to: number): number {
    return f64(this.#values, this.whereLeast(from, to));
  }

  /** The first index of it. */
  whereLeast(from: number, to: number): number {
    const power = 31 - Math.clz32(to - from + 1);
    const row = this.#where[power] as Int32Array;
    return this.#lesser(i32(row, from), i32(row, to - (1 << power) + 1));
  }

  #lesser(a: number, b: number): number {
    return f64(this.#values, b) < f64(this.#values, a) ? b : a;
  }
}

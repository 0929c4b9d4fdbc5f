/** Writes a mixed-integer program term by term, so that a formulation reads like the formulas it implements. */

import { assert } from '../../base/index.ts';
import { bytes, ints, numbers } from '../columns.ts';
import type { MipModel } from './model.ts';

export interface ColumnLimits {
  /** Per unit, in the objective; 0 where absent. */
  readonly cost?: number;
  /** 0 where absent. */
  readonly lower?: number;
  /** Infinity where absent. */
  readonly upper?: number;
}

export interface RowLimits {
  readonly lower?: number;
  readonly upper?: number;
}

/** A coefficient and a column. */
export type Term = readonly [coefficient: number, column: number];

export class ModelBuilder {
  readonly #cost: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #isInteger: number[] = [];
  readonly #first: number[] = [0];
  readonly #column: number[] = [];
  readonly #coefficient: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];

  /** The number of the new column. */
  continuous(limits: ColumnLimits = {}): number {
    return this.#add(limits, 0);
  }

  integer(limits: ColumnLimits = {}): number {
    return this.#add(limits, 1);
  }

  /** 0 or 1. */
  binary(cost = 0): number {
    return this.#add({ cost, upper: 1 }, 1);
  }

  /** `lower <= sum of terms <= upper`; terms of one column are added up. The number of the new row. */
  row(terms: readonly Term[], { lower = -Infinity, upper = Infinity }: RowLimits): number {
    const sums = new Map<number, number>();
    for (const [coefficient, column] of terms) {
      assert(column >= 0 && column < this.#cost.length, `a row names column ${column} of ${this.#cost.length}`);
      sums.set(column, (sums.get(column) ?? 0) + coefficient);
    }
    for (const [column, coefficient] of sums) {
      if (coefficient === 0) continue;
      this.#column.push(column);
      this.#coefficient.push(coefficient);
    }
    this.#first.push(this.#column.length);
    this.#rowUpper.push(upper);
    return this.#rowLower.push(lower) - 1;
  }

  /** `sum of terms = value`. */
  equal(terms: readonly Term[], value: number): number {
    return this.row(terms, { lower: value, upper: value });
  }

  get columnCount(): number {
    return this.#cost.length;
  }

  build(): MipModel {
    return {
      columns: {
        count: this.#cost.length,
        cost: numbers(this.#cost),
        lower: numbers(this.#lower),
        upper: numbers(this.#upper),
        isInteger: bytes(this.#isInteger),
      },
      rows: {
        count: this.#rowLower.length,
        first: ints(this.#first),
        column: ints(this.#column),
        coefficient: numbers(this.#coefficient),
        lower: numbers(this.#rowLower),
        upper: numbers(this.#rowUpper),
      },
    };
  }

  #add({ cost = 0, lower = 0, upper = Infinity }: ColumnLimits, isInteger: number): number {
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#isInteger.push(isInteger);
    return this.#cost.push(cost) - 1;
  }
}

/** Small random models, and the best of all their whole points by trying each. */

import fc from 'fast-check';
import type { MipModel } from '../../../src/solver/mip/index.ts';

export interface SmallModel {
  readonly cost: readonly number[];
  /** Per column: lowest and highest value. */
  readonly box: readonly (readonly [number, number])[];
  readonly rows: readonly { readonly a: readonly number[]; readonly lower: number; readonly upper: number }[];
}

const small = fc.integer({ min: -6, max: 6 });

/** One to four columns with at most six values each, up to four rows of every kind of limit. */
export const smallModel: fc.Arbitrary<SmallModel> = fc.integer({ min: 1, max: 4 }).chain((n) =>
  fc.record({
    cost: fc.array(small, { minLength: n, maxLength: n }),
    box: fc.array(
      fc
        .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 5 }))
        .map(([low, width]) => [low, low + width] as const),
      { minLength: n, maxLength: n },
    ),
    rows: fc.array(
      fc
        .record({
          a: fc.array(small, { minLength: n, maxLength: n }),
          limits: fc.oneof(
            small.map((upper) => ({ lower: -Infinity, upper: 2 * upper })),
            small.map((lower) => ({ lower: 2 * lower, upper: Infinity })),
            small.map((value) => ({ lower: value, upper: value })),
            fc.tuple(small, fc.integer({ min: 0, max: 6 })).map(([lower, width]) => ({ lower, upper: lower + width })),
          ),
        })
        .map(({ a, limits }) => ({ a, ...limits })),
      { maxLength: 4 },
    ),
  }),
);

export function toModel({ cost, box, rows }: SmallModel, isInteger = true): MipModel {
  const entries = rows.map(({ a }) => a.flatMap((value, column) => (value === 0 ? [] : [{ value, column }])));
  let end = 0;
  return {
    columns: {
      count: cost.length,
      cost: Float64Array.from(cost),
      lower: Float64Array.from(box, ([low]) => low),
      upper: Float64Array.from(box, ([, high]) => high),
      isInteger: new Uint8Array(cost.length).fill(isInteger ? 1 : 0),
    },
    rows: {
      count: rows.length,
      first: Int32Array.from([0, ...entries.map((row) => (end += row.length))]),
      column: Int32Array.from(entries.flat(), ({ column }) => column),
      coefficient: Float64Array.from(entries.flat(), ({ value }) => value),
      lower: Float64Array.from(rows, ({ lower }) => lower),
      upper: Float64Array.from(rows, ({ upper }) => upper),
    },
  };
}

/** The least cost of whole points within the model, undefined where there is none. */
export function bestByTrying({ cost, box, rows }: SmallModel): number | undefined {
  let best: number | undefined;
  const visit = (point: readonly number[]): void => {
    const [low, high] = box[point.length] ?? [];
    if (low !== undefined && high !== undefined) {
      for (let value = low; value <= high; value++) visit([...point, value]);
      return;
    }
    const isInside = rows.every(({ a, lower, upper }) => lower <= product(a, point) && product(a, point) <= upper);
    if (isInside) best = Math.min(best ?? Infinity, product(cost, point));
  };
  visit([]);
  return best;
}

export const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);

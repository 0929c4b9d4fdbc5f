/** Values and duals judged by the model alone. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, dualBound, faultOf, ModelBuilder } from '../../../src/solver/mip/index.ts';
import { rounded } from '../../../src/solver/mip/verify.ts';
import { bestByTrying, product, smallModel, toModel } from './random-model.ts';

/** Two whole columns in 0..4, 1 <= x + 2 y <= 6. */
function model() {
  const builder = new ModelBuilder();
  const x = builder.integer({ cost: 3, upper: 4 });
  const y = builder.integer({ cost: -1, upper: 4 });
  builder.row(
    [
      [1, x],
      [2, y],
    ],
    { lower: 1, upper: 6 },
  );
  return builder.build();
}

describe('values', () => {
  it('within the model have no fault', () => {
    expect(faultOf(model(), Float64Array.of(2, 2))).toBeUndefined();
    expect(costOf(model(), Float64Array.of(2, 2))).toBe(4);
  });

  it.each([
    ['too few', [2], '1 values for 2 columns'],
    ['a column below its limit', [-1, 2], 'column 0 is -1, outside [0, 4]'],
    ['a column above its limit', [2, 5], 'column 1 is 5, outside [0, 4]'],
    ['a fraction', [2.5, 1], 'column 0 is 2.5, not whole'],
    ['a value that is no number', [NaN, 1], 'column 0 is NaN, outside [0, 4]'],
    ['a row below its limit', [0, 0], 'row 0 is 0, outside [1, 6]'],
    ['a row above its limit', [3, 2], 'row 0 is 7, outside [1, 6]'],
  ])('are refused with the reason: %s', (_, values, fault) => {
    expect(faultOf(model(), Float64Array.from(values))).toBe(fault);
  });

  it('are rounded where they are nearly whole, and refused where they are not', () => {
    expect(rounded(model(), Float64Array.of(1.9999999, 2))).toEqual(Float64Array.of(2, 2));
    expect(rounded(model(), Float64Array.of(1.999, 2))).toBeUndefined();
    expect(rounded(model(), Float64Array.of(NaN, 2))).toBeUndefined();
  });

  it('have a fault exactly where the definition is broken', () => {
    const point = fc.array(fc.integer({ min: -4, max: 9 }), { minLength: 4, maxLength: 4 });
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(smallModel, point, (small, drawn) => {
        const values = drawn.slice(0, small.cost.length);
        const isWithin =
          small.box.every(([low, high], c) => low <= (values[c] ?? NaN) && (values[c] ?? NaN) <= high) &&
          small.rows.every(({ a, lower, upper }) => lower <= product(a, values) && product(a, values) <= upper);
        seen.add(isWithin);
        expect(faultOf(toModel(small), Float64Array.from(values)) === undefined).toBe(isWithin);
      }),
      { numRuns: 300 },
    );
    expect(seen.size).toBe(2);
  });
});

describe('the bound from duals', () => {
  it('is what pricing the rows gives, worked out by hand', () => {
    // Price the upper limit 6 at -0.5: 3 x - y + 0.5 (x + 2 y) - 3 = 3.5 x + 0 y - 3, least at x = 0: -3.
    expect(dualBound(model(), Float64Array.of(-0.5))).toBe(-3);
    // Price the lower limit 1 at 1: 2 x - 3 y + 1, least at x = 0, y = 4: -11.
    expect(dualBound(model(), Float64Array.of(1))).toBe(-11);
  });

  it('is below every whole point whatever the duals are', () => {
    const duals = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(smallModel, duals, (small, drawn) => {
        const best = bestByTrying(small);
        if (best === undefined) return;
        const bound = dualBound(toModel(small), Float64Array.from(drawn.slice(0, small.rows.length)));
        expect(bound).toBeLessThanOrEqual(best + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('is nothing where a column without a limit has a price', () => {
    const builder = new ModelBuilder();
    builder.continuous({ cost: -1 });
    expect(dualBound(builder.build(), new Float64Array(0))).toBe(-Infinity);
  });
});

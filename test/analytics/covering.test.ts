import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { leastPurchase } from '../../src/analytics/index.ts';

/** Every combination, by trying each size next. */
function slowLeast(capacities: readonly number[], wanted: number): number {
  if (wanted <= 0) return 0;
  return Math.min(...capacities.map((capacity) => capacity + slowLeast(capacities, wanted - capacity)));
}

describe('the least purchase', () => {
  it('mixes sizes where that wastes less', () => {
    // 2 x 800 = 1600 < 2000 for 1200; 800 + 2000 = 2800 < 4 x 800 for 2500 to 2800.
    expect(leastPurchase([800, 2000], 1200)).toBe(1600);
    expect(leastPurchase([800, 2000], 2500)).toBe(2800);
    expect(leastPurchase([800, 2000], 2000)).toBe(2000);
  });

  it('is nothing for nothing', () => {
    expect(leastPurchase([800], 0)).toBe(0);
  });

  it('is what trying every combination finds', () => {
    const sizes = fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(sizes, fc.nat(30), (capacities, wanted) => {
        expect(leastPurchase(capacities, wanted)).toBe(slowLeast(capacities, wanted));
      }),
      { seed: 20261130, numRuns: 300 },
    );
  });

  it('of a demand too large to search is the next multiple of the common divisor', () => {
    // Coprime sizes reach every sum beyond 3 x 5 - 3 - 5.
    expect(leastPurchase([3, 5], 2_000_001)).toBe(2_000_001);
    expect(leastPurchase([30, 50], 20_000_001)).toBe(20_000_010);
  });
});

import { describe, expect, it } from 'vitest';
import { lowerBound, preemptiveBound } from '../../../src/solver/search/lower-bound.ts';
import { bruteForce, randomShop } from './random-shop.ts';

describe("Jackson's preemptive bound", () => {
  it('is what the schedule with preemption gives on one machine', () => {
    // From 0 the first runs; at 1 the second (tail 9) takes over until 3, its path is 12; the first ends at 6: 6 + 2 = 8.
    const tasks = [
      { head: 0, duration: 4, tail: 2 },
      { head: 1, duration: 2, tail: 9 },
    ];
    expect(preemptiveBound(tasks)).toBe(12);
  });

  it('waits for the next release where nothing is there to run', () => {
    expect(preemptiveBound([{ head: 5, duration: 1, tail: 0 }])).toBe(6);
    expect(preemptiveBound([])).toBe(0);
  });
});

describe('the lower bound of a shop', () => {
  it('is never above the shortest makespan of all orders', () => {
    let tight = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { shop, instance } = randomShop(seed, { jobs: 3, machines: 3, flexibility: 1 + (seed % 2) });
      const best = bruteForce(instance);
      expect(lowerBound(shop), `seed ${seed}`).toBeLessThanOrEqual(best);
      if (lowerBound(shop) === best) tight++;
    }
    expect(tight).toBeGreaterThan(20);
  });
});

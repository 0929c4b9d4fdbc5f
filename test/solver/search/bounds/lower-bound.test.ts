import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../../src/solver/formats/index.ts';
import { lowerBound } from '../../../../src/solver/search/bounds/lower-bound.ts';
import { pricedBound } from '../../../../src/solver/search/bounds/machine-prices.ts';
import { preemptiveBound } from '../../../../src/solver/search/bounds/preemptive.ts';
import { tasksOf } from '../../../../src/solver/search/bounds/tasks.ts';
import { shopOf } from '../../../../src/solver/search/shop.ts';
import { bruteForce, randomShop } from '../random-shop.ts';

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

describe('the bound by prices of machines', () => {
  it('is the work of the best split where machines differ in speed', () => {
    // Two operations of 2 on machine 0 or 6 on machine 1. At even prices each buys for 1: 2 together. At 3/4 and 1/4 it pays
    // 1.5 on either machine: 3, and no split is better (machine 0 does 3/4 of the work in 3, machine 1 the rest in 3).
    const jobs = [0, 1].map(() => [
      [
        { machine: 0, duration: 2 },
        { machine: 1, duration: 6 },
      ],
    ]);
    const shop = shopOf(problemOf({ machineCount: 2, jobs }));
    expect(pricedBound(shop, tasksOf(shop))).toBe(3);
  });

  it('counts what jobs need before and behind the work', () => {
    // Three jobs: 4 on machine 0, 3 on machine 1 or 2, 5 on machine 3. The middle work lies between 4 and the last 5:
    // 4 + 9 / 2 + 5 = 13.5.
    const middle = [1, 2].map((machine) => ({ machine, duration: 3 }));
    const jobs = [0, 1, 2].map(() => [[{ machine: 0, duration: 4 }], middle, [{ machine: 3, duration: 5 }]]);
    const shop = shopOf(problemOf({ machineCount: 4, jobs }));
    const middleOnly = tasksOf(shop).filter(({ head }) => head === 4);
    expect(pricedBound(shop, middleOnly)).toBe(14);
  });

  it('is never above the shortest makespan of all orders and modes', () => {
    let tight = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { shop, instance } = randomShop(seed, { jobs: 4, machines: 2, flexibility: 2 });
      const best = bruteForce(instance);
      const bound = pricedBound(shop, tasksOf(shop));
      expect(bound, `seed ${seed}`).toBeLessThanOrEqual(best);
      if (bound === best) tight++;
    }
    expect(tight).toBeGreaterThan(10);
  });
});

describe('the lower bound of a shop', () => {
  it('is never above the shortest makespan of all orders, and mostly equal to it on tiny shops', () => {
    let tight = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { shop, instance } = randomShop(seed, { jobs: 3, machines: 3, flexibility: 1 + (seed % 2) });
      const best = bruteForce(instance);
      expect(lowerBound(shop), `seed ${seed}`).toBeLessThanOrEqual(best);
      if (lowerBound(shop) === best) tight++;
    }
    expect(tight).toBeGreaterThan(40);
  });
});

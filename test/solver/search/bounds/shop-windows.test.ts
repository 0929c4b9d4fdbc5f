import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../../src/solver/formats/index.ts';
import { refutedBound, ShopWindows } from '../../../../src/solver/search/bounds/shop-windows.ts';
import { shopOf } from '../../../../src/solver/search/shop.ts';
import { bruteForce, randomShop } from '../random-shop.ts';

describe('the refutation of makespans', () => {
  it('never refutes a makespan that some schedule has', () => {
    let refuted = 0;
    for (let seed = 0; seed < 80; seed++) {
      const { shop, instance } = randomShop(seed, { jobs: 3, machines: 3, flexibility: 1 + (seed % 3) });
      const best = bruteForce(instance);
      const windows = new ShopWindows(shop);
      expect(windows.refutes(best), `seed ${seed}`).toBe(false);
      if (windows.refutes(best - 1)) refuted++;
    }
    expect(refuted).toBeGreaterThan(40);
  });

  it('says nothing of an earlier question in a later one', () => {
    const { shop, instance } = randomShop(4, { jobs: 3, machines: 3, flexibility: 2 });
    const windows = new ShopWindows(shop);
    expect(windows.refutes(1)).toBe(true);
    expect(windows.refutes(bruteForce(instance))).toBe(false);
  });

  it('closes modes for which the machine has no room, and counts the operation where it is left', () => {
    // Two jobs of one operation: 5 on machine 0 only; 5 on machine 0 or 8 on machine 1. Within 7 the second has no place
    // beside the first on machine 0 and is too long for machine 1. Within 8 it goes to machine 1.
    const jobs = [
      [[{ machine: 0, duration: 5 }]],
      [
        [
          { machine: 0, duration: 5 },
          { machine: 1, duration: 8 },
        ],
      ],
    ];
    expect(refutedBound(shopOf(problemOf({ machineCount: 2, jobs })), 1)).toBe(8);
  });
});

import { describe, expect, test } from 'vitest';

import { createRandom } from '../../../src/base/index.ts';
import { estimateDifference, estimateMean } from '../../../src/simulation/index.ts';
import { normalQuantile } from '../../../src/simulation/normal.ts';

describe('a paired difference', () => {
  test('is that of a hand-made example', () => {
    // Differences 2, 1, 3, 2: mean 2, variance (0 + 1 + 1 + 0) / 3, standard error sqrt(2 / 12); t(0.975, 3) = 3.182446.
    const { n, mean, halfWidth } = estimateDifference([12, 13, 12, 13], [10, 12, 9, 11]);
    expect({ n, mean }).toEqual({ n: 4, mean: 2 });
    expect(halfWidth).toBeCloseTo(3.182446 * Math.sqrt(2 / 12), 6);
  });

  test("is that of Student's own example of 1908, as R's t.test gives it", () => {
    // The data set `sleep` of R: hours of sleep gained by ten patients; t.test(extra ~ group, paired = TRUE).
    const dextro = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const laevo = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { mean, halfWidth } = estimateDifference(laevo, dextro);
    expect(mean).toBeCloseTo(1.58, 12);
    expect((mean ?? 0) - (halfWidth ?? 0)).toBeCloseTo(0.7001142, 7);
    expect((mean ?? 0) + (halfWidth ?? 0)).toBeCloseTo(2.4598858, 7);
  });

  test('is exactly zero where both are equal in every replication', () => {
    const values = [0.1, 0.2, 0.3, 1e9, -7.7];
    expect(estimateDifference(values, values)).toEqual({ n: 5, mean: 0, halfWidth: 0 });
  });

  test('is narrower than that of independent means where both share their chance', () => {
    // The shared part has a deviation of 10, the difference one of 0.1.
    const random = createRandom(5);
    const shared = Array.from({ length: 20 }, () => 10 * normalQuantile(random.uniform()));
    const other = shared.map((value) => value + 1 + 0.1 * normalQuantile(random.uniform()));
    const { mean, halfWidth } = estimateDifference(other, shared);
    expect(Math.abs((mean ?? 0) - 1)).toBeLessThan(0.2);
    expect(halfWidth).toBeLessThan(0.1);
    expect(estimateMean(shared).halfWidth).toBeGreaterThan(2);
  });

  test('leaves out replications in which either lacks the figure', () => {
    expect(estimateDifference([5, null, 7, 9], [1, 2, null, 5])).toEqual({ n: 2, mean: 4, halfWidth: 0 });
  });
});

describe('the mean of replications', () => {
  test('has no interval where there is one, and is nothing where there is none', () => {
    expect(estimateMean([3])).toEqual({ n: 1, mean: 3, halfWidth: null });
    expect(estimateMean([null, null])).toEqual({ n: 0, mean: null, halfWidth: null });
  });

  test('of equal values is that value, however the sum is rounded', () => {
    // 3 x 0.1 is 0.30000000000000004, and a third of that is not 0.1.
    expect(estimateMean([0.1, 0.1, 0.1])).toEqual({ n: 3, mean: 0.1, halfWidth: 0 });
  });

  test.each([5, 10, 30])('of %d normal values lies in its interval 95 times of 100', (n) => {
    const random = createRandom(20_261_130 + n);
    const times = 4000;
    let held = 0;
    for (let k = 0; k < times; k++) {
      const values = Array.from({ length: n }, () => 3 + 2 * normalQuantile(random.uniform()));
      const { mean, halfWidth } = estimateMean(values);
      if (Math.abs((mean ?? 0) - 3) <= (halfWidth ?? 0)) held++;
    }
    // Binomial: four standard errors, 4 sqrt(0.95 x 0.05 / 4000) = 0.0138. With the normal quantile in place of Student's, n = 5 would
    // hold 0.878 of the time and fail.
    expect(Math.abs(held / times - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / times));
  });
});

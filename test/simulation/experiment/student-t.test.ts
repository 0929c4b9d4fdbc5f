import { describe, expect, test } from 'vitest';

import { probabilityWithin, studentTWithin } from '../../../src/simulation/index.ts';
import { normalQuantile } from '../../../src/simulation/normal.ts';

describe('the two-sided quantile of Student t', () => {
  test.each([
    // Abramowitz and Stegun, table 26.10: percentage points of the t distribution, three decimals.
    [0.9, 1, 6.314],
    [0.95, 1, 12.706],
    [0.99, 1, 63.657],
    [0.95, 2, 4.303],
    [0.95, 3, 3.182],
    [0.95, 4, 2.776],
    [0.95, 5, 2.571],
    [0.95, 6, 2.447],
    [0.95, 7, 2.365],
    [0.95, 8, 2.306],
    [0.95, 9, 2.262],
    [0.9, 10, 1.812],
    [0.95, 10, 2.228],
    [0.99, 10, 3.169],
    [0.95, 15, 2.131],
    [0.95, 19, 2.093],
    [0.95, 20, 2.086],
    [0.95, 24, 2.064],
    [0.95, 29, 2.045],
    [0.95, 30, 2.042],
    [0.95, 40, 2.021],
    [0.95, 60, 2.0],
    [0.95, 120, 1.98],
    [0.99, 120, 2.617],
  ])('within %d, %d degrees of freedom: %d', (confidence, freedom, expected) => {
    expect(studentTWithin(confidence, freedom)).toBeCloseTo(expected, 3);
  });

  test('is elementary for one and two degrees of freedom', () => {
    for (const p of [0.01, 0.3, 0.5, 0.8, 0.95, 0.999]) {
      // F(t) = 1/2 + atan(t) / pi, and F(t) = 1/2 + t / (2 sqrt(2 + t^2)).
      expect(studentTWithin(p, 1) / Math.tan((p * Math.PI) / 2)).toBeCloseTo(1, 12);
      expect(studentTWithin(p, 2) / (p * Math.sqrt(2 / (1 - p * p)))).toBeCloseTo(1, 12);
    }
  });

  test('falls with the degrees of freedom, towards the normal quantile', () => {
    for (let freedom = 1; freedom < 200; freedom++) {
      expect(studentTWithin(0.95, freedom + 1)).toBeLessThan(studentTWithin(0.95, freedom));
    }
    // t = z + (z^3 + z) / (4 df) + O(df^-2): Abramowitz and Stegun 26.7.5. The next term is below 3 / df^2.
    const z = normalQuantile(0.975);
    const freedom = 5000;
    expect(Math.abs(studentTWithin(0.95, freedom) - (z + (z ** 3 + z) / (4 * freedom)))).toBeLessThan(3 / freedom ** 2);
  });

  test('is where the probability is what was asked for', () => {
    for (const freedom of [1, 2, 3, 4, 7, 8, 29, 30, 99]) {
      for (const p of [0.05, 0.5, 0.9, 0.95, 0.9999]) {
        expect(probabilityWithin(studentTWithin(p, freedom), freedom)).toBeCloseTo(p, 13);
      }
    }
  });

  test('is defined for probabilities inside (0, 1) and whole degrees of freedom', () => {
    expect(() => studentTWithin(1, 3)).toThrow('no t quantile for confidence 1');
    expect(() => studentTWithin(0.95, 0)).toThrow('0 degrees of freedom');
    expect(() => studentTWithin(0.95, 2.5)).toThrow('2.5 degrees of freedom');
  });
});

test('the probability is the integral of the density', () => {
  // With x = sqrt(df) tan(a) the density is proportional to cos(a)^(df - 1); Simpson's rule, error below 1e-9 here.
  const integral = (to: number, freedom: number): number => {
    const n = 2000;
    let sum = 0;
    for (let k = 0; k <= n; k++) {
      const weight = k === 0 || k === n ? 1 : k % 2 === 1 ? 4 : 2;
      sum += weight * Math.cos((to * k) / n) ** (freedom - 1);
    }
    return (sum * to) / (3 * n);
  };
  for (const freedom of [1, 2, 3, 4, 5, 6, 9, 20, 39, 40]) {
    for (const t of [0.1, 0.7, 1.5, 2, 4]) {
      const naive = integral(Math.atan(t / Math.sqrt(freedom)), freedom) / integral(Math.PI / 2, freedom);
      expect(probabilityWithin(t, freedom)).toBeCloseTo(naive, 8);
    }
  }
});

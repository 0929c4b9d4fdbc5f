/** The charts against sums over the whole history, and what they are for: quiet on a sound signal, quick on a shifted one. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createRandom } from '../../src/base/index.ts';
import { NEW_CHART, estimatedShift, standardised, withReading } from '../../src/engine/condition-monitor.ts';
import { multiplierOfPrognosis, multiplierOfShift } from '../../src/engine/hazard.ts';
import type { Signal } from '../../src/model/index.ts';
import { normalQuantile } from '../../src/simulation/normal.ts';

const LAMBDA = 0.2;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Every number by its definition, from all readings. */
function oracle(xs: readonly number[], worse: Signal['worse']): number {
  const n = xs.length;
  if (n === 0) return 0;
  const ewma = sum(xs.map((x, k) => LAMBDA * (1 - LAMBDA) ** (n - 1 - k) * x));
  const sigma = Math.sqrt(sum(xs.map((_, k) => (LAMBDA * (1 - LAMBDA) ** (n - 1 - k)) ** 2)));
  const weights = sum(xs.map((_, k) => LAMBDA * (1 - LAMBDA) ** (n - 1 - k)));
  const average = worse === 'either' ? Math.abs(ewma) : ewma;
  const estimates = [average > 3 * sigma ? average / weights : 0];
  for (const side of worse === 'either' ? [1, -1] : [1]) {
    // The sum of a CUSUM is the largest sum of the last readings less the allowance, over any number of them.
    const tails = xs.map((_, k) => sum(xs.slice(k).map((x) => side * x - 0.5)));
    const top = Math.max(0, ...tails);
    if (top > 5) estimates.push(0.5 + top / (n - tails.findLastIndex((t) => t === top)));
  }
  return Math.max(...estimates);
}

const chartOf = (xs: readonly number[]) => xs.reduce(withReading, NEW_CHART);

describe('the charts', () => {
  test('agree with sums over the whole history', () => {
    // Odd sixteenths: sums are exact, so that a sum of zero is zero in both, and no reading is just at a limit.
    const odd = fc.integer({ min: -32, max: 48 }).map((n) => (2 * n + 1) / 16);
    const readings = fc.array(odd, { maxLength: 40 });
    fc.assert(
      fc.property(readings, fc.constantFrom('higher', 'either'), (xs, worse) => {
        const chart = chartOf(xs);
        expect(estimatedShift(chart, worse)).toBeCloseTo(oracle(xs, worse), 9);
      }),
      { seed: 5, numRuns: 400 },
    );
  });

  const noise = (seed: number, count: number, shift: number): readonly number[] => {
    const random = createRandom(seed);
    return Array.from({ length: count }, () => normalQuantile(random.uniform()) + shift);
  };

  test('alarm rarely on a signal that is all right, soon on one that has shifted by two deviations', () => {
    let falseAlarms = 0;
    let delays = 0;
    for (let seed = 1; seed <= 100; seed++) {
      let chart = NEW_CHART;
      for (const x of noise(seed, 100, 0)) {
        chart = withReading(chart, x);
        if (estimatedShift(chart, 'higher') > 0) falseAlarms++;
      }
      const shifted = noise(1000 + seed, 100, 2);
      chart = NEW_CHART;
      delays += shifted.findIndex((x) => {
        chart = withReading(chart, x);
        return estimatedShift(chart, 'higher') > 0;
      });
    }
    // One-sided EWMA and CUSUM: about one alarm in 500 readings, some readings long. CUSUM at two deviations: 3 to 4 readings.
    expect(falseAlarms / 10_000).toBeLessThan(0.02);
    expect(delays / 100).toBeLessThan(4);
  });

  test('estimate a lasting shift', () => {
    for (const shift of [1.5, 2, 3]) {
      const estimates = Array.from({ length: 50 }, (_, k) =>
        estimatedShift(chartOf(noise(k + 1, 40, shift)), 'higher'),
      );
      expect(Math.abs(sum(estimates) / 50 - shift)).toBeLessThan(0.35);
    }
  });

  test('look only to the side that is bad', () => {
    const low = chartOf(Array.from({ length: 10 }, () => -3));
    expect(estimatedShift(low, 'higher')).toBe(0);
    expect(estimatedShift(low, 'either')).toBeGreaterThan(2.9);
    const q30: Signal = { name: 'q30', unit: '%', expected: 90, sd: 2, worse: 'lower' };
    expect(standardised(q30, 84)).toBe(3);
    expect(standardised({ ...q30, worse: 'higher' }, 84)).toBe(-3);
  });
});

describe('the hazard multiplier', () => {
  test('doubles with each deviation of shift, up to sixteen', () => {
    expect([0, 1, 2.5, 4, 9].map(multiplierOfShift)).toEqual([1, 2, 2 ** 2.5, 16, 16]);
  });

  test('of a prognosis makes its own probability come true, whatever the age', () => {
    const weibull = { shape: 1.5, scale: 1000 };
    for (const age of [0, 300, 5000]) {
      for (const probability of [0.05, 0.5, 0.9]) {
        const horizon = 100;
        const m = multiplierOfPrognosis(
          { horizon: horizon as never, probability },
          { ...weibull, scale: 1000 as never, age },
        );
        const hazard = m * (((age + horizon) / 1000) ** 1.5 - (age / 1000) ** 1.5);
        expect(1 - Math.exp(-hazard)).toBeCloseTo(probability, 9);
      }
    }
  });

  test('of a certainty is bounded', () => {
    const normal = { shape: 1, scale: 1000 as never, age: 0 };
    expect(multiplierOfPrognosis({ horizon: 1 as never, probability: 1 }, normal)).toBe(1000);
    expect(multiplierOfPrognosis({ horizon: 1000 as never, probability: 0 }, normal)).toBe(0.01);
  });
});

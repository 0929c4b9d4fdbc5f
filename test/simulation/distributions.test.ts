/** The distributions against published values and analytic moments; samples are seeded, tolerances are standard errors. */

import { describe, expect, test } from 'vitest';

import { createRandom } from '../../src/base/index.ts';
import { createDraws, createTries } from '../../src/simulation/draws.ts';
import { lognormal } from '../../src/simulation/lognormal.ts';
import { normalQuantile } from '../../src/simulation/normal.ts';
import { timeToFailure } from '../../src/simulation/weibull.ts';
import { meanWithin } from './statistics.ts';

const N = 40_000;
const SEED = 20_261_130;

const sample = (draw: (u: number) => number): readonly number[] => {
  const random = createRandom(SEED);
  return Array.from({ length: N }, () => draw(random.uniform()));
};

describe('normal quantile', () => {
  test.each([
    // The check values of the algorithm's publication (AS 241, section "Test results").
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798409],
    [0.5, 0],
    // The familiar 97.5 % point.
    [0.975, 1.959963984540054],
  ])('of %d is %d', (p, expected) => {
    expect(normalQuantile(p)).toBeCloseTo(expected, 13);
  });

  test('is odd about one half and rises', () => {
    for (let p = 0.01; p < 0.5; p += 0.01) {
      expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 12);
      expect(normalQuantile(p)).toBeLessThan(normalQuantile(p + 0.005));
    }
  });

  test('is defined strictly between 0 and 1', () => {
    expect(() => normalQuantile(0)).toThrow('no normal quantile at 0');
    expect(() => normalQuantile(1)).toThrow('no normal quantile at 1');
  });
});

describe('lognormal', () => {
  test('keeps the mean and the coefficient of variation', () => {
    const values = sample((u) => lognormal(u, { mean: 3600, cv: 0.3 }));
    const sd = 0.3 * 3600;
    meanWithin(values, 3600, sd);
    // Var of (x - m)^2 is m4 - sd^4; for this lognormal w = 1 + cv^2 = 1.09 and m4 = sd^4 (w^4 + 2 w^3 + 3 w^2 - 3).
    const kurtosis = 1.09 ** 4 + 2 * 1.09 ** 3 + 3 * 1.09 ** 2 - 3;
    meanWithin(
      values.map((v) => (v - 3600) ** 2),
      sd ** 2,
      sd ** 2 * Math.sqrt(kurtosis - 1),
    );
  });

  test('without spread is its mean', () => {
    expect(lognormal(0.123, { mean: 100, cv: 0 })).toBe(100);
  });

  test('has its median below its mean by sqrt(1 + cv^2)', () => {
    expect(lognormal(0.5, { mean: 100, cv: 1 })).toBeCloseTo(100 / Math.SQRT2, 10);
  });
});

describe('time to failure', () => {
  const fresh = { shape: 2, scale: 1000, age: 0, hazardMultiplier: 1 };

  test('of fresh equipment has the Weibull mean and variance', () => {
    // Shape 2: mean = s sqrt(pi) / 2, variance = s^2 (1 - pi / 4).
    meanWithin(
      sample((u) => timeToFailure(u, fresh)),
      500 * Math.sqrt(Math.PI),
      1000 * Math.sqrt(1 - Math.PI / 4),
    );
  });

  test('with shape 1 forgets its age', () => {
    for (const u of [0.1, 0.5, 0.9]) {
      const aged = timeToFailure(u, { ...fresh, shape: 1, age: 12_345 });
      expect(aged).toBeCloseTo(-1000 * Math.log(u), 6);
    }
  });

  test('of used equipment is the rest of what has survived so far', () => {
    // P(T > a + t | T > a) = exp((a / s)^k - ((a + t) / s)^k): the quantile inverts it.
    const worn = { ...fresh, age: 700 };
    for (const u of [0.05, 0.5, 0.95]) {
      const t = timeToFailure(u, worn);
      expect(Math.exp(0.7 ** 2 - ((700 + t) / 1000) ** 2)).toBeCloseTo(u, 10);
    }
  });

  test('with the hazard doubled reaches the same cumulative hazard in half', () => {
    const t = timeToFailure(0.3, { ...fresh, hazardMultiplier: 2 });
    expect(2 * (t / 1000) ** 2).toBeCloseTo(-Math.log(0.3), 10);
    expect(timeToFailure(0.3, { ...fresh, hazardMultiplier: 0 })).toBe(Infinity);
  });

  test('with wear-out to come has the hazard before it and the multiple of it after it', () => {
    // Fresh, shape 2, scale 1000; worn out after 400 of use, hazard 5 times as high. -ln u is the cumulative hazard reached.
    const wearing = { ...fresh, wearOut: { in: 400, hazard: 5 } };
    for (const u of [0.9, 0.5, 0.1]) {
      const t = timeToFailure(u, wearing);
      const before = Math.min(t, 400) / 1000;
      const reached = before ** 2 + 5 * ((t / 1000) ** 2 - before ** 2);
      expect(reached, `u ${u}`).toBeCloseTo(-Math.log(u), 10);
    }
    // exp(-0.16) = 0.852: above it the failure comes before the onset, as if there were none.
    expect(timeToFailure(0.86, wearing)).toBe(timeToFailure(0.86, fresh));
    expect(timeToFailure(0.84, wearing)).toBeLessThan(timeToFailure(0.84, fresh));
  });

  test('when wear-out has begun is that of a hazard so many times as high', () => {
    const worn = { ...fresh, age: 300 };
    const begun = timeToFailure(0.3, { ...worn, wearOut: { in: 0, hazard: 4 } });
    expect(begun).toBeCloseTo(timeToFailure(0.3, { ...worn, hazardMultiplier: 4 }), 9);
  });
});

describe('draws', () => {
  test('depend on purpose and subject alone, not on what was drawn before', () => {
    const one = createDraws(createRandom(SEED));
    const two = createDraws(createRandom(SEED));
    two('failure', 'somebody else');
    two('duration', 'somebody else');
    expect(two('duration', 'o1/align#1')).toBe(one('duration', 'o1/align#1'));
    expect(one('duration', 'o1/align#2')).not.toBe(one('duration', 'o1/align#1'));
    expect(one('failure', 'o1/align#1')).not.toBe(one('duration', 'o1/align#1'));
  });

  test('over similar subjects are uniform and uncorrelated from one to the next', () => {
    const draw = createDraws(createRandom(SEED));
    const values = Array.from({ length: N }, (_, k) => draw('duration', `o${k}/align#1`));
    const deviation = Math.sqrt(1 / 12);
    meanWithin(values, 0.5, deviation);
    const products = values.slice(1).map((v, k) => (v - 0.5) * ((values[k] ?? 0) - 0.5));
    meanWithin(products, 0, 1 / 12);
  });

  test('tries are counted for each subject', () => {
    const tries = createTries();
    const next = (): string => tries.next('o1' as never, 'prep' as never);
    expect([next(), next(), tries.next('o2' as never, 'prep' as never), next()]).toEqual([
      'o1/prep#1',
      'o1/prep#2',
      'o2/prep#1',
      'o1/prep#3',
    ]);
  });
});

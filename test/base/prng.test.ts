import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, toUnit, type Random } from '../../src/base/index.ts';

const draws = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.uint32());
const anySeed = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

describe('a seed means the same for ever', () => {
  // Worked out from the published recurrence of sfc32 by 32-bit arithmetic in another language (Python).
  test.each([
    { seed: 0, first: [3_300_212_312, 1_743_954_244, 207_519_241, 3_716_241_083] },
    { seed: 1, first: [2_308_299_391, 1_950_625_580, 354_034_397, 661_219_729] },
    { seed: -1, first: [2_378_084_626, 2_430_036_845, 2_939_583_250, 3_162_307_632] },
    { seed: 2 ** 32 + 5, first: [781_919_239, 4_149_851_499, 2_884_951_553, 1_577_648_469] },
  ])('seed $seed gives the numbers of the published generator', ({ seed, first }) => {
    expect(draws(createRandom(seed), first.length)).toEqual(first);
  });

  test('a child stream has the numbers that its parent seed and purpose give', () => {
    expect(draws(createRandom(1).split('durations'), 4)).toEqual([
      447_458_720, 1_838_302_191, 1_860_188_373, 734_957_220,
    ]);
  });

  test('streams from equal seeds are equal, whatever is drawn between', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        expect(draws(createRandom(seed), 20)).toEqual(draws(createRandom(seed), 20));
      }),
    );
  });

  test('a seed that is no safe integer is refused', () => {
    for (const seed of [0.5, NaN, Infinity, 2 ** 53]) expect(() => createRandom(seed)).toThrow('safe integer');
  });
});

describe('streams are independent', () => {
  test('a child does not depend on draws that its parent has made, nor the parent on its children', () => {
    fc.assert(
      fc.property(anySeed, fc.nat({ max: 50 }), fc.string(), (seed, count, purpose) => {
        const fresh = createRandom(seed);
        const used = createRandom(seed);
        draws(used, count);
        expect(draws(used.split(purpose), 10)).toEqual(draws(fresh.split(purpose), 10));
        draws(fresh, count);
        expect(draws(fresh, 10)).toEqual(draws(used, 10));
      }),
    );
  });

  test('purposes and seeds that differ give streams that differ', () => {
    const purposes = [
      '',
      'a',
      'b',
      'ab',
      'ba',
      'a/b',
      'durations',
      'failures',
      ...Array.from({ length: 500 }, (_, k) => `order-${k}`),
    ];
    const seeds = Array.from({ length: 100 }, (_, k) => k - 50);
    const streams = [
      ...seeds.map((seed) => createRandom(seed)),
      ...purposes.map((purpose) => createRandom(7).split(purpose)),
      ...purposes.map((purpose) => createRandom(7).split('child').split(purpose)),
    ];
    const starts = streams.map((stream) => draws(stream, 2).join());
    expect(new Set(starts).size).toBe(streams.length);
  });

  test('neighbouring seeds and their children agree in no more bits than chance', () => {
    // 64 pairs x 8 words x 32 bits = 16,384 fair coins: mean 8,192, standard deviation 64; five of them are allowed.
    const agreeing = (other: (seed: number) => Random): number => {
      let bits = 0;
      for (let seed = 0; seed < 64; seed++) {
        const a = draws(createRandom(seed), 8);
        const b = draws(other(seed), 8);
        a.forEach((word, k) => (bits += 32 - ones((word ^ (b[k] ?? 0)) >>> 0)));
      }
      return bits;
    };
    for (const other of [(s: number) => createRandom(s + 1), (s: number) => createRandom(s).split('x')]) {
      expect(Math.abs(agreeing(other) - 8192)).toBeLessThan(5 * 64);
    }
  });
});

describe('numbers are uniform', () => {
  const SAMPLES = 60_000;

  test.each([2, 3, 5, 6, 7, 10])('below(%i) gives every value equally often', (bound) => {
    const random = createRandom(20_26).split(`below-${bound}`);
    const counts = Array.from({ length: bound }, () => 0);
    for (let k = 0; k < SAMPLES; k++) {
      const value = random.below(bound);
      counts[value] = (counts[value] ?? NaN) + 1;
    }
    // Chi-squared with bound - 1 <= 9 degrees of freedom: 33.7 is exceeded with chance 1e-4 at 9.
    expect(chiSquared(counts)).toBeLessThan(33.7);
  });

  test('below stays below its bound, up to 2^32', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const value = createRandom(seed).below(bound);
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
      }),
    );
    for (const bound of [0, -1, 1.5, 2 ** 32 + 1, NaN]) expect(() => createRandom(1).below(bound)).toThrow('bound');
  });

  test('below rejects the draws that would favour small values', () => {
    // With bound 3 x 2^30 a quarter of all draws has no partner; kept, they would give [0, 2^30) half of the weight, not a third.
    const random = createRandom(5);
    let small = 0;
    for (let k = 0; k < 30_000; k++) if (random.below(3 * 2 ** 30) < 2 ** 30) small += 1;
    // Mean 10,000, standard deviation 82; biased: 15,000.
    expect(Math.abs(small - 10_000)).toBeLessThan(5 * 82);
  });

  test('the extreme draws stay off 0 and 1', () => {
    // Half a part from either end: 2^-53.
    expect(toUnit(0, 0)).toBe(2 ** -53);
    expect(toUnit(2 ** 32 - 1, 2 ** 32 - 1)).toBe(1 - 2 ** -53);
  });

  test('uniform lies strictly between 0 and 1, fills sixteen bins equally and has mean 1/2', () => {
    const random = createRandom(11);
    const counts = Array.from({ length: 16 }, () => 0);
    let sum = 0;
    for (let k = 0; k < SAMPLES; k++) {
      const value = random.uniform();
      expect(value > 0 && value < 1).toBe(true);
      counts[Math.floor(value * 16)] = (counts[Math.floor(value * 16)] ?? NaN) + 1;
      sum += value;
    }
    // 15 degrees of freedom: 44.3 is exceeded with chance 1e-4. The mean's standard deviation is sqrt(1 / 12 / 60000) = 0.0012.
    expect(chiSquared(counts)).toBeLessThan(44.3);
    expect(Math.abs(sum / SAMPLES - 0.5)).toBeLessThan(5 * 0.0012);
  });
});

/** Against equal expected counts. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest >>>= 1) count += rest & 1;
  return count;
}

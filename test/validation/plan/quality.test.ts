import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../../src/base/index.ts';
import { decayed } from '../../../src/validation/plan/quality.ts';

const anyCurve = fc.record({
  tau: fc.double({ min: 0.1 * DAY, max: 100 * DAY, noNaN: true }),
  beta: fc.double({ min: 0.5, max: 3, noNaN: true }),
});
const anyQuality = fc.double({ min: 0.01, max: 1, noNaN: true });
const anyWait = fc.integer({ min: 0, max: 20 * DAY });

describe('loss of quality', () => {
  test('waiting twice is waiting once for as long as both', () => {
    fc.assert(
      fc.property(anyCurve, anyQuality, anyWait, anyWait, (curve, quality, first, second) => {
        const inTwo = decayed(curve, decayed(curve, quality, first), second);
        // Quality is a double near 1: of a wait so short that (t / tau)^beta is below its last digit it keeps nothing, and
        // q falls by at most beta / tau a second.
        const lost = curve.beta * Number.EPSILON ** (1 / curve.beta);
        expect(Math.abs(inTwo - decayed(curve, quality, first + second))).toBeLessThanOrEqual(1e-9 + lost);
      }),
    );
  });

  test('never rises, and stays within 0 and the quality so far', () => {
    fc.assert(
      fc.property(anyCurve, anyQuality, anyWait, anyWait, (curve, quality, wait, more) => {
        const left = decayed(curve, quality, wait);
        expect(left).toBeGreaterThanOrEqual(0);
        // The way over the equivalent age and back may lose the last digit.
        expect(left).toBeLessThanOrEqual(quality * (1 + 1e-12));
        expect(decayed(curve, quality, wait + more)).toBeLessThanOrEqual(left * (1 + 1e-12));
      }),
    );
  });

  test('fresh material is at 1/e after tau, whatever beta', () => {
    for (const beta of [0.7, 1, 1.5, 3]) expect(decayed({ tau: DAY, beta }, 1, DAY)).toBeCloseTo(Math.exp(-1), 12);
  });

  test('a change of curve goes on from the quality reached, not from the time passed', () => {
    // Fast and plain exponential for a day: x = 1/2 of tau 2 d, q = exp(-0.5). On the slow curve, tau 10 d, beta 2, this is the
    // age 10 d * 0.5^(1/2) = 7.0711 d; 3 d more: q = exp(-(10.0711 / 10)^2) = exp(-1.014264) = 0.362669.
    const first = decayed({ tau: 2 * DAY, beta: 1 }, 1, DAY);
    expect(decayed({ tau: 10 * DAY, beta: 2 }, first, 3 * DAY)).toBeCloseTo(0.362669, 6);
  });

  test('where nothing degrades, or nothing waits, nothing is lost', () => {
    expect(decayed({ tau: Infinity, beta: 1.5 }, 0.8, 1000 * DAY)).toBe(0.8);
    expect(decayed({ tau: DAY, beta: 1.5 }, 0.8, 0)).toBe(0.8);
    expect(decayed({ tau: DAY, beta: 1.5 }, 0.8, -5)).toBe(0.8);
  });
});

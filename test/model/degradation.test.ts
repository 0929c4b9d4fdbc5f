import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DAY, duration, seconds } from '../../src/base/index.ts';
import {
  NO_DEGRADATION,
  expiryOf,
  fitDegradation,
  id,
  qualityAfter,
  qualityThrough,
  type ConditionId,
  type Degradation,
  type Material,
} from '../../src/model/index.ts';

const days = (n: number) => duration(n * DAY);
const FRIDGE = fitDegradation({ lossBegins: days(7), unusable: days(30) });
const ROOM = fitDegradation({ lossBegins: days(3), unusable: days(10) });

const blood = (conditions: Readonly<Record<string, Degradation>>): Material => ({
  id: id('blood'),
  conditions: new Map(Object.entries(conditions).map(([name, curve]) => [id<ConditionId>(name), curve])),
});
const since = (condition: string, day: number) => ({ condition: id<ConditionId>(condition), from: seconds(day * DAY) });

describe('a degradation curve', () => {
  it('meets its two anchors', () => {
    expect(qualityAfter(1, FRIDGE, 7 * DAY)).toBeCloseTo(0.9, 12);
    expect(qualityAfter(1, FRIDGE, 30 * DAY)).toBeCloseTo(0.5, 12);
    // beta = 1.884 / ln(30 / 7) = 1.2945; tau = 7 d / 0.10536^(1 / beta) = 39.82 d.
    expect(FRIDGE.beta).toBeCloseTo(1.884 / Math.log(30 / 7), 3);
    expect(FRIDGE.tau / DAY).toBeCloseTo(7 / 0.10536 ** (Math.log(30 / 7) / 1.884), 1);
  });

  it('falls, and never below nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(400 * DAY), fc.nat(400 * DAY), (q, a, b) => {
        const first = qualityAfter(q, ROOM, a);
        expect(first).toBeLessThanOrEqual(q);
        expect(first).toBeGreaterThanOrEqual(0);
        // Waiting twice is waiting for the sum: age is carried as quality.
        expect(qualityAfter(first, ROOM, b)).toBeCloseTo(qualityAfter(q, ROOM, a + b), 9);
      }),
    );
  });

  it('without anchors keeps what there is', () => {
    expect(qualityAfter(0.7, NO_DEGRADATION, 1000 * DAY)).toBe(0.7);
    expect(qualityAfter(0.7, ROOM, -5)).toBe(0.7);
  });
});

describe('a storage history', () => {
  const material = blood({ room: ROOM, fridge: FRIDGE });

  it('carries quality from one condition to the next, not time', () => {
    // Three days at room temperature: 0.9. In the fridge that is the state after 7 d; 23 more days make 30: 0.5.
    const history = [since('room', 0), since('fridge', 3)];
    expect(qualityThrough(material, history, seconds(3 * DAY))).toBeCloseTo(0.9, 12);
    expect(qualityThrough(material, history, seconds(26 * DAY))).toBeCloseTo(0.5, 12);
    // Asked for a time inside the first condition, the second has not begun.
    expect(qualityThrough(material, history, seconds(1 * DAY))).toBeCloseTo(qualityAfter(1, ROOM, DAY), 12);
  });

  it('expires where a condition is kept for too long, counted from its beginning', () => {
    const strict = blood({ room: { ...ROOM, expiry: days(2) }, fridge: { ...FRIDGE, expiry: days(20) } });
    // Left in time, the first limit does not strike; the second counts from day 1.
    expect(expiryOf(strict, [since('room', 0), since('fridge', 1)])).toBe(21 * DAY);
    // Kept at room temperature for three days, it was dead after two.
    expect(expiryOf(strict, [since('room', 0), since('fridge', 3)])).toBe(2 * DAY);
    expect(expiryOf(material, [since('room', 0), since('fridge', 3)])).toBeUndefined();
  });
});

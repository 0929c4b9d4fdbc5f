import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ALWAYS,
  NEVER,
  complement,
  constantLevel,
  containing,
  covers,
  firstEndingAfter,
  intersect,
  interval,
  levelAt,
  lowered,
  measure,
  normalise,
  seconds,
  subtract,
  sumOfLevels,
  whereAtLeast,
  type Interval,
  type IntervalSet,
  type StepFunction,
} from '../../src/base/index.ts';

/** The slow oracle: a set of instants 0..GRID-1, one truth value each. */
const GRID = 24;
type Instants = readonly boolean[];
const instants = Array.from({ length: GRID }, (_, t) => t);
const inAny = (intervals: readonly Interval[]): Instants =>
  instants.map((t) => intervals.some((i) => i.start <= t && t < i.end));
const both = (a: Instants, b: Instants, rule: (x: boolean, y: boolean) => boolean): Instants =>
  instants.map((t) => rule(a[t] === true, b[t] === true));

/** Intervals in any order, also empty and inverted ones. */
const anyIntervals = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: GRID }), fc.integer({ min: 0, max: GRID }))
    .map(([start, end]) => interval(start, end)),
  { maxLength: 8 },
);
const anySet = anyIntervals.map((intervals) => normalise(intervals));
const anyInstant = fc.integer({ min: -2, max: GRID + 2 });

/** What the type `IntervalSet` promises. */
function expectNormal(set: IntervalSet): void {
  set.forEach((i, k) => {
    expect(i.start).toBeLessThan(i.end);
    const next = set[k + 1];
    if (next !== undefined) expect(i.end).toBeLessThan(next.start);
  });
}

describe('interval sets agree with a set of instants', () => {
  test('normalise is the union, whatever the order, overlaps and empty intervals', () => {
    fc.assert(
      fc.property(anyIntervals, (intervals) => {
        const set = normalise(intervals);
        expectNormal(set);
        expect(inAny(set)).toEqual(inAny(intervals));
        expect(normalise(intervals.toReversed())).toEqual(set);
        expect(normalise(set)).toEqual(set);
      }),
    );
  });

  test('intersect, subtract and complement are the operations on instants, normalised', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        const cases = [
          { result: intersect(a, b), rule: (x: boolean, y: boolean) => x && y },
          { result: subtract(a, b), rule: (x: boolean, y: boolean) => x && !y },
          { result: intersect(complement(b), ALWAYS), rule: (_: boolean, y: boolean) => !y },
        ];
        for (const { result, rule } of cases) {
          expectNormal(result);
          expect(inAny(result)).toEqual(both(inAny(a), inAny(b), rule));
        }
      }),
    );
  });

  test('a set and its complement divide all time between them', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        expect(intersect(set, complement(set))).toEqual([]);
        expect(normalise([...set, ...complement(set)])).toEqual(ALWAYS);
        expect(complement(complement(set))).toEqual(set);
      }),
    );
    expect(complement([])).toEqual(ALWAYS);
    expect(complement(ALWAYS)).toEqual([]);
  });

  test('measure counts the instants', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        expect(measure(set)).toBe(inAny(set).filter(Boolean).length);
      }),
    );
  });
});

describe('questions to a set agree with looking through it', () => {
  test('containing finds the interval that holds an instant', () => {
    fc.assert(
      fc.property(anySet, anyInstant, (set, t) => {
        expect(containing(set, seconds(t))).toEqual(set.find((i) => i.start <= t && t < i.end));
      }),
    );
  });

  test('firstEndingAfter finds the first interval that is not over', () => {
    fc.assert(
      fc.property(anySet, anyInstant, (set, t) => {
        const found = set.findIndex((i) => i.end > t);
        expect(firstEndingAfter(set, seconds(t))).toBe(found < 0 ? set.length : found);
      }),
    );
  });

  test('a span is covered when one interval holds both of its ends', () => {
    fc.assert(
      fc.property(anySet, anyInstant, fc.nat({ max: 6 }), (set, start, length) => {
        const end = start + length;
        // For an empty span too: any interval with start <= t <= end holds it, its closing edge included.
        const expected = set.some((i) => i.start <= start && end <= i.end);
        expect(covers(set, seconds(start), seconds(end))).toBe(expected);
      }),
    );
  });

  test('an empty span on the closing edge of an interval is covered, one second later it is not', () => {
    const set = [interval(0, 10), interval(20, 30)];
    expect(covers(set, seconds(10), seconds(10))).toBe(true);
    expect(covers(set, seconds(11), seconds(11))).toBe(false);
    expect(covers(set, seconds(10), seconds(11))).toBe(false);
    expect(covers([], seconds(0), seconds(0))).toBe(false);
  });

  test('a span over two neighbours with a gap of one second is not covered', () => {
    expect(covers([interval(0, 10), interval(11, 20)], seconds(5), seconds(15))).toBe(false);
  });
});

const anyParts = fc.array(fc.record({ intervals: anySet, level: fc.integer({ min: 1, max: 5 }) }), { maxLength: 5 });
type Parts = readonly { readonly intervals: IntervalSet; readonly level: number }[];
const levelsOf = (parts: Parts): readonly number[] =>
  instants.map((t) => parts.reduce((sum, { intervals, level }) => sum + (inAny(intervals)[t] === true ? level : 0), 0));
const sampled = (steps: StepFunction): readonly number[] => instants.map((t) => levelAt(steps, seconds(t)));

describe('step functions agree with one level per instant', () => {
  test('sumOfLevels adds up what is on at each instant', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        expect(sampled(sumOfLevels(parts))).toEqual(levelsOf(parts));
      }),
    );
  });

  test('sumOfLevels has rising times and no two equal neighbours', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const { times, levels } = sumOfLevels(parts);
        expect(levels).toHaveLength(times.length);
        expect(times.length).toBeGreaterThan(0);
        times.slice(1).forEach((time, k) => expect(time).toBeGreaterThan(times[k] ?? NEVER));
        levels.slice(1).forEach((level, k) => expect(level).not.toBe(levels[k]));
      }),
    );
  });

  test('whereAtLeast holds exactly the instants of that level and above', () => {
    fc.assert(
      fc.property(anyParts, fc.integer({ min: 1, max: 12 }), (parts, minimum) => {
        const where = whereAtLeast(sumOfLevels(parts), minimum);
        expectNormal(where);
        expect(inAny(where)).toEqual(levelsOf(parts).map((level) => level >= minimum));
      }),
    );
  });

  test('whereAtLeast refuses a minimum that even nothing reaches', () => {
    expect(() => whereAtLeast(constantLevel(1), 0)).toThrow('positive minimum');
  });

  test('a constant level holds from the beginning of time on', () => {
    const steps = constantLevel(7);
    expect([-NEVER, 0, NEVER].map((t) => levelAt(steps, seconds(t)))).toEqual([7, 7, 7]);
    expect(whereAtLeast(steps, 7)).toEqual(ALWAYS);
    expect(whereAtLeast(steps, 8)).toEqual([]);
  });

  test('a step function is 0 before its first step and keeps its last level', () => {
    const steps: StepFunction = { times: [seconds(10), seconds(20)], levels: [3, 1] };
    // Each step holds from its own instant on: 9 is before the first, 10 and 20 are on a step.
    expect([9, 10, 19, 20, 1e9].map((t) => levelAt(steps, seconds(t)))).toEqual([0, 3, 3, 1, 1]);
  });
});

describe('lowered', () => {
  const staff = sumOfLevels([{ intervals: [interval(0, 100)], level: 3 }]);

  test('takes away during the interval, and nowhere below zero', () => {
    const steps = lowered(staff, [
      { during: interval(10, 20), by: 1 },
      { during: interval(15, 30), by: 5 },
    ]);
    // 3 until 10, one away until 15, none left until 30, 3 again until 100.
    expect([5, 10, 14, 15, 29, 30, 99, 100, 500].map((t) => levelAt(steps, seconds(t)))).toEqual([
      3, 2, 2, 0, 0, 3, 3, 0, 0,
    ]);
  });

  test('of nothing is the same steps', () => {
    expect(lowered(staff, [])).toEqual(staff);
  });
});

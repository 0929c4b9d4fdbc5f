import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, NEVER, WEEK, after, between, hours, seconds } from '../../src/base/index.ts';

test('a week is made of its parts', () => {
  expect([MINUTE, HOUR, DAY, WEEK]).toEqual([60, 60 * 60, 24 * 60 * 60, 7 * 24 * 60 * 60]);
});

test('lengths lead from instant to instant, also before the epoch', () => {
  expect(after(seconds(-10), 25)).toBe(15);
  expect(between(seconds(-10), seconds(15))).toBe(25);
  expect(between(seconds(15), seconds(-10))).toBe(-25);
});

test('hours are decimal', () => {
  expect(hours(2 * HOUR + 45 * MINUTE)).toBe(2.75);
});

test('sums of a thousand latest instants are still exact', () => {
  // 1000 x 2^40 < 2^50 < 2^53.
  expect(Number.isSafeInteger(1000 * NEVER + 1)).toBe(true);
});

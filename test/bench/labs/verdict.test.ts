import { expect, it } from 'vitest';
import { compareLevels, firstDifference } from '../../../bench/labs/verdict.ts';

const EXACT: readonly number[] = [];

it('the first level that differs decides', () => {
  expect(compareLevels([1, 9, 9], [2, 0, 0], EXACT)).toBeLessThan(0);
  expect(compareLevels([1, 2, 9], [1, 2, 8], EXACT)).toBeGreaterThan(0);
  expect(compareLevels([1, 2, 3], [1, 2, 3], EXACT)).toBe(0);
});

it('a difference within the tolerance of its level leaves the next to decide', () => {
  // 100 against 104: 4 of 104 are 3.8 %.
  expect(compareLevels([0, 100, 5], [0, 104, 4], [0, 0.04])).toBeGreaterThan(0);
  expect(compareLevels([0, 100, 5], [0, 104, 4], [0, 0.03])).toBeLessThan(0);
});

it('a difference is named by its level and share of the larger value', () => {
  expect(firstDifference([0, 150], [0, 100], [0, 0.1])).toEqual({ level: 1, share: 1 / 3 });
  expect(firstDifference([0, 0], [3, 0], EXACT)).toEqual({ level: 0, share: -1 });
});

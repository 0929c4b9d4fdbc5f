import { describe, expect, it } from 'vitest';
import type { ObjectiveLevel } from '../../src/model/index.ts';
import { bestOf } from '../../src/solver/best-of.ts';

const level = (tolerance?: number): ObjectiveLevel => ({
  terms: [],
  ...(tolerance === undefined ? {} : { tolerance }),
});

describe('the best of several answers', () => {
  it('has the least first level, then the least second', () => {
    const answers = [
      [1, 0],
      [0, 9],
      [0, 8],
    ];
    expect(bestOf(answers, [level(), level()])).toBe(2);
  });

  it('lets a later level decide between values within the tolerance of the best', () => {
    // 1 % of 100: 100.9 counts as 100, 101.1 does not.
    const answers = [
      [100, 5],
      [100.9, 4],
      [101.1, 0],
    ];
    expect(bestOf(answers, [level(0.01), level()])).toBe(1);
  });

  it('takes rounding for nothing, and the first of equals', () => {
    const answers = [
      [0.3, 1],
      [0.1 + 0.2, 1],
    ];
    expect(bestOf(answers, [level(), level()])).toBe(0);
    expect(bestOf(answers.toReversed(), [level(), level()])).toBe(0);
  });
});

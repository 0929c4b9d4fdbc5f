/** How long before its deadline a decision stops searching is learned from the answers before. */

import { describe, expect, it } from 'vitest';
import { createReserve } from '../../src/solver/reserve.ts';

describe('the reserve of decisions', () => {
  it('is more for more operations, and something where there are none', () => {
    const { msFor } = createReserve();
    expect(msFor(0)).toBeGreaterThan(0);
    expect(msFor(10_000)).toBeGreaterThan(10 * msFor(500));
  });

  it('comes to what answers take, with something to spare', () => {
    const { msFor, learn } = createReserve();
    // 1 us per operation: less than is assumed at first.
    for (let k = 0; k < 100; k++) learn(4700, 5);
    expect(msFor(4700)).toBeGreaterThan(5);
    expect(msFor(4700)).toBeLessThan(7);
  });

  it('grows sooner than it shrinks', () => {
    const slow = createReserve();
    const quick = createReserve();
    const before = slow.msFor(4700);
    // 3 us per operation are assumed at first: one answer takes 15 ms more than that, one 15 ms less.
    slow.learn(4700, 30);
    quick.learn(4700, 0);
    expect(slow.msFor(4700) - before).toBeGreaterThan(2 * (before - quick.msFor(4700)));
  });
});

import { describe, expect, it } from 'vitest';
import { Stop } from '../../../src/solver/search/stop.ts';

function stepsUntil(stop: Stop): number {
  while (!stop.isReached()) stop.steps++;
  return stop.steps;
}

describe('the stop of a search', () => {
  it('lets exactly the budgeted steps pass', () => {
    const stop = new Stop({ iterations: 1234 });
    expect(stepsUntil(stop)).toBe(1234);
    expect(stop.wasInterrupted).toBe(false);
  });

  it('looks at the clock every 128 steps', () => {
    let now = 0;
    const stop = new Stop({ timeMs: 3, clockMs: () => now++ });
    // The clock reads 0 when the search begins, 1 before the first step, 2 before step 128, 3 before step 256.
    expect(stepsUntil(stop)).toBe(256);
    expect(stop.wasInterrupted).toBe(true);
  });

  it('ends where it is cancelled', () => {
    let asked = 0;
    const stop = new Stop({ isCancelled: () => ++asked > 1 });
    expect(stepsUntil(stop)).toBe(128);
    expect(stop.wasInterrupted).toBe(true);
  });

  it('ends when the search has nothing left to do', () => {
    const stop = new Stop({});
    stop.end();
    expect(stop.isReached()).toBe(true);
    expect(stop.wasInterrupted).toBe(false);
  });
});

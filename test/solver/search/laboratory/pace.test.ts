/** The pace: how many steps a budget holds is told by those made since the search turned to them. */

import { describe, expect, it } from 'vitest';
import { Pace } from '../../../../src/solver/search/laboratory/pace.ts';

describe('the steps that a budget holds', () => {
  it('are its iterations, exactly, whatever the clock says', () => {
    const pace = new Pace({ iterations: 40 }, { nowMs: () => 7 });
    pace.step();
    expect(pace.expectedSteps()).toBe(40);
  });

  it('are foreseen from the mean of those since the turn, not from the constructions before it', () => {
    let now = 0;
    const pace = new Pace({ ms: 100 }, { nowMs: () => now });
    // Two constructions of 10 ms, then steps of 2 ms: 2 + 80 / 2.
    pace.step();
    pace.step();
    now = 20;
    pace.foresees(0.3);
    pace.turn();
    for (let k = 0; k < 10; k++) {
      pace.step();
      now += 2;
    }
    pace.progress();
    expect(pace.expectedSteps()).toBe(42);
  });

  it('are no more than were made while there are too few to tell', () => {
    const pace = new Pace({ ms: 100 }, { nowMs: () => 1 });
    pace.turn();
    pace.step();
    pace.progress();
    expect(pace.expectedSteps()).toBe(1);
  });
});

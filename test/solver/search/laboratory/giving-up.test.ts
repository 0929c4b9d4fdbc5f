/** A change is given up on the way only where it would not have been accepted at the end: the slow oracle makes it to the end. */

import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/base/index.ts';
import { PORTFOLIO } from '../../../../src/solver/construct/policies.ts';
import { formulate } from '../../../../src/solver/index.ts';
import { Acceptance } from '../../../../src/solver/search/laboratory/acceptance.ts';
import { Laboratory, type Recreation } from '../../../../src/solver/search/laboratory/laboratory.ts';
import { pick } from '../../../../src/solver/search/laboratory/pick.ts';
import { Rankings } from '../../../../src/solver/search/laboratory/rankings.ts';
import type { Ruin } from '../../../../src/solver/search/laboratory/ruin-move.ts';
import { RUIN_MOVES } from '../../../../src/solver/search/laboratory/ruins/index.ts';
import { randomLab } from '../../random-lab.ts';

const SEEDS = Array.from({ length: 20 }, (_, k) => k + 1);
const STEPS = 60;
const RULES = ['arrival', 'due', 'weight', 'slack', 'expiry'] as const;

describe('giving a change up', () => {
  it('happens only to changes that are not accepted when they are made to the end', () => {
    let givenUp = 0;
    for (const seed of SEEDS) {
      forEachStep(seed, ({ laboratory, acceptance, ruin, recreation, current }) => {
        const { orderLevels } = laboratory.score;
        acceptance.draw();
        if (laboratory.attempt(ruin, recreation, (least) => acceptance.excludes(least, current, orderLevels)))
          return true;
        laboratory.undo();
        if (!laboratory.attempt(ruin, recreation)) return false;
        givenUp++;
        expect(acceptance.accepts(laboratory.score.values(), current), `seed ${seed}`).toBe(false);
        return true;
      });
    }
    expect(givenUp).toBeGreaterThan(0);
  });

  it('goes by values that the finished change is never below', () => {
    let compared = 0;
    for (const seed of SEEDS) {
      forEachStep(seed, ({ laboratory, ruin, recreation }) => {
        const all: number[][] = [];
        const isPossible = laboratory.attempt(ruin, recreation, (least) => {
          all.push([...least]);
          return false;
        });
        if (!isPossible) return false;
        const values = laboratory.score.values();
        for (const least of all) {
          for (let level = 0; level < laboratory.score.orderLevels; level++) {
            const value = values[level] ?? Number.NaN;
            expect(least[level], `seed ${seed}`).toBeLessThanOrEqual(value + 1e-9 * Math.max(1, value));
            compared++;
          }
        }
        return true;
      });
    }
    expect(compared).toBeGreaterThan(0);
  });
});

interface Step {
  readonly laboratory: Laboratory;
  readonly acceptance: Acceptance;
  readonly ruin: Ruin;
  /** Does the same each time. */
  readonly recreation: Recreation;
  readonly current: Float64Array;
}

/** Every step that `make` leaves in place is kept where it is accepted, and undone otherwise. */
function forEachStep(seed: number, make: (step: Step) => boolean): void {
  const { scenario, situation } = randomLab(seed);
  const { problem } = formulate(scenario, situation);
  const { levels } = scenario.objective;
  const laboratory = new Laboratory(problem, levels);
  const rankings = new Rankings(laboratory.builder);
  const random = createRandom(seed);
  const policy = pick(PORTFOLIO, random);
  laboratory.construct(rankings.all(policy.rule), policy);
  if (laboratory.orders.length === 0) return;
  const current = laboratory.score.values();
  const acceptance = new Acceptance(levels, laboratory.orders.length, current, random);
  acceptance.draw();
  for (let step = 0; step < STEPS; step++) {
    acceptance.advance(step / STEPS, STEPS);
    const move = pick(RUIN_MOVES, random);
    if (!move.supports(problem)) continue;
    const { schedule, outlook } = laboratory.builder;
    const { score, orders, lost } = laboratory;
    const ruin = move.choose({ schedule, outlook, score, random, orders, lost, size: 1 + random.below(4) });
    if (ruin === undefined) continue;
    const recreation = { policy: pick(PORTFOLIO, random), arrange: rankings.by(pick(RULES, random)) };
    const isMade = make({ laboratory, acceptance, ruin, recreation, current });
    if (isMade && acceptance.accepts(laboratory.score.values(), current)) {
      laboratory.keep();
      current.set(laboratory.score.values());
    } else laboratory.undo();
  }
}

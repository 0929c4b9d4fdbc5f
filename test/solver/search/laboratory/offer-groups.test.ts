/** Proposals of runs reach the searches as schedules that break no rule, and never while nobody listens any more. */

import { describe, expect, it } from 'vitest';
import { formulate, type MipBackend } from '../../../../src/solver/index.ts';
import { arrangementWords, fromWords } from '../../../../src/solver/construct/arrangement-words.ts';
import { PORTFOLIO } from '../../../../src/solver/construct/policies.ts';
import { createSharedMemory, shareIncumbent } from '../../../../src/solver/search/index.ts';
import { Laboratory } from '../../../../src/solver/search/laboratory/laboratory.ts';
import { offerGroups } from '../../../../src/solver/search/laboratory/offer-groups.ts';
import { randomLab } from '../../random-lab.ts';

/** A double: says of the start it is given that it is the best there is. */
const START_IS_BEST: MipBackend = {
  name: 'start is best',
  solve: (_, { start }) =>
    Promise.resolve(start === undefined ? { status: 'stopped' } : { status: 'optimal', values: start }),
};

const SEEDS = Array.from({ length: 20 }, (_, k) => k + 1);

describe('a proposal of groups', () => {
  it('is restored by others to the very values that it was offered with', async () => {
    let offered = 0;
    for (const seed of SEEDS) {
      const { scenario, situation } = randomLab(seed);
      const { problem } = formulate(scenario, situation);
      const { levels } = scenario.objective;
      const memory = createSharedMemory(arrangementWords(problem), levels.length);
      const exchange = shareIncumbent(memory, 0);
      if (!(await offerGroups({ problem, levels, backend: START_IS_BEST, timeMs: 1000, exchange }))) continue;
      const offer = shareIncumbent(memory, 1).take();
      const laboratory = new Laboratory(problem, levels);
      const [policy] = PORTFOLIO;
      if (offer === undefined || policy === undefined) throw new Error('nothing was offered');
      laboratory.restore(fromWords(offer.words, problem.operations.count), { policy, arrange: (orders) => orders });
      expect([...laboratory.score.values()]).toEqual(offer.values);
      offered++;
    }
    expect(offered).toBeGreaterThan(0);
  });

  it('is not made when the search is over', async () => {
    const { scenario, situation } = randomLab(1);
    const { problem } = formulate(scenario, situation);
    const { levels } = scenario.objective;
    const exchange = shareIncumbent(createSharedMemory(arrangementWords(problem), levels.length), 0);
    exchange.end();
    expect(await offerGroups({ problem, levels, backend: START_IS_BEST, timeMs: 1000, exchange })).toBe(false);
  });
});

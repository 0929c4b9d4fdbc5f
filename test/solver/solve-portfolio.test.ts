/** Several threads on one instance. Needs the built worker in dist/. */

import { describe, expect, it } from 'vitest';
import { checkShop } from '../../bench/public-check.ts';
import { solvePortfolio, type SolvePortfolioOptions } from '../../src/solver/index.ts';

/** FT06 of Fisher and Thompson (1963): 55 is the optimum, and no bound here proves it. */
const FT06 = `6 6
2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1
`;

/** Two machines of 3 + 1 and 2 + 4: the bound 6 is reached at once. */
const EASY = '2 2\n0 3 1 2\n1 4 0 1\n';

const options: SolvePortfolioOptions = {
  name: 'ft06',
  format: 'jsp',
  text: FT06,
  seed: 1,
  budget: { iterations: 4000 },
  nowMs: () => 0,
  workers: 2,
};

async function solved(change: Partial<SolvePortfolioOptions>) {
  const answer = await solvePortfolio({ ...options, ...change });
  if (answer.kind !== 'solved') throw new Error(answer.kind);
  return answer.document;
}

describe('a portfolio of threads', () => {
  it('gives the best schedule, and counts the steps of all workers', async () => {
    const document = await solved({});
    expect(document).toMatchObject({ instance: 'ft06', objective: 55, workers: 2, seed: 1, iterations: 8000 });
    expect(checkShop('jsp', FT06, 'operations' in document ? document.operations : [])).toEqual({ makespan: 55 });
  });

  it('ends where one worker meets the bound, whatever the budget', async () => {
    const { objective, bound } = await solved({ text: EASY, budget: { ms: 1e8 } });
    expect([objective, bound]).toEqual([6, 6]);
  });

  it('ends when it is told to, with the best so far', async () => {
    const controller = new AbortController();
    const pending = solved({ budget: { ms: 1e8 }, signal: controller.signal });
    controller.abort();
    expect((await pending).objective).toBeGreaterThanOrEqual(55);
    expect((await solved({ budget: { ms: 1e8 }, signal: AbortSignal.abort() })).objective).toBeGreaterThanOrEqual(55);
  });

  it('solves projects and reports bad text without starting a thread', async () => {
    // Activities of 2, 3 and 2 units on a resource of 2 that take 1, 2 and 1 of it: 2 and 2 side by side, then 3.
    const project = '5 1\n2\n0 0 3 2 3 4\n2 1 1 5\n3 2 1 5\n2 1 1 5\n0 0 0\n';
    expect((await solved({ format: 'rcpsp', text: project, budget: { ms: 1e8 } })).objective).toBe(5);
    expect((await solvePortfolio({ ...options, text: '1' })).kind).toBe('rejected');
  });
});

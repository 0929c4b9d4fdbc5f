/** Pooling as a program against trying every way to pool, and proposals for laboratories. Needs the built workers in dist/. */

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_OBJECTIVE } from '../../../src/model/index.ts';
import { formulate } from '../../../src/solver/index.ts';
import { createMipSolver, faultOf, proposeGroups, type MipBackend } from '../../../src/solver/mip/index.ts';
import { runDemands } from '../../../src/solver/mip/pooling/demand.ts';
import { firstFit } from '../../../src/solver/mip/pooling/first-fit.ts';
import { formulatePooling } from '../../../src/solver/mip/pooling/formulate.ts';
import { poolingPrices } from '../../../src/solver/mip/pooling/prices.ts';
import { NONE, type Problem } from '../../../src/solver/problem.ts';
import { randomLab } from '../random-lab.ts';
import { bestPooling, poolingQuestion } from './pooling-oracle.ts';

const solver = createMipSolver();
afterAll(() => solver.close());
const PATIENT = { timeMs: 30_000 };
const { levels } = DEFAULT_OBJECTIVE;

describe('the pooling program', () => {
  it('costs what the best of all ways to pool costs', async () => {
    const sizes = new Set<number>();
    await fc.assert(
      fc.asyncProperty(poolingQuestion, async (question) => {
        const best = bestPooling(question);
        const pooling = formulatePooling(question);
        const answer = await solver.solve(pooling.model, PATIENT);
        expect(answer.status).toBe('optimal');
        expect(answer.objective).toBeCloseTo(best.cost, 4);
        best.groups.forEach((group) => sizes.add(group.length));
      }),
      { numRuns: 60 },
    );
    // Company was worth while in some cases.
    expect([...sizes].some((size) => size > 1)).toBe(true);
  });

  it('has a first solution that is within it', () => {
    fc.assert(
      fc.property(poolingQuestion, (question) => {
        const pooling = formulatePooling(question);
        const values = firstFit(question, pooling);
        expect(values).toBeDefined();
        expect(values && faultOf(pooling.model, values)).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  it('prices the levels of the objective one by one', () => {
    // The level of lost samples is not touched; lateness and quality share the first that is, idle time and lanes the next.
    expect(poolingPrices(levels)).toEqual({ late: 1, quality: 100, idle: 0.001, empty: 0.006 });
  });
});

describe('proposals', () => {
  it('put every order that needs a run into one group, with a key that all have and room for all', async () => {
    let shared = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { scenario, situation } = randomLab(seed);
      const { problem } = formulate(scenario, situation);
      const groups = await proposeGroups(problem, { backend: solver, levels, limits: PATIENT });
      if (groups === undefined) continue;
      const orders = groups.flatMap((group) => group.orders);
      expect(new Set(orders).size, `seed ${seed}`).toBe(orders.length);
      for (const { orders: members, key, anchors } of groups) {
        if (members.length > 1) shared++;
        const modes = anchors.map((anchor) => modeWith(problem, anchor, key));
        expect(modes, `seed ${seed}`).not.toContain(NONE);
        const load = modes.reduce((sum, mode) => sum + (problem.modes.size[mode] ?? NaN), 0);
        expect(load, `seed ${seed}`).toBeLessThanOrEqual(problem.modes.capacity[modes[0] ?? 0] ?? NaN);
        const owners = anchors.map((a) => problem.jobs.order[problem.operations.job[a] ?? 0] ?? NONE);
        expect(new Set(owners), `seed ${seed}`).toEqual(new Set(members));
      }
    }
    expect(shared).toBeGreaterThan(3);
  });

  it('of windows of one order leave everybody alone', async () => {
    const { problem } = pooledLab();
    const groups = await proposeGroups(problem, { backend: solver, levels, limits: PATIENT, window: 1 });
    expect(groups?.every(({ orders }) => orders.length === 1)).toBe(true);
    expect(groups?.length).toBeGreaterThan(1);
  });

  it('are none where the time is over without a solution', async () => {
    const stopped: MipBackend = { name: 'none', solve: () => Promise.resolve({ status: 'stopped' }) };
    const { problem } = pooledLab();
    expect(await proposeGroups(problem, { backend: stopped, levels, limits: PATIENT })).toBeUndefined();
  });
});

/** The first random laboratory with several orders that need a run. */
function pooledLab(): { readonly problem: Problem } {
  for (let seed = 1; seed <= 20; seed++) {
    const { scenario, situation } = randomLab(seed);
    const { problem } = formulate(scenario, situation);
    if (runDemands(problem).length > 3) return { problem };
  }
  throw new Error('no laboratory with orders to pool');
}

function modeWith({ operations, modes }: Problem, operation: number, key: number): number {
  for (let m = operations.firstMode[operation] ?? 0; m < (operations.firstMode[operation + 1] ?? 0); m++) {
    if (modes.batchKey[m] === key) return m;
  }
  return NONE;
}

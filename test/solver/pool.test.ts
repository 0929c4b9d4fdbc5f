/** The pool answers like the calling thread, leaves it free, and ends when told to. Needs the built worker in dist/. */

import { afterAll, describe, expect, it } from 'vitest';
import { createPlannerPool, planInThread } from '../../src/solver/index.ts';
import { tinyLab, untouched } from '../support/tiny-lab.ts';
import { brokenRules } from './naive-check.ts';

const scenario = tinyLab();
const situation = untouched(scenario);
const pool = createPlannerPool({ workers: 1 });
afterAll(() => pool.close());

describe('the planner pool', () => {
  it('gives the plan that the calling thread gives', async () => {
    await pool.warm({ scenario, situation });
    const options = { seed: 5, budget: { iterations: 25 } };
    expect(await pool.plan(scenario, situation, options)).toEqual(planInThread(scenario, situation, options));
  });

  it('leaves the calling thread free while it searches', async () => {
    const pending = pool.plan(scenario, situation, { seed: 5, budget: { iterations: 300 } });
    let isDone = false;
    void pending.then(() => (isDone = true));
    let turns = 0;
    while (!isDone) {
      turns++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    // A search in this thread would let the loop turn once.
    expect(turns).toBeGreaterThan(5);
  });

  it('marks what a time limit cut as not reproducible, and always constructs once', async () => {
    const plan = await pool.plan(scenario, situation, { seed: 5, budget: { ms: 0 } });
    expect(plan.method).toEqual({ name: 'construct', seed: 5, iterations: 1, isReproducible: false });
    expect(brokenRules(scenario, situation, plan)).toEqual([]);
  });

  it('rejects plans after it was closed', async () => {
    const other = createPlannerPool({ workers: 1 });
    await other.close();
    await expect(other.plan(scenario, situation, { seed: 1, budget: { iterations: 1 } })).rejects.toThrow();
  });
});

describe('budgets', () => {
  it('of iterations are exact, and each rule that is not a portfolio constructs once', () => {
    const iterations = (count: number, rule: 'portfolio' | 'fifo') =>
      planInThread(scenario, situation, { seed: 1, budget: { iterations: count }, rule }).method;
    expect(iterations(1, 'portfolio').iterations).toBe(1);
    expect(iterations(37, 'portfolio')).toEqual({ name: 'construct', seed: 1, iterations: 37, isReproducible: true });
    expect(iterations(37, 'fifo')).toEqual({ name: 'fifo', seed: 1, iterations: 1, isReproducible: true });
  });

  it('of milliseconds end with the clock', () => {
    let now = 0;
    const clock = { nowMs: () => now++ };
    const plan = planInThread(scenario, situation, { seed: 1, budget: { ms: 6 } }, clock);
    // The clock moves 1 ms whenever it is read: after 5 constructions 5 ms are over, and a sixth of 1 ms still fits.
    expect(plan.method.iterations).toBe(6);
  });
});

/** The pool answers like the calling thread, leaves it free, and ends when told to. Needs the built worker in dist/. */

import { afterAll, describe, expect, it } from 'vitest';
import {
  compareValues,
  createMipSolver,
  createPlannerPool,
  planInThread,
  proveBounds,
  type MipBackend,
  type PlanTimes,
} from '../../src/solver/index.ts';
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
    expect(plan.method).toEqual({ name: 'ruin-and-recreate', seed: 5, iterations: 1, isReproducible: false });
    expect(brokenRules(scenario, situation, plan)).toEqual([]);
  });

  it('answers a decision that leaves no time for a search with the plan in force where it still fits', async () => {
    const planInForce = planInThread(scenario, situation, { seed: 5, budget: { iterations: 25 } });
    const now = { ...situation, planInForce };
    const plan = await pool.plan(scenario, now, { seed: 5, budget: { withinMs: 0 } });
    expect(plan.method).toEqual({ name: 'ruin-and-recreate', seed: 5, iterations: 1, isReproducible: false });
    expect(plan.tasks).toEqual(planInForce.tasks);
  });

  it('searches in a decision that has time, and tells how the time was spent', async () => {
    const seen: PlanTimes[] = [];
    const other = createPlannerPool({ workers: 1, observe: (times) => seen.push(times) });
    try {
      await other.warm();
      const plan = await other.plan(scenario, situation, { seed: 5, budget: { withinMs: 1500 } });
      expect(brokenRules(scenario, situation, plan)).toEqual([]);
      expect(plan.method.iterations).toBeGreaterThan(1);
      expect(seen.length).toBe(1);
      for (const ms of Object.values(seen[0] ?? {})) expect(ms).toBeGreaterThan(0);
    } finally {
      await other.close();
    }
  });

  it('searches with all its threads, and gives the same plan for the same steps', async () => {
    const two = createPlannerPool({ workers: 2 });
    try {
      const options = { seed: 5, budget: { iterations: 25 } };
      const [first, again] = [
        await two.plan(scenario, situation, options),
        await two.plan(scenario, situation, options),
      ];
      expect(again).toEqual(first);
      expect(first.method.iterations).toBe(50);
      const alone = await pool.plan(scenario, situation, options);
      expect(compareValues(first.objective, alone.objective)).toBeLessThanOrEqual(0);
      const shared = await two.plan(scenario, situation, { seed: 5, budget: { ms: 50 } });
      expect(brokenRules(scenario, situation, shared)).toEqual([]);
    } finally {
      await two.close();
    }
  });

  it('ends a search when the caller gives up, with the best plan so far', async () => {
    const plan = await pool.plan(scenario, situation, {
      seed: 5,
      budget: { ms: 600_000 },
      signal: AbortSignal.timeout(50),
    });
    expect(brokenRules(scenario, situation, plan)).toEqual([]);
    expect(plan.method.iterations).toBeGreaterThan(0);
  });

  it('takes up a proposal of the mixed-integer program, or plans without it where that fails', async () => {
    const failing: MipBackend = { name: 'failing', solve: () => Promise.reject(new Error('no solver')) };
    const options = { seed: 5, budget: { ms: 40 } };
    const without = await pool.plan(scenario, situation, { ...options, mip: failing });
    expect(brokenRules(scenario, situation, without)).toEqual([]);
    const mip = createMipSolver();
    try {
      const plan = await pool.plan(scenario, situation, { ...options, mip });
      expect(brokenRules(scenario, situation, plan)).toEqual([]);
      const proved = await proveBounds({ scenario, situation, plan }, mip);
      for (const [k, { value, bound }] of proved.objective.entries()) {
        expect(bound).toBeLessThanOrEqual(value + 1e-6);
        expect(bound).toBeGreaterThanOrEqual((plan.objective[k]?.bound ?? 0) - 1e-6);
      }
    } finally {
      await mip.close();
    }
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
    expect(iterations(37, 'portfolio')).toEqual({
      name: 'ruin-and-recreate',
      seed: 1,
      iterations: 37,
      isReproducible: true,
    });
    expect(iterations(37, 'fifo')).toEqual({ name: 'fifo', seed: 1, iterations: 1, isReproducible: true });
  });

  it('of milliseconds end with the clock', () => {
    let now = 0;
    const clock = { nowMs: () => now++ };
    const plan = planInThread(scenario, situation, { seed: 1, budget: { ms: 6 } }, clock);
    // The clock moves 1 ms whenever it is read: once for the one construction that 30 % of the time have room for, then before each step;
    // steps begin at 2, 3, 4 and 5 ms, and at 6 ms all is over.
    expect(plan.method.iterations).toBe(5);
  });

  it('of decisions count from the call, and keep time for the answer', () => {
    let reads = 0;
    // An hour per reading, so that what is kept for the answer, some milliseconds, matters only where the clock meets the end exactly.
    const clock = { nowMs: () => reads++ * 3_600_000 };
    const within = (hours: number): number => {
      reads = 0;
      const budget = { withinMs: hours * 3_600_000 };
      return planInThread(scenario, situation, { seed: 1, budget }, clock).method.iterations;
    };
    // Read for the call, for the search, after the one construction that is foreseen to be too long for another, when the search begins at
    // 3 hours, then before each step; the step at 6 hours would be due together with the answer.
    expect(within(6)).toBe(3);
    expect(within(6.5)).toBe(4);
  });
});

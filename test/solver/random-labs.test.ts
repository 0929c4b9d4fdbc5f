/** Whatever the laboratory, a plan breaks no rule; and planning again in its middle breaks none either. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/base/index.ts';
import { planInThread, type PlannerRule } from '../../src/solver/index.ts';
import { brokenRules } from './naive-check.ts';
import { later, randomLab } from './random-lab.ts';

const SEEDS = Array.from({ length: Number(process.env['LABS'] ?? 20) }, (_, k) => k + Number(process.env['FROM'] ?? 1));
const RULES: readonly PlannerRule[] = ['fifo', 'edd', 'fifo-batch', 'portfolio'];

describe('random laboratories', () => {
  it('every rule makes plans that break no rule of PLAN-RULES', () => {
    const problems = SEEDS.flatMap((seed) => {
      const { scenario, situation } = randomLab(seed);
      return RULES.flatMap((rule) => {
        const plan = planInThread(scenario, situation, { seed, budget: { iterations: 18 }, rule });
        return brokenRules(scenario, situation, plan).map((finding) => `lab ${seed}, ${rule}: ${finding}`);
      });
    });
    expect(problems).toEqual([]);
  });

  it('planning again in the middle of a plan breaks no rule and moves nothing that runs', () => {
    const problems = SEEDS.flatMap((seed) => {
      const { scenario, situation } = randomLab(seed);
      const options = { seed, budget: { iterations: 8 } };
      const plan = planInThread(scenario, situation, options);
      return [10 * HOUR, 1 * DAY + 13 * HOUR, 3 * DAY + 9 * HOUR].flatMap((now) => {
        const present = later(scenario, situation, plan, now);
        const again = planInThread(scenario, present, options);
        return brokenRules(scenario, present, again).map((finding) => `lab ${seed} at ${now}: ${finding}`);
      });
    });
    expect(problems).toEqual([]);
  });
});

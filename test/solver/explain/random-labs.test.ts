/** Whatever the laboratory: every claim of a chain holds in its plan, and every saving holds when it is planned again. */

import { describe, expect, it } from 'vitest';
import { DAY, after } from '../../../src/base/index.ts';
import type { Plan, Scenario, Situation } from '../../../src/model/index.ts';
import { explainPlan, planInThread, type PlannerRule } from '../../../src/solver/index.ts';
import { checkPlan, type PlanCase } from '../../../src/validation/index.ts';
import { later, randomLab } from '../random-lab.ts';
import { brokenClaims } from './chain-oracle.ts';

const SEEDS = Array.from({ length: Number(process.env['LABS'] ?? 5) }, (_, k) => k + Number(process.env['FROM'] ?? 1));
const HOURS_12 = 12 * 3600;

/** `fifo-batch` has work wait for company, `edd` never. */
const plannerBy =
  (rule: PlannerRule) =>
  (scenario: Scenario, situation: Situation): Promise<Plan> =>
    Promise.resolve(planInThread(scenario, situation, { seed: 1, budget: { iterations: 1 }, rule }));

const plannerOf = (seed: number) => plannerBy(seed % 2 === 0 ? 'edd' : 'fifo-batch');

/** The laboratory with all due dates `days` after receipt, and a deadline a day later for every third order. */
const hurried = (scenario: Scenario, days: number): Scenario => ({
  ...scenario,
  orders: scenario.orders.map((order, k) => ({
    ...order,
    due: after(order.release, days * DAY),
    ...(k % 3 === 0 ? { deadline: after(order.release, (days + 1) * DAY) } : {}),
  })),
});

describe('chains of random laboratories', () => {
  it('name what breaks a rule, and call free what breaks none', async () => {
    const problems: string[] = [];
    let lost = 0;
    const seen = new Set<string>();
    for (const seed of SEEDS) {
      const lab = randomLab(seed);
      const scenario = hurried(lab.scenario, 0);
      const replan = plannerOf(seed);
      const first = await replan(scenario, lab.situation);
      // From instant 0, and from the middle of the plan, where work is under way.
      for (const situation of [lab.situation, later(scenario, lab.situation, first, 3 * HOURS_12)]) {
        const plan = await replan(scenario, situation);
        // Without changes, the only plans made are those with an order's limits lifted.
        const lifted: PlanCase[] = [];
        const recorded = async (lab: Scenario, from: Situation): Promise<Plan> => {
          const again = await replan(lab, from);
          lifted.push({ scenario: lab, situation: from, plan: again });
          return again;
        };
        const explanations = await explainPlan({ scenario, situation, plan, replan: recorded, mostChanges: 0 });
        const late = explanations.filter((e) => e.outcome.kind === 'late').map((e) => e.chain);
        problems.push(...brokenClaims({ scenario, situation, plan }, late).map((p) => `lab ${seed}: ${p}`));
        for (const { order, chain } of explanations.filter((e) => e.outcome.kind === 'lost')) {
          const isTrue = lifted.some((planCase) => brokenClaims(planCase, [chain]).length === 0);
          if (chain.length > 0 && !isTrue) problems.push(`lab ${seed}: the chain of lost ${order} is true of no plan`);
          lost += chain.length;
        }
        for (const wait of explanations.flatMap((e) => e.chain).flatMap((link) => link.waits))
          seen.add(wait.cause.kind);
      }
    }
    expect(problems).toEqual([]);
    expect(lost).toBeGreaterThan(0);

    expect([...seen]).toEqual(expect.arrayContaining(['machine', 'off-shift', 'operators', 'hold', 'choice']));
  });
});

describe('changes in random laboratories', () => {
  it('save and harm as they say, in plans that break no rule', async () => {
    let saved = 0;
    for (const seed of SEEDS) {
      const lab = randomLab(seed);
      const { situation } = lab;
      const scenario = hurried(lab.scenario, 2);
      const replan = plannerOf(seed);
      const plan = await replan(scenario, situation);
      const explanations = await explainPlan({ scenario, situation, plan, replan, mostChanges: 4 });
      for (const { order, changes } of explanations) {
        for (const { change, saves, harms, outcome } of changes) {
          const changed = change.applyTo(scenario);
          const from = { ...situation, planInForce: plan };
          const again = await replan(changed, from);
          expect(checkPlan({ scenario: changed, situation: from, plan: again }), `lab ${seed}`).toEqual([]);
          const bad = notInTime(changed, again);
          const badBefore = notInTime(scenario, plan);
          const what = `lab ${seed}: ${change.description} for ${order}`;
          expect(bad.has(order) ? 'bad' : 'in-time', what).toBe(outcome.kind === 'in-time' ? 'in-time' : 'bad');
          if (saves) expect(outcome.kind, what).toBe('in-time');
          const newly = [...bad].filter((other) => other !== order && !badBefore.has(other));
          expect(harms).toEqual(expect.arrayContaining(newly));
          saved += saves ? 1 : 0;
        }
      }
    }
    expect(saved).toBeGreaterThan(5);
  });
});

/** Orders that the plan loses or delivers after their due date. Lots are named after their orders. */
function notInTime(scenario: Scenario, plan: Plan): ReadonlySet<string> {
  const bad = new Set<string>(plan.lost.map((lost) => lost.order));
  for (const { id, due } of scenario.orders) {
    const ends = plan.tasks.filter((t) => t.members.some((m) => m.lot.split('~')[0] === id)).map((t) => t.end);
    if (Math.max(0, ...ends) > due) bad.add(id);
  }
  return bad;
}

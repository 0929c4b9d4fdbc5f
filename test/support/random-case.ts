/**
 * Plans that break no rule, at random: first the plan, then a laboratory drawn around it whose limits it keeps.
 *
 * The same seed gives the same case. Half of all limits are met exactly, so that a judge that is one second or one read
 * too strict is caught.
 */

import { duration, seconds } from '../../src/base/index.ts';
import { DEFAULT_OBJECTIVE, id, type LotId, type PlannedTask, type Scenario } from '../../src/model/index.ts';
import type { PlanCase } from '../../src/validation/index.ts';
import { stated } from './objective-oracle.ts';
import {
  limitCare,
  limitIndexSets,
  limitMachine,
  limitOrder,
  limitPool,
  limitRecipe,
  limitStaff,
  limitWorkflow,
  progressOf,
} from './random-case/derive-limits.ts';
import { cutPlan, deriveSituation } from './random-case/derive-situation.ts';
import { createDice } from './random-case/dice.ts';
import { draftLab } from './random-case/draft-lab.ts';
import { draftPlan } from './random-case/draft-plan.ts';
import { order, tinyLab } from './tiny-lab.ts';

/** `seed`: any safe integer. */
export function randomCase(seed: number): PlanCase {
  const lab = draftLab(createDice(seed, 'laboratory'));
  const plan = draftPlan(createDice(seed, 'plan'), lab);
  const dice = createDice(seed, 'limits');
  const cut = cutPlan(dice, plan);
  const orders = lab.orders.map((draft) => {
    const limited = limitOrder(dice, plan, { order: draft, lab });
    return { ...limited, progress: progressOf(cut, limited) };
  });
  const situation = deriveSituation(dice, { lab, plan, cut, orders });
  const care = lab.care.map((draft) => ({ draft, ...limitCare(dice, { cut, situation, care: draft }) }));
  const recipes = lab.recipes.map((recipe) => limitRecipe(dice, cut, recipe));
  const lost = ['x0', 'x1']
    .slice(0, dice.int(0, 2))
    .map((name) => order(name, { workflow: orders[0]?.workflow ?? id('wgs') }));
  const scenario: Scenario = {
    ...tinyLab({ orders: [...orders, ...lost] }),
    // Nothing more is due within it.
    horizon: duration(Math.min(60 * 86_400, ...care.map(({ dueBy }) => dueBy))),
    staff: limitStaff(dice, { lab, cut }),
    machines: lab.machines.map(({ id: name }) => {
      const flexible = care.filter(({ draft }) => draft.machines.includes(name)).map((entry) => entry.flexible);
      return limitMachine(dice, { lab, cut, name, flexible });
    }),
    instruments: lab.instruments.map(({ name, positions }) => ({
      id: id(name),
      type: 'any',
      positions: positions.map((position) => id<never>(position)),
    })),
    recipes: new Map(recipes.map((recipe) => [recipe.id, recipe])),
    pools: ['p0', 'p1'].map((name) => limitPool(dice, cut, name)),
    materials: new Map(lab.materials.map((material) => [material.id, material])),
    indexSets: limitIndexSets(dice, { cut, orders, recipes }),
    workflows: new Map(lab.workflows.map((workflow) => [workflow.id, limitWorkflow(dice, lab, { plan, workflow })])),
    objective: DEFAULT_OBJECTIVE,
  };
  return stated({
    scenario,
    situation: {
      ...situation,
      lots: [
        ...situation.lots,
        ...lost.map((o) => ({
          lot: id<LotId>(o.id),
          order: o.id,
          samples: o.samples.map((s) => s.id),
          done: [],
          running: [],
          skipped: [],
          notBefore: seconds(0),
        })),
      ],
    },
    plan: {
      now: cut.now,
      tasks: [
        ...cut.running.map(({ task }): PlannedTask => ({ ...task, isFrozen: true })),
        ...cut.open.map(({ task }) => task),
      ].toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
      maintenance: cut.openMaintenance.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
      lost: lost.map((o) => ({ order: o.id, causes: [{ kind: 'no-time' as const, message: `${o.id} has no time` }] })),
      objective: [],
      method: { name: 'at random', seed, iterations: 0, isReproducible: true },
    },
  });
}

/** Compares bounds of tiny shops with the least values among all their plans. */

import { createRandom, type Random } from '../../../src/base/index.ts';
import { OBJECTIVE_TERMS, type LevelValue, type ObjectiveLevel, type ObjectiveTerm } from '../../../src/model/index.ts';
import type { Values } from './every-plan.ts';

export interface Level extends ObjectiveLevel {
  readonly tolerance: number;
}

/** The default levels, or the terms dealt to levels at random; weights under which every term counts in seconds. */
export function randomLevels(random: Random): Level[] {
  const isDefault = random.below(3) > 0;
  const levelOf = OBJECTIVE_TERMS.map((term) => (isDefault ? DEFAULT_LEVEL[term] : random.below(4)));
  const weightOf = OBJECTIVE_TERMS.map((term) => (term === 'sequencer-idle' ? 3600 : 1) * random.below(5));
  return [0, 1, 2, 3].map((number) => ({
    terms: OBJECTIVE_TERMS.flatMap((term, k) => (levelOf[k] === number ? [{ term, weight: weightOf[k] ?? 0 }] : [])),
    tolerance: [0, 0.05, 1][random.below(3)] ?? 0,
  }));
}

const DEFAULT_LEVEL: Readonly<Record<ObjectiveTerm, number>> = {
  'samples-lost': 0,
  'weighted-tardiness': 1,
  'quality-lost': 1,
  'sequencer-idle': 2,
  'empty-lanes': 2,
  'failure-cost': 2,
  'plan-change': 3,
};

const valueOf = (level: Level, values: Values): number =>
  level.terms.reduce((sum, { term, weight }) => sum + weight * values[term], 0);

export const levelValues = (levels: readonly Level[], values: Values): LevelValue[] =>
  levels.map((level) => ({
    value: valueOf(level, values),
    terms: level.terms.map(({ term }) => ({ term, value: values[term] })),
  }));

/** Per level the least value of the plans that are no worse than `achieved` at the levels before. */
export function leastValues(
  levels: readonly Level[],
  plans: readonly Values[],
  achieved: readonly LevelValue[],
): number[] {
  let left = plans;
  return levels.map((level, k) => {
    const own = left.map((plan) => valueOf(level, plan));
    const limit = (achieved[k]?.value ?? 0) * (1 + level.tolerance) + 1e-9;
    left = left.filter((_, i) => (own[i] ?? 0) <= limit);
    return Math.min(...own);
  });
}

/** The lexicographic best (tolerances aside), and one of all plans at random. */
export function someAchieved(levels: readonly Level[], plans: readonly Values[], seed: number): LevelValue[][] {
  const random = createRandom(seed);
  let best = plans;
  for (const level of levels) {
    const least = Math.min(...best.map((plan) => valueOf(level, plan)));
    best = best.filter((plan) => valueOf(level, plan) <= least + 1e-9);
  }
  return [best[0], plans[random.below(plans.length)]].flatMap((plan) =>
    plan === undefined ? [] : [levelValues(levels, plan)],
  );
}

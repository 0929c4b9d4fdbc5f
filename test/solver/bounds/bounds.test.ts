import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { cheapBounds } from '../../../src/solver/bounds/index.ts';
import { validateProblem } from '../../../src/solver/index.ts';
import { leastValues, randomLevels, someAchieved } from './against-every-plan.ts';
import { everyPlan } from './every-plan.ts';
import { randomShop, toProblem, type TinyShop } from './tiny-shop.ts';

const FROM = Number(process.env['FROM'] ?? 1);
const SEEDS = Array.from({ length: Number(process.env['SHOPS'] ?? 80) }, (_, k) => k + FROM);
const MORE_SEEDS = Array.from({ length: 5 * SEEDS.length }, (_, k) => k + FROM);

describe('lower bounds of tiny shops', () => {
  it('are never above the least value of any plan that is no worse before', () => {
    const { faults, compared, tight } = compare(SEEDS, (seed) => randomShop(seed));
    expect(faults).toEqual([]);
    // Empty comparisons would prove nothing.
    expect(compared).toBeGreaterThan(SEEDS.length);
    expect(Math.min(...tight)).toBeGreaterThan(SEEDS.length / 4);
  });

  it('hold for one order of three steps, whose waits trade with each other', () => {
    const { faults, compared, tight } = compare(MORE_SEEDS, (seed) => randomShop(seed, { orders: 1, steps: 3 }));
    expect(faults).toEqual([]);
    expect(compared).toBeGreaterThan(MORE_SEEDS.length);
    expect(Math.min(...tight)).toBeGreaterThan(MORE_SEEDS.length / 6);
  });
});

function compare(seeds: readonly number[], shopOf: (seed: number) => TinyShop) {
  const faults: string[] = [];
  const tight = [0, 0, 0, 0];
  let compared = 0;
  for (const seed of seeds) {
    const shop = shopOf(seed);
    const problem = validateProblem(toProblem(shop));
    const plans = everyPlan(shop);
    if (plans.length === 0) continue;
    const levels = randomLevels(createRandom(seed).split('levels'));
    for (const achieved of someAchieved(levels, plans, seed)) {
      const bounds = cheapBounds(problem, levels, achieved);
      compared++;
      leastValues(levels, plans, achieved).forEach((value, k) => {
        const bound = bounds[k] ?? 0;
        if (bound > value) faults.push(`shop ${seed}, level ${k}: ${bound} above ${value}`);
        if (value > 0 && bound >= 0.999 * value) tight[k] = (tight[k] ?? 0) + 1;
      });
    }
  }
  return { faults, tight, compared };
}

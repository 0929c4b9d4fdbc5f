import { afterAll, describe, expect, it } from 'vitest';
import { createRandom, NEVER } from '../../../src/base/index.ts';
import { cheapBounds, provedBounds } from '../../../src/solver/bounds/index.ts';
import { createMipSolver } from '../../../src/solver/mip/index.ts';
import { NONE, validateProblem } from '../../../src/solver/index.ts';
import { leastValues, randomLevels, someAchieved } from './against-every-plan.ts';
import { everyPlan } from './every-plan.ts';
import { END, randomShop, toProblem, type TinyShop } from './tiny-shop.ts';

const FROM = Number(process.env['FROM'] ?? 1);
const SEEDS = Array.from({ length: Number(process.env['SHOPS'] ?? 80) }, (_, k) => k + FROM);
const MORE_SEEDS = Array.from({ length: 5 * SEEDS.length }, (_, k) => k + FROM);

describe('lower bounds of tiny shops', () => {
  it('the cheap ones are never above the least value of any plan that is no worse before', async () => {
    const { faults, compared, tight } = await compare(SEEDS, (seed) => randomShop(seed), cheap);
    expect(faults).toEqual([]);
    // Empty comparisons would prove nothing.
    expect(compared).toBeGreaterThan(SEEDS.length);
    expect(Math.min(...tight)).toBeGreaterThan(SEEDS.length / 4);
  });

  it('the cheap ones hold for one order of three steps, whose waits trade with each other', async () => {
    const { faults, compared, tight } = await compare(
      MORE_SEEDS,
      (seed) => randomShop(seed, { orders: 1, steps: 3 }),
      cheap,
    );
    expect(faults).toEqual([]);
    expect(compared).toBeGreaterThan(MORE_SEEDS.length);
    expect(Math.min(...tight)).toBeGreaterThan(MORE_SEEDS.length / 6);
  });

  it('the proved ones are never above it either', async () => {
    const { faults, compared } = await compare(
      SEEDS.slice(0, Math.ceil(SEEDS.length / 8)),
      (seed) => randomShop(seed),
      (...question) => provedBounds(...question, { mip, rounds: 5, buckets: 15 }),
    );
    expect(faults).toEqual([]);
    expect(compared).toBeGreaterThan(SEEDS.length / 8);
  });

  it('count what competition costs only where they are proved', async () => {
    // Two orders of two seconds on one machine, both due at 2: alone each is in time. Together one ends at 4, and half of
    // each in either place is as good: the relaxation has both at (0 + 2) / 2 hours x weight 3600 / 3600 = 2 in all.
    const shop = twoOnOneMachine();
    const problem = validateProblem(toProblem(shop));
    const levels = [
      { terms: [{ term: 'samples-lost', weight: 1 }] },
      { terms: [{ term: 'weighted-tardiness', weight: 1 }] },
    ] as const;
    const achieved = [
      { value: 0, terms: [] },
      { value: 2, terms: [] },
    ];
    expect(
      leastValues(
        levels.map((level) => ({ ...level, tolerance: 0 })),
        everyPlan(shop),
        achieved,
      ),
    ).toEqual([0, 2]);
    expect(cheapBounds(problem, levels, achieved)).toEqual([0, 0]);
    const proved = await provedBounds(problem, levels, achieved, { mip, rounds: 30, buckets: 20 });
    expect(proved[1]).toBeCloseTo(2, 6);
  });
});

function twoOnOneMachine(): TinyShop {
  const mode = { machine: 0, duration: 2, state: 0, key: NONE, size: 0, capacity: 0, unit: 0, demands: [] };
  return {
    now: 0,
    horizon: 8,
    orders: [0, 1].map(() => ({ due: 2, deadline: NEVER, weight: 3600 })),
    jobs: [0, 1].map((order) => ({ order, size: 1, quality: 1, phases: [] })),
    operations: [0, 1].map((job) => ({
      order: job,
      job,
      release: 0,
      latestStart: NEVER,
      windows: [],
      frozenStart: undefined,
      modes: [mode],
      takes: false,
      output: NONE,
      previous: undefined,
      after: [],
    })),
    machines: [
      {
        calendar: [[0, END]],
        initial: 0,
        setup: [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
        setupAmount: 0,
        isScarce: false,
        shape: 0,
        age: 0,
      },
    ],
    levels: [
      [1, 1, 1, 1, 1, 1, 1, 1, 1],
      [1, 1, 1, 1, 1, 1, 1, 1, 1],
    ],
    curves: [],
    upkeep: [],
  };
}

const cheap = (...question: Parameters<typeof cheapBounds>) => Promise.resolve(cheapBounds(...question));
const mip = createMipSolver();
afterAll(() => mip.close());

async function compare(
  seeds: readonly number[],
  shopOf: (seed: number) => TinyShop,
  boundsOf: (...question: Parameters<typeof cheapBounds>) => Promise<readonly (number | undefined)[]>,
) {
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
      const bounds = await boundsOf(problem, levels, achieved);
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

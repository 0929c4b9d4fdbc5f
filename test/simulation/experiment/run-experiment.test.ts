import { describe, expect, test } from 'vitest';

import { createRandom } from '../../../src/base/index.ts';
import { runExperiment, type Design, type ExperimentResult, type Trial } from '../../../src/simulation/index.ts';
import { normalQuantile } from '../../../src/simulation/normal.ts';

const DESIGN: Design = {
  variants: ['today', 'same', 'better'],
  baseline: 'today',
  metrics: ['lost'],
  replications: { min: 5, max: 40, batch: 5, seed: 100 },
};

/** 20 lost on average, deviation 5 by the seed alone; `better` loses two less, with a deviation of 1 of its own. */
const measure = async ({ variant, seed }: Trial) => {
  const random = createRandom(seed);
  const shared = 20 + 5 * normalQuantile(random.uniform());
  return { lost: variant === 'better' ? shared - 2 + normalQuantile(random.uniform()) : shared };
};

const differenceOf = (result: ExperimentResult, name: string) =>
  result.variants.find((variant) => variant.name === name)?.metrics[0]?.difference;

describe('an experiment', () => {
  test('finds a planted difference, and none where there is none', async () => {
    const result = await runExperiment(DESIGN, measure);
    expect(result).toMatchObject({ replications: 40, stopped: 'most-replications', baseline: 'today' });
    const { mean = 0, halfWidth = 0 } = differenceOf(result, 'better') ?? {};
    // Standard error 1 / sqrt(40) = 0.16: four of them.
    expect(Math.abs((mean ?? 0) + 2)).toBeLessThan(0.64);
    expect((mean ?? 0) + (halfWidth ?? 0)).toBeLessThan(0);
    expect(differenceOf(result, 'same')).toEqual({ n: 40, mean: 0, halfWidth: 0 });
    expect(differenceOf(result, 'today')).toBeNull();
  });

  test('claims a difference where there is none about once in twenty times', async () => {
    // Two variants that are alike, each with its own chance: 400 experiments of ten replications.
    let claims = 0;
    const times = 400;
    for (let k = 0; k < times; k++) {
      const random = createRandom(k);
      const result = await runExperiment(
        { ...DESIGN, variants: ['today', 'other'], replications: { min: 10, max: 10, batch: 1, seed: 0 } },
        async () => ({ lost: normalQuantile(random.uniform()) }),
      );
      const { mean, halfWidth } = differenceOf(result, 'other') ?? { mean: null, halfWidth: null };
      if (Math.abs(mean ?? 0) > (halfWidth ?? 0)) claims++;
    }
    // Binomial: four standard errors around 0.05.
    expect(Math.abs(claims / times - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / times));
  });

  test('gives every variant the same seeds, one after the other', async () => {
    const trials: Trial[] = [];
    await runExperiment({ ...DESIGN, replications: { min: 2, max: 3, batch: 5, seed: 7 } }, async (trial) => {
      trials.push(trial);
      return { lost: 0 };
    });
    const seedsOf = (name: string) => trials.filter(({ variant }) => variant === name).map(({ seed }) => seed);
    for (const name of DESIGN.variants) expect(seedsOf(name)).toEqual([7, 8, 9]);
  });

  test('stops after the first batch in which every difference is narrow enough', async () => {
    const full = await runExperiment(DESIGN, measure);
    const limits = [1.4, 0.9, 0.6, 0.4];
    const stopped: number[] = [];
    for (const halfWidth of limits) {
      const result = await runExperiment({ ...DESIGN, stopWhen: { metric: 'lost', halfWidth } }, measure);
      stopped.push(result.replications);
      if (result.stopped === 'most-replications') continue;
      expect(differenceOf(result, 'better')?.halfWidth).toBeLessThanOrEqual(halfWidth);
      // What was measured is the beginning of what the full experiment measures.
      const [short, long] = [result, full].map((one) => one.variants[2]?.metrics[0]?.values ?? []);
      expect(short).toEqual(long?.slice(0, short?.length));
    }
    // Whole batches of five; the deviation of the difference is 1, so n is about (t / halfWidth)^2.
    expect(stopped.every((n) => n % 5 === 0)).toBe(true);
    expect(stopped).toEqual(stopped.toSorted((a, b) => a - b));
    expect(new Set(stopped).size).toBeGreaterThan(2);
  });

  test('does not depend on which measurement is ready first', async () => {
    const design = { ...DESIGN, stopWhen: { metric: 'lost', halfWidth: 0.6 } };
    const inOrder = await runExperiment(design, measure);
    const waiting: (() => void)[] = [];
    const backwards = runExperiment(design, async (trial) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        // All of a batch are asked for at once; they are answered last first.
        queueMicrotask(() => waiting.pop()?.());
      });
      return measure(trial);
    });
    expect(await backwards).toEqual(inOrder);
  });

  test('fails with the measurement that fails', async () => {
    const failing = async ({ seed }: Trial) => {
      if (seed === 103) throw new Error('no power');
      return { lost: 1 };
    };
    await expect(runExperiment(DESIGN, failing)).rejects.toThrow('no power');
  });

  test('takes no more replications than the most, and needs a baseline', async () => {
    const result = await runExperiment({ ...DESIGN, replications: { min: 5, max: 7, batch: 5, seed: 1 } }, measure);
    expect(result.replications).toBe(7);
    await expect(runExperiment({ ...DESIGN, baseline: 'yesterday' }, measure)).rejects.toThrow('no variant yesterday');
  });
});

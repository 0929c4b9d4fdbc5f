import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readJsp } from '../../../../src/solver/formats/jsp.ts';
import { readOsp } from '../../../../src/solver/formats/osp.ts';
import {
  searchBatching,
  type BatchingInstance,
  type BatchingResult,
} from '../../../../src/solver/search/batching/index.ts';
import { faultsOf, optimum, priceOf } from './naive-ovens.ts';
import { randomOvens } from './random-ovens.ts';

const FOLDER = new URL('../../../../../shared/data/scheduling/osp/', import.meta.url);

describe('searchBatching', () => {
  it('hands out feasible batches at the price it states, not below its bound', () => {
    for (let seed = 0; seed < 10; seed++) {
      const instance = randomOvens(seed, { jobs: 25, machines: 3, families: 3 });
      const result = solved(instance, seed, 2_000);
      expect(faultsOf(instance, result.batches), `seed ${seed}`).toEqual([]);
      expect(result.objective).toBeCloseTo(priceOf(instance, result.batches), 9);
      expect(result.bound).toBeLessThanOrEqual(result.objective);
    }
  });

  it('finds the optimum of small instances, and its bound is below that', () => {
    for (let seed = 0; seed < 4; seed++) {
      const instance = randomOvens(seed, { jobs: 5, machines: 2, families: 2 });
      const best = optimum(instance);
      const result = solved(instance, seed, 5_000);
      expect(result.objective, `seed ${seed}`).toBeCloseTo(best, 9);
      expect(result.bound).toBeLessThanOrEqual(best + 1e-12);
    }
  });

  it('reaches the proved optima of published instances', () => {
    // osp/reference.csv, columns ilp and cp.
    for (const [name, best] of [
      ['osp1-001', 0.792571429],
      ['osp1-003', 0.225555556],
      ['osp1-017', 0.136706349],
    ] as const) {
      const read = readOsp(readFileSync(new URL(`${name}.dzn`, FOLDER), 'utf8'));
      if (read.kind === 'rejected') throw new Error(JSON.stringify(read.findings));
      expect(solved(read.instance, 1, 50_000).objective).toBeCloseTo(best, 8);
    }
  });

  it('gives the same answer for the same seed and number of steps', () => {
    const instance = randomOvens(7, { jobs: 30, machines: 3, families: 3 });
    const result = solved(instance, 3, 3_000);
    expect(solved(instance, 3, 3_000)).toEqual(result);
    expect(result.iterations).toBe(3_000);
    expect(result.isReproducible).toBe(true);
  });

  it('tells of better and better incumbents, the last of which is the answer', () => {
    const instance = randomOvens(5, { jobs: 25, machines: 2, families: 2 });
    const told: number[] = [];
    const result = searchBatching(instance, {
      seed: 1,
      budget: { iterations: 3_000 },
      onIncumbent: ({ objective, batches }) => {
        expect(priceOf(instance, batches())).toBeCloseTo(objective, 9);
        told.push(objective);
      },
    });
    expect(told).toEqual(told.toSorted((a, b) => b - a));
    expect(result.kind === 'solved' && result.objective).toBe(told.at(-1));
  });

  it('ends when the clock says so or when it is told to, and says that this cannot be repeated', () => {
    const instance = randomOvens(2, { jobs: 25, machines: 2, families: 2 });
    let nowMs = 0;
    const timed = searchBatching(instance, { seed: 1, budget: { ms: 10 }, nowMs: () => nowMs++ });
    expect(timed).toMatchObject({ kind: 'solved', isReproducible: false });
    const stopped = searchBatching(instance, { seed: 1, budget: { iterations: 9_999 }, shouldStop: () => true });
    expect(stopped).toMatchObject({ kind: 'solved', iterations: 0, isReproducible: false });
  });

  it('names the jobs that no shift has room for', () => {
    const instance = randomOvens(1, { jobs: 6, machines: 1, families: 1 });
    const maxDuration = instance.maxDuration.map(() => 1_000);
    // Job 4 needs 900 s and no shift is that long: the last one has 12 s per job.
    const duration = instance.problem.modes.duration.slice();
    duration[4] = 900;
    const problem = { ...instance.problem, modes: { ...instance.problem.modes, duration } };
    const result = searchBatching({ ...instance, problem, maxDuration }, { seed: 1, budget: { iterations: 2_000 } });
    expect(result.kind === 'unplaced' && result.jobs).toEqual([4]);
  });

  it('says that it does not support a job shop', () => {
    const read = readJsp('1 2\n0 3 1 4');
    if (read.kind === 'rejected') throw new Error('rejected');
    const instance = { ...randomOvens(1, { jobs: 2, machines: 1, families: 1 }), problem: read.problem };
    expect(searchBatching(instance, { seed: 1, budget: { iterations: 1 } })).toEqual({ kind: 'unsupported' });
  });
});

function solved(
  instance: BatchingInstance,
  seed: number,
  iterations: number,
): Extract<BatchingResult, { kind: 'solved' }> {
  const result = searchBatching(instance, { seed, budget: { iterations } });
  if (result.kind !== 'solved') throw new Error(`seed ${seed}: ${result.kind}`);
  return result;
}

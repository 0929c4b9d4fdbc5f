/** Which mixed-integer backend for which size of model: the switch point of ADR 0006. */

import { createHash } from 'node:crypto';
import { canonicalJson } from '../src/base/index.ts';
import { createMipSolver, type MipAnswer, type MipBackend, type MipModel } from '../src/solver/mip/index.ts';
import { spread, type BenchCase, type BenchResult, type BenchRow } from './case.ts';
import { assignmentModel, laneModel, modelRandom, packingModel, poolingModels } from './mip-models.ts';

export const mipCase: BenchCase = {
  name: 'mip',
  about: 'Mixed-integer programs of planning: javascript-lp-solver against HiGHS, processor time by size of the model',
  run,
};

interface Family {
  readonly name: string;
  readonly models: readonly MipModel[];
}

interface Trial {
  readonly answer: MipAnswer;
  readonly cpuMs: number;
}

export async function run({ smoke }: { readonly smoke: boolean }): Promise<BenchResult> {
  const sizes = smoke ? [10, 30] : [10, 30, 100, 300, 1000, 3000];
  const repeats = smoke ? 2 : 9;
  const limitMs = smoke ? 2000 : 3000;
  const families = await familiesOf(sizes, { repeats, orders: smoke ? [6] : [20, 50, 110] });
  const solver = createMipSolver();
  try {
    await solver.warm();
    const rows: BenchRow[] = [];
    const optima: number[] = [];
    for (const { name, models } of families) {
      const small = await trials(solver.javascriptLp, models, limitMs);
      const large = await trials(solver.highs, models, limitMs);
      rows.push(rowOf(name, models, { small, large }));
      // Of larger models not every one is solved in time on every machine.
      if (meanNonzeros(models) <= 100) optima.push(...large.map(({ answer }) => micro(answer.objective ?? -1)));
    }
    const hash = createHash('sha256').update(canonicalJson(optima)).digest('hex');
    return { workload: { sizes: sizes.join(' '), repeats, limitMs }, resultHash: hash, rows };
  } finally {
    await solver.close();
  }
}

async function familiesOf(
  sizes: readonly number[],
  { repeats, orders }: { readonly repeats: number; readonly orders: readonly number[] },
): Promise<readonly Family[]> {
  const times = Array.from({ length: repeats }, (_, k) => k);
  const made = sizes.flatMap((size) => [
    { name: `assignment ${size}`, models: times.map((k) => assignmentModel(modelRandom(`assign ${size}`, k), size)) },
    { name: `packing ${size}`, models: times.map((k) => packingModel(modelRandom(`pack ${size}`, k), size)) },
  ]);
  const lanes = await Promise.all(
    [2, 4, 8].map(async (count) => {
      const asked = await Promise.all(times.map((k) => laneModel(modelRandom(`lanes ${count}`, k), count)));
      return { name: `${count} lanes`, models: asked.flatMap((model) => model ?? []) };
    }),
  );
  const pooling = await Promise.all(
    orders.map(async (count) => ({ name: `pooling of ${count} orders`, models: await poolingModels(count) })),
  );
  return [...made, ...lanes, ...pooling].filter(({ models }) => models.length > 0);
}

/** Processor time of the whole process: nothing else runs in it meanwhile. */
async function trials(backend: MipBackend, models: readonly MipModel[], timeMs: number): Promise<Trial[]> {
  const results: Trial[] = [];
  for (const model of models) {
    const before = process.cpuUsage();
    const answer = await backend.solve(model, { timeMs });
    const { user, system } = process.cpuUsage(before);
    results.push({ answer, cpuMs: (user + system) / 1000 });
  }
  return results;
}

function rowOf(
  family: string,
  models: readonly MipModel[],
  { small, large }: { readonly small: readonly Trial[]; readonly large: readonly Trial[] },
): BenchRow {
  return {
    models: family,
    n: models.length,
    nonzeros: Math.round(meanNonzeros(models)),
    ...columnsOf('jslp', small, large),
    ...columnsOf('highs', large, small),
  };
}

function columnsOf(name: string, own: readonly Trial[], other: readonly Trial[]): BenchRow {
  const { p50, p90 } = spread(own.map(({ cpuMs }) => cpuMs));
  return {
    [`${name} p50 ms`]: Math.round(100 * p50) / 100,
    [`${name} p90 ms`]: Math.round(100 * p90) / 100,
    [`${name} over time`]: own.filter(({ answer }) => answer.stoppedBy === 'time').length,
    [`${name} wrong`]: own.filter(({ answer }, k) => isWrong(answer, other[k]?.answer)).length,
  };
}

/** Values refused by the check, a dearer optimum than the other's values, or no values where the other has some. */
function isWrong({ status, stoppedBy, objective }: MipAnswer, other: MipAnswer | undefined): boolean {
  if (status === 'stopped' && stoppedBy === undefined) return true;
  if (other?.objective === undefined) return false;
  if (status === 'infeasible') return true;
  const slack = 1e-5 * Math.max(1, Math.abs(other.objective));
  return status === 'optimal' && (objective ?? Infinity) > other.objective + slack;
}

const meanNonzeros = (models: readonly MipModel[]): number =>
  models.reduce((sum, { rows }) => sum + rows.column.length, 0) / models.length;

const micro = (value: number): number => Math.round(value * 1e6);

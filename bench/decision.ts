/**
 * How long a new plan takes when something goes wrong: pinned disturbances in laboratories under way, answered by the warm pool with all constraints.
 *
 * Latency is wall-clock time from the call to the plan, formulating and translating included, and so is the budget of a decision: the
 * search gets what the rest leaves, which has a column of its own. The processor time of all threads stands beside the latency, because a
 * neighbour on the machine lengthens only the latter. Each answer is compared with the plan in force, shifted to where it still fits.
 */

import { createHash } from 'node:crypto';
import { canonicalJson, DAY, seconds } from '../src/base/index.ts';
import {
  compareValues,
  createPlannerPool,
  planInThread,
  type PlannerOptions,
  type PlannerPool,
  type PlanTimes,
} from '../src/solver/index.ts';
import { checkPlan } from '../src/validation/index.ts';
import { spread, type BenchCase, type BenchResult, type BenchRow } from './case.ts';
import { cpuMs } from './processor-time.ts';
import { disturb, DISTURBANCES, makeLab, type DisturbedLab, type LabKind } from './labs/index.ts';

export const decisionCase: BenchCase = {
  name: 'decision',
  about: 'Replanning after a disturbance through the warm pool of one thread: milliseconds of a decision.',
  run,
};

interface Series {
  readonly pipelines: number;
  readonly kind: LabKind;
  /** Disturbances, each answered `repeats` times. */
  readonly count: number;
  readonly repeats: number;
  readonly budget: PlannerOptions['budget'];
}

const KINDS = ['normal', 'tight'] as const;

const FULL: readonly Series[] = KINDS.flatMap((kind) => [
  { pipelines: 50, kind, count: 32, repeats: 8, budget: { withinMs: 14 } },
  { pipelines: 200, kind, count: 24, repeats: 8, budget: { withinMs: 35 } },
  { pipelines: 1000, kind, count: 20, repeats: 10, budget: { withinMs: 75 } },
]);

const SMOKE: readonly Series[] = [{ pipelines: 8, kind: 'normal', count: 4, repeats: 1, budget: { iterations: 3 } }];

/** Milliseconds up to which a decision counts in each column. */
const BINS = [10, 20, 50, 100, 200] as const;

async function run({ smoke }: { readonly smoke: boolean }): Promise<BenchResult> {
  const hash = createHash('sha256');
  const rows: BenchRow[] = [];
  const times: PlanTimes[] = [];
  const pool = createPlannerPool({ workers: 1, observe: (one) => times.push(one) });
  const note = (text: string) => hash.update(text);
  try {
    for (const series of smoke ? SMOKE : FULL) rows.push(await measure({ pool, times, note }, series));
  } finally {
    await pool.close();
  }
  const workload = { workers: 1, seed: 1, disturbances: DISTURBANCES.join(' ') };
  return { workload, resultHash: hash.digest('hex'), rows };
}

interface Means {
  readonly pool: PlannerPool;
  /** What the pool tells of each plan. */
  readonly times: PlanTimes[];
  /** Takes up what goes into the hash of the result. */
  readonly note: (text: string) => void;
}

async function measure({ pool, times, note }: Means, series: Series): Promise<BenchRow> {
  const { pipelines, kind, count, repeats, budget } = series;
  const lab = makeLab({ seed: 1, pipelines, kind });
  const plan = await pool.plan(lab.scenario, lab.situation, { seed: 1, rule: 'edd', budget: { iterations: 1 } });
  const labs = disturbed(lab, plan, count);
  await pool.warm(labs[0] ?? lab);
  const [walls, cpus]: [number[], number[]] = [[], []];
  let findings = 0;
  let tasks = 0;
  let better = 0;
  const searching: number[] = [];
  for (const { scenario, situation } of labs) {
    const shifted = planInThread(scenario, situation, { seed: 1, budget: { iterations: 1 } });
    for (let k = 0; k < repeats; k++) {
      const [wall, cpu] = [performance.now(), cpuMs()];
      const answer = await pool.plan(scenario, situation, { seed: 1 + k, budget });
      walls.push(performance.now() - wall);
      cpus.push(cpuMs() - cpu);
      searching.push(times.at(-1)?.searching ?? 0);
      if (compareValues(answer.objective, shifted.objective) < 0) better++;
      findings += checkPlan({ scenario, situation, plan: answer }).length;
      tasks += answer.tasks.length;
      // Plans under a time limit differ from run to run; what they answer does not.
      note(canonicalJson('iterations' in budget ? answer : situation.lots));
    }
  }
  const { p50, p90, p99, max } = spread(walls);
  const cpu = spread(cpus);
  return {
    pipelines,
    kind,
    disturbances: labs.length,
    decisions: walls.length,
    'mean tasks': Math.round(tasks / walls.length),
    budget: 'iterations' in budget ? `${budget.iterations} steps` : `${Object.values(budget).join()} ms`,
    'search p50 ms': spread(searching).p50,
    'better than shifted': better,
    'p50 ms': p50,
    'p90 ms': p90,
    'p99 ms': p99,
    'max ms': max,
    'cpu p50 ms': cpu.p50,
    'cpu p99 ms': cpu.p99,
    ...Object.fromEntries(BINS.map((bin) => [`<= ${bin} ms`, walls.filter((wall) => wall <= bin).length])),
    findings,
  };
}

/** Spread over the time in which the plan is carried out, each kind in turn. */
function disturbed(lab: ReturnType<typeof makeLab>, plan: Parameters<typeof disturb>[0]['plan'], count: number) {
  const days = lab.scenario.horizon / DAY - 10;
  return Array.from({ length: count }, (_, k): DisturbedLab => {
    const now = seconds(Math.round((1 + (days * k) / count) * DAY) + 60 * ((k * 377) % 480));
    const what = DISTURBANCES[k % DISTURBANCES.length];
    return disturb({ lab, plan, now, seed: k, ...(what === undefined ? {} : { what }) });
  }).filter(({ situation }) => situation.lots.length > 0);
}

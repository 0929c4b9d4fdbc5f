/** Planning from nothing: how long the parts take, what a whole decision takes through the pool, and how good it is. */

import { createHash } from 'node:crypto';
import { canonicalJson } from '../src/base/index.ts';
import type { Plan } from '../src/model/index.ts';
import { createPlannerPool, formulate, planInThread, type PlannerRule } from '../src/solver/index.ts';
import { busyLab } from './busy-lab.ts';
import { spread, type BenchCase, type BenchResult, type BenchRow } from './case.ts';

const RULES: readonly PlannerRule[] = ['fifo', 'edd', 'fifo-batch', 'portfolio'];

export const constructCase: BenchCase = {
  name: 'construct',
  about:
    'Constructive planning of a busy core facility: milliseconds of its parts, and the plan against the usual rules',
  run,
};

export async function run({ smoke }: { readonly smoke: boolean }): Promise<BenchResult> {
  const orders = smoke ? 6 : 52;
  const repeats = smoke ? 2 : 60;
  const iterations = smoke ? 4 : 12;
  const lab = busyLab({ seed: 1, orders });
  const { scenario, situation } = lab;
  const { problem } = formulate(scenario, situation);
  const request = { seed: 1, budget: { iterations } };
  const plans = new Map<PlannerRule, Plan>();
  const rows: BenchRow[] = [
    row(
      'formulate',
      measure(repeats, () => formulate(scenario, situation)),
    ),
    row(
      'clone the problem',
      measure(repeats, () => structuredClone(problem)),
    ),
    row(
      'clone the scenario instead',
      measure(repeats, () => structuredClone(lab)),
    ),
  ];
  for (const rule of RULES) {
    const times = measure(repeats, () => plans.set(rule, planInThread(scenario, situation, { ...request, rule })));
    const name = rule === 'portfolio' ? `portfolio of ${iterations}, in this thread` : `${rule}, in this thread`;
    rows.push(row(name, times, plans.get(rule)));
  }
  rows.push(...(await throughPool(lab, { repeats, iterations })));
  const hash = createHash('sha256')
    .update(canonicalJson([...plans.values()]))
    .digest('hex');
  return {
    workload: {
      seed: 1,
      orders,
      operations: problem.operations.count,
      modes: problem.modes.count,
      samples: scenario.orders.reduce((sum, order) => sum + order.samples.length, 0),
      repeats,
      iterations,
    },
    resultHash: hash,
    rows,
  };
}

async function throughPool(
  { scenario, situation }: ReturnType<typeof busyLab>,
  { repeats, iterations }: { readonly repeats: number; readonly iterations: number },
): Promise<BenchRow[]> {
  const pool = createPlannerPool({ workers: 1 });
  try {
    const warm = await measureAsync(1, () => pool.warm({ scenario, situation }));
    const decide = (budget: { iterations: number } | { ms: number }) => () =>
      pool.plan(scenario, situation, { seed: 1, budget });
    const first = await measureAsync(1, decide({ iterations }));
    return [
      row('warm the pool', warm),
      row(`first decision of ${iterations} through the pool`, first),
      row(`decision of ${iterations} through the pool`, await measureAsync(repeats, decide({ iterations }))),
      row('decision in 60 ms through the pool', await measureAsync(repeats, decide({ ms: 60 }))),
    ];
  } finally {
    await pool.close();
  }
}

function measure(repeats: number, work: () => unknown): number[] {
  return Array.from({ length: repeats }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

async function measureAsync(repeats: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let k = 0; k < repeats; k++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times;
}

/** Values of the plan's levels stand beside the times of what made it. */
function row(what: string, times: readonly number[], plan?: Plan): BenchRow {
  const { p50, p90, p99, max } = spread(times);
  const term = (name: string): number | string =>
    plan?.objective.flatMap((level) => level.terms).find((t) => t.term === name)?.value ?? '';
  return {
    what,
    n: times.length,
    'p50 ms': p50,
    'p90 ms': p90,
    'p99 ms': p99,
    'max ms': max,
    'lost orders': plan?.lost.length ?? '',
    'weighted h late': term('weighted-tardiness'),
    'quality lost': term('quality-lost'),
    'empty lanes': term('empty-lanes'),
  };
}

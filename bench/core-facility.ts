/** The example facility planned through the warm pool: latency of a decision, its plan against the usual rules, every plan judged. */

import { createHash } from 'node:crypto';
import { planFigures } from '../src/analytics/index.ts';
import { canonicalJson } from '../src/base/index.ts';
import { initialSituation } from '../src/model/index.ts';
import { loadScenario } from '../src/service/index.ts';
import { createPlannerPool, type PlannerRule } from '../src/solver/index.ts';
import { checkPlan } from '../src/validation/index.ts';
import { spread, type BenchCase, type BenchResult, type BenchRow } from './case.ts';

type Budget = { readonly iterations: number } | { readonly ms: number };

interface Contender {
  readonly name: string;
  readonly rule: PlannerRule;
  readonly budget: Budget;
}

const CONTENDERS: readonly Contender[] = [
  { name: 'fifo', rule: 'fifo', budget: { iterations: 1 } },
  { name: 'fifo-batch', rule: 'fifo-batch', budget: { iterations: 1 } },
  { name: 'edd', rule: 'edd', budget: { iterations: 1 } },
  { name: 'search, 1 step', rule: 'portfolio', budget: { iterations: 1 } },
  { name: 'search, 60 steps', rule: 'portfolio', budget: { iterations: 60 } },
  { name: 'search, 60 ms', rule: 'portfolio', budget: { ms: 60 } },
  { name: 'search, 1,000 steps', rule: 'portfolio', budget: { iterations: 1000 } },
];

export const coreFacilityCase: BenchCase = {
  name: 'core-facility',
  about: 'examples/core-facility.yaml planned in the warm pool: milliseconds of a decision, with FIFO and EDD beside',
  run,
};

async function run({ smoke }: { readonly smoke: boolean }): Promise<BenchResult> {
  const repeats = smoke ? 1 : 50;
  const { scenario } = await loadScenario('examples/core-facility.yaml');
  const situation = initialSituation(scenario);
  const contenders = smoke ? CONTENDERS.slice(0, 4) : CONTENDERS;
  const pool = createPlannerPool({ workers: 1 });
  const reproducible: unknown[] = [];
  const rows: BenchRow[] = [];
  try {
    await pool.warm();
    for (const { name, rule, budget } of contenders) {
      const decide = () => pool.plan(scenario, situation, { seed: 1, rule, budget });
      // The first ones of a kind compile what the warm-up did not reach.
      for (let k = 0; k < (smoke ? 0 : 5); k++) await decide();
      const times: number[] = [];
      let plan = await decide();
      for (let k = 0; k < repeats; k++) {
        const start = performance.now();
        plan = await decide();
        times.push(performance.now() - start);
      }
      if ('iterations' in budget) reproducible.push(plan);
      const { totals, utilization } = planFigures(scenario, plan);
      const { p50, p99, max } = spread(times);
      rows.push({
        planner: name,
        'p50 ms': p50,
        'p99 ms': p99,
        'max ms': max,
        findings: checkPlan({ scenario, situation, plan }).length,
        'samples lost': totals.lost,
        'samples on time': totals.onTime,
        'weighted h late': totals.weightedTardinessHours,
        runs: utilization.instruments.reduce((sum, instrument) => sum + instrument.runs, 0),
      });
    }
  } finally {
    await pool.close();
  }
  return {
    workload: { orders: scenario.orders.length, seed: 1, repeats, workers: 1 },
    resultHash: createHash('sha256').update(canonicalJson(reproducible)).digest('hex'),
    rows,
  };
}

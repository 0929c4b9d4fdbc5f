/**
 * Many pipelines at once: laboratories with 50, 200 and 1,000 orders, planned, carried out with breakdowns, recorded, verified and
 * audited. Processor seconds; plans are made within a fixed number of steps, so that the same facts come out every time.
 */

import { createHash } from 'node:crypto';
import { createPlannerPool } from '../src/solver/index.ts';
import type { BenchCase, BenchResult, BenchRow } from './case.ts';
import { runLaboratory } from './laboratory-run.ts';
import { makeLab } from './labs/index.ts';

export const pipelinesCase: BenchCase = {
  name: 'pipelines',
  about:
    'Laboratories of many concurrent pipelines carried out from first receipt to last delivery: processor seconds by part.',
  run: ({ smoke }) => (smoke ? run([8], 4) : run([50, 200, 1000], 60)),
};

async function run(sizes: readonly number[], iterations: number): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  const digests: string[] = [];
  for (const pipelines of sizes) {
    const { scenario } = makeLab({ seed: 1, pipelines, kind: 'normal' });
    const pool = createPlannerPool({ workers: 1 });
    try {
      const outcome = await runLaboratory({ scenario, seed: 1, pool, options: { seed: 1, budget: { iterations } } });
      digests.push(outcome.digest);
      const { facts, plans, planning, running, verifying, isVerified, findings, meanInFlight } = outcome;
      const samples = facts.filter((fact) => fact.type === 'sample-closed');
      const delivered = samples.filter(
        ({ outcome: end }) => end === 'delivered' || end === 'delivered-degraded',
      ).length;
      rows.push({
        pipelines,
        'mean in flight': Math.round(meanInFlight),
        samples: samples.length,
        delivered,
        facts: facts.length,
        plans,
        'planning s': planning,
        'a plan ms': (1000 * planning) / plans,
        'engine, world, ledger s': running,
        'us per fact': (1e6 * running) / facts.length,
        'verifying s': verifying,
        verified: isVerified ? 'yes' : 'NO',
        'audit findings': findings,
      });
    } finally {
      await pool.close();
    }
  }
  return {
    workload: { sizes: sizes.join(' '), iterations, seed: 1 },
    resultHash: createHash('sha256').update(digests.join()).digest('hex'),
    rows,
  };
}

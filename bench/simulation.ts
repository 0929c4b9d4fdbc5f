/**
 * The virtual world: its kernel against SimPy on two queues, and whole laboratories with their ledgers.
 *
 * Processor time throughout. The laboratory's plans are made by due date in the planner pool; their time stands apart, because
 * the kernel, the engine and the ledger are what is measured here.
 */

import { createHash } from 'node:crypto';
import { createPlannerPool } from '../src/solver/index.ts';
import type { BenchCase, BenchResult, BenchRow } from './case.ts';
import { announcedWeekly, runLaboratory } from './laboratory-run.ts';
import { makeLab } from './labs/index.ts';
import { findSimpy } from './peers/simpy.ts';
import { queueContests, type Contest } from './queues/contest.ts';

export const simulationCase: BenchCase = {
  name: 'simulation',
  about:
    'The kernel of virtual time against SimPy 4 on the same draws; whole laboratories with verified and audited ledgers, planning apart.',
  run,
};

interface LabSize {
  readonly name: string;
  readonly orders: number;
  readonly sizedFor: number;
  readonly repeats: number;
}

/** 1,110 orders keep a facility for 50 busy for a year, 2,300 one for 130. */
const FULL = {
  queues: { customers: 1_000_000, parts: 100_000, repeats: 9 },
  labs: [
    { name: 'four weeks, 50 orders', orders: 50, sizedFor: 50, repeats: 3 },
    { name: 'a year, 1,110 orders', orders: 1110, sizedFor: 50, repeats: 3 },
    { name: 'a year, 2,300 orders', orders: 2300, sizedFor: 130, repeats: 2 },
  ],
};
const SMOKE = {
  queues: { customers: 2000, parts: 300, repeats: 1 },
  labs: [{ name: 'six orders', orders: 6, sizedFor: 6, repeats: 1 }],
};

async function run({ smoke }: { readonly smoke: boolean }): Promise<BenchResult> {
  const { queues, labs } = smoke ? SMOKE : FULL;
  const contests = queueContests(queues, smoke ? undefined : findSimpy());
  const runs = [];
  for (const lab of labs) runs.push(await laboratory(lab));
  const rows = [...contests, ...runs].map(({ row }) => row);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    workload: { ...queues, labs: labs.map(({ name }) => name).join('; '), seed: 1 },
    resultHash: createHash('sha256')
      .update(JSON.stringify([...contests, ...runs].map(({ result }) => result)))
      .digest('hex'),
    rows: rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? '']))),
  };
}

/** The fastest of some runs, all of which must give the same facts. */
async function laboratory({ name, orders, sizedFor, repeats }: LabSize): Promise<Contest> {
  const scenario = announcedWeekly(makeLab({ seed: 1, pipelines: orders, kind: 'normal', sizedFor }).scenario);
  const pool = createPlannerPool({ workers: 1 });
  try {
    const runs = [];
    for (let k = 0; k < repeats; k++) {
      runs.push(
        await runLaboratory({ scenario, seed: 1, pool, options: { seed: 1, rule: 'edd', budget: { iterations: 1 } } }),
      );
    }
    const [first] = runs;
    if (first === undefined || runs.some(({ digest }) => digest !== first.digest)) {
      throw new Error(`${name}: the same seed gave other facts`);
    }
    const running = Math.min(...runs.map((one) => one.running));
    const verifying = Math.min(...runs.map((one) => one.verifying));
    const row: BenchRow = {
      model: `laboratory: ${name}, ${first.meanInFlight.toFixed(0)} in flight`,
      events: first.facts.length,
      'ours s': running + verifying,
      'ours events/s': Math.round(first.facts.length / running),
      'of which verifying s': verifying,
      'planning s': Math.min(...runs.map((one) => one.planning)),
      plans: first.plans,
      answer: `${first.isVerified ? 'verified' : 'NOT VERIFIED'}, ${first.findings} findings of the auditor`,
    };
    return { row, result: first.digest };
  } finally {
    await pool.close();
  }
}

/**
 * How busy sequencers are, and what is lost, when our plans are carried out beside those of FIFO, FIFO with full runs, and EDD.
 *
 * Two parts. Sequencers that never lack work, with breakdowns, repairs and flexible maintenance, under four staffings: utilization
 * against its ceiling (of the calendar as it turned out: downtime is taken out). And the named scenarios of extreme contention: samples
 * lost and weighted hours late. All planners of a replication meet the same chance.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { VariantResult } from '../src/simulation/index.ts';
import type { BenchCase, BenchResult, BenchRow } from './case.ts';
import { backlogDocument, STAFFINGS, type Staffing } from './labs/backlog.ts';
import { comparePlanners, differenceOf, isShownToBeMore, meanOf } from './studies.ts';

export const utilizationCase: BenchCase = {
  name: 'utilization',
  about:
    'Simulated laboratories planned by us, by FIFO, by FIFO with full runs and by EDD: how busy sequencers are against their proved ceiling, and what is lost; means, and 95 % intervals of the difference to ours.',
  run: ({ smoke }) => (smoke ? run(SMOKE) : run(FULL)),
};

interface Size {
  readonly replications: number;
  readonly weeks: number;
  readonly staffings: readonly Staffing[];
  readonly budget: number;
  readonly replanBudget: number;
  readonly contention: readonly string[];
}

const FULL: Size = {
  replications: 20,
  weeks: 4,
  staffings: Object.keys(STAFFINGS) as Staffing[],
  budget: 40_000,
  replanBudget: 6000,
  contention: [
    'one-sequencer-left',
    'tenfold-surge',
    'two-stats-and-an-expiring-batch',
    'power-and-nodes',
    'chiller-drift',
    'attrition',
  ],
};
const SMOKE: Size = {
  replications: 2,
  weeks: 1,
  staffings: ['weekdays only'],
  budget: 20,
  replanBudget: 5,
  contention: [],
};

async function run(size: Size): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  const values: unknown[] = [];
  const keep = (variants: readonly VariantResult[], row: (variant: VariantResult) => BenchRow): void => {
    values.push(variants.map(({ metrics }) => metrics.map((metric) => metric.values)));
    for (const variant of variants) rows.push(row(variant));
    console.error(JSON.stringify(rows.slice(-variants.length)));
  };
  for (const staffing of size.staffings) {
    const scenario = backlogDocument({ staffing, weeks: size.weeks, hasTrouble: true });
    const variants = await comparePlanners(staffing.replaceAll(' ', '-'), { ...size, scenario, metrics: BUSY });
    keep(variants, (variant) => busyRow(`never idle, ${staffing}`, variant));
  }
  for (const name of size.contention) {
    const scenario = path.resolve(`examples/contention/${name}.yaml`);
    if (!existsSync(scenario)) throw new Error(`no ${scenario}`);
    const study = { ...size, budget: 1000, replanBudget: 200, scenario, metrics: LOST };
    keep(await comparePlanners(name, study), (variant) => lostRow(name, variant));
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const { replications, weeks, budget, replanBudget } = size;
  return {
    workload: { replications, weeks, budget, replanBudget, contention: size.contention.join(' '), seed: 1 },
    resultHash: createHash('sha256').update(JSON.stringify(values)).digest('hex'),
    rows: rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? '']))),
  };
}

const BUSY = [
  'sequencer-available-utilization',
  'sequencer-available-ceiling',
  'share-of-realized-ceiling',
  'sequencer-downtime',
] as const;

const busyRow = (laboratory: string, variant: VariantResult): BenchRow => ({
  laboratory,
  planner: variant.name,
  'available utilization %': percent(meanOf(variant, 'sequencer-available-utilization')),
  'ceiling %': percent(meanOf(variant, 'sequencer-available-ceiling')),
  'of the realized ceiling %': percent(meanOf(variant, 'share-of-realized-ceiling')),
  'hours down': percent(meanOf(variant, 'sequencer-downtime')),
  'points more than ours': differenceOf(variant, 'sequencer-available-utilization'),
});

const LOST = ['samples-lost', 'weighted-samples-lost', 'samples-expired', 'weighted-tardiness'] as const;

const lostRow = (laboratory: string, variant: VariantResult): BenchRow => ({
  laboratory,
  planner: variant.name,
  'samples lost': percent(meanOf(variant, 'samples-lost')),
  'more lost than ours': differenceOf(variant, 'samples-lost'),
  shown: variant.name === 'seqplan' ? '' : isShownToBeMore(variant, 'samples-lost') ? 'yes' : 'no',
  'weighted hours late': percent(meanOf(variant, 'weighted-tardiness')),
  'more hours late than ours': differenceOf(variant, 'weighted-tardiness'),
});

const percent = (value: number): string => value.toFixed(2);

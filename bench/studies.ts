/** Studies of planners in the virtual world: the same laboratory, the same chance, another planner. */

import type { ScenarioDocument } from '../src/model/index.ts';
import { experiment } from '../src/service/index.ts';
import type { MetricResult, VariantResult } from '../src/simulation/index.ts';

/** What laboratories do today, beside ours (the baseline). */
export const PLANNERS = ['seqplan', 'fifo', 'fifo-batch', 'edd'] as const;

export interface Study {
  readonly scenario: ScenarioDocument | string;
  readonly replications: number;
  /** Steps of the first plan and of plans on the way. */
  readonly budget: number;
  readonly replanBudget: number;
  readonly metrics: readonly string[];
}

/** One result for each planner, ours first. */
export async function comparePlanners(name: string, study: Study): Promise<readonly VariantResult[]> {
  const { scenario, replications, budget, replanBudget, metrics } = study;
  const outcome = await experiment(
    {
      schemaVersion: 1,
      name,
      scenario,
      baseline: PLANNERS[0],
      variants: PLANNERS.map((planner) =>
        planner === 'seqplan' ? { name: planner } : { name: planner, planner: { rule: planner } },
      ),
      planner: { rule: 'portfolio', budget, replanBudget },
      replications: { min: replications, max: replications, seed: 1 },
      metrics: [...metrics] as never,
    },
    { workers: 2 },
  );
  if (outcome.kind !== 'done') throw new Error(`${name} was interrupted`);
  return outcome.variants;
}

export function metricOf({ metrics }: VariantResult, name: string): MetricResult {
  const found = metrics.find(({ metric }) => metric === name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
}

export const meanOf = (variant: VariantResult, metric: string): number =>
  metricOf(variant, metric).mean.mean ?? Number.NaN;

/** `+12 ± 3`: what the planner has more than ours, 95 %; of ours nothing. */
export function differenceOf(variant: VariantResult, metric: string): string {
  const { difference } = metricOf(variant, metric);
  if (difference === null || difference.mean === null) return '';
  const sign = difference.mean > 0 ? '+' : '';
  return `${sign}${round(difference.mean)} ± ${round(difference.halfWidth ?? Number.NaN)}`;
}

/** Whether zero lies outside of the interval, on the side where ours has less. */
export function isShownToBeMore(variant: VariantResult, metric: string): boolean {
  const { difference } = metricOf(variant, metric);
  return (difference?.mean ?? 0) - (difference?.halfWidth ?? Infinity) > 0;
}

const round = (value: number): number => Number(value.toPrecision(3));

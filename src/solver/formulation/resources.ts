/** Staff and compute pools as cumulative resources. */

import type { StepFunction } from '../../base/index.ts';
import type { PoolId, Scenario, Shortage } from '../../model/index.ts';
import { numbers, rowStarts } from '../columns.ts';
import type { Resources } from '../problem.ts';
import { capacitiesOf } from './shortages.ts';

export const STAFF = 0;

export interface PoolResources {
  readonly cores: number;
  readonly memory: number;
  readonly gpus: number;
}

/** Resource 0 is the staff; then cores, memory (bytes) and GPUs of each pool. */
export function formulateResources(
  scenario: Scenario,
  shortages?: readonly Shortage[],
): {
  readonly table: Resources;
  readonly poolResources: ReadonlyMap<PoolId, PoolResources>;
} {
  const { staff, pools } = capacitiesOf(scenario, shortages);
  const steps: StepFunction[] = [staff];
  const poolResources = new Map<PoolId, PoolResources>();
  for (const pool of pools) {
    const cores = steps.push(pool.cores) - 1;
    const memory = steps.push(pool.memory) - 1;
    const gpus = steps.push(pool.gpus) - 1;
    poolResources.set(pool.id, { cores, memory, gpus });
  }
  const rows = steps.flatMap((step, resource) => step.times.map(() => resource));
  return {
    table: {
      count: steps.length,
      firstStep: rowStarts(rows, steps.length),
      stepTime: numbers(steps.flatMap((step) => [...step.times])),
      stepLevel: numbers(steps.flatMap((step) => [...step.levels])),
    },
    poolResources,
  };
}

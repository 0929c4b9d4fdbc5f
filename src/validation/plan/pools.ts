/** Rule 18: the tasks of a pool never need more cores, memory or GPUs than it has. */

import { constantLevel, interval, lowered, type Finding, type StepFunction } from '../../base/index.ts';
import { breach, when } from './breach.ts';
import { findOveruse, type Use } from './overuse.ts';
import type { PlanView } from './plan-view.ts';

export function* checkPools(view: PlanView): Iterable<Finding> {
  for (const { id, cores, memoryBytes, gpus } of view.pools.values()) {
    const supplies = [
      { resource: 'cores', unit: 'cores', limit: cores },
      { resource: 'memoryBytes', unit: 'bytes of memory', limit: constantLevel(memoryBytes) },
      { resource: 'gpus', unit: 'GPUs', limit: constantLevel(gpus) },
    ] as const;
    for (const { resource, unit, limit } of supplies) {
      for (const excess of findOveruse(
        usesOf(view, { pool: id, resource }),
        less(view, { pool: id, resource }, limit),
      )) {
        yield breach({
          code: 'POOL',
          path: excess.culprit.path,
          message: `pool ${id}: ${excess.used} ${unit} are used and ${excess.limit} there within ${when(excess.start)} to ${when(excess.end)}: ${excess.uses.map((use) => use.name).join(', ')}`,
          hint: 'Start a task later, or compute fewer samples side by side.',
        });
      }
    }
  }
}

/** What the pool has, less what is missing of it. */
function less({ situation }: PlanView, { pool, resource }: Supply, limit: StepFunction): StepFunction {
  const missing = (situation.shortages ?? []).flatMap(({ of, since, until }) =>
    of.kind === 'pool' && of.pool === pool ? [{ during: interval(since, until), by: of[resource] }] : [],
  );
  return lowered(limit, missing);
}

interface Supply {
  readonly pool: string;
  readonly resource: 'cores' | 'memoryBytes' | 'gpus';
}

function usesOf(view: PlanView, { pool, resource }: Supply): Use[] {
  return view.tasks.flatMap(({ task, path }) => {
    const { id, placement, start, end, isFrozen } = task;
    if (placement.kind !== 'pool' || placement.pool !== pool) return [];
    return [{ name: `task ${id}`, path, start, end, amount: placement[resource], isFrozen }];
  });
}

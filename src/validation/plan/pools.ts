/** Rule 18: the tasks of a pool never need more cores, memory or GPUs than it has. */

import { constantLevel, type Finding } from '../../base/index.ts';
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
      for (const excess of findOveruse(usesOf(view, { pool: id, resource }), limit)) {
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

function usesOf(
  view: PlanView,
  { pool, resource }: { pool: string; resource: 'cores' | 'memoryBytes' | 'gpus' },
): Use[] {
  return view.tasks.flatMap(({ task, path }) => {
    const { id, placement, start, end, isFrozen } = task;
    if (placement.kind !== 'pool' || placement.pool !== pool) return [];
    return [{ name: `task ${id}`, path, start, end, amount: placement[resource], isFrozen }];
  });
}

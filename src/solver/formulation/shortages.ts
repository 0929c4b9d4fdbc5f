/** What staff and pools have left while some of it is missing. */

import { constantLevel, interval, lowered, type StepFunction } from '../../base/index.ts';
import type { PoolId, Scenario, Shortage } from '../../model/index.ts';

/** The scenario as far as capacities go, less the shortages; the same object where there are none. */
export interface Capacities {
  readonly staff: StepFunction;
  readonly pools: readonly {
    readonly id: PoolId;
    readonly cores: StepFunction;
    readonly memory: StepFunction;
    readonly gpus: StepFunction;
  }[];
}

export function capacitiesOf({ staff, pools }: Scenario, shortages: readonly Shortage[] = []): Capacities {
  const less = (steps: StepFunction, amountOf: (shortage: Shortage) => number): StepFunction => {
    const parts = shortages.flatMap((shortage) => {
      const by = amountOf(shortage);
      return by > 0 ? [{ during: interval(shortage.since, shortage.until), by }] : [];
    });
    return parts.length === 0 ? steps : lowered(steps, parts);
  };
  const ofPool = (id: PoolId, what: 'cores' | 'memoryBytes' | 'gpus') => (shortage: Shortage) =>
    shortage.of.kind === 'pool' && shortage.of.pool === id ? shortage.of[what] : 0;
  return {
    staff: less(staff, ({ of }) => (of.kind === 'staff' ? of.operators : 0)),
    pools: pools.map(({ id, cores, memoryBytes, gpus }) => ({
      id,
      cores: less(cores, ofPool(id, 'cores')),
      memory: less(constantLevel(memoryBytes), ofPool(id, 'memoryBytes')),
      gpus: less(constantLevel(gpus), ofPool(id, 'gpus')),
    })),
  };
}

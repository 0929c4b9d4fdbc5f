/** The simplest planner that is right for compute alone: one task after the other, order by order. */

import { after, duration, mustGet } from '../../src/base/index.ts';
import { id, type Plan, type PlannedTask, type Scenario, type Situation } from '../../src/model/index.ts';

export function lineUp(scenario: Scenario, { now, lots }: Situation): Plan {
  const tasks: PlannedTask[] = [];
  let free = now;
  for (const { lot, order: orderId, samples, done, running } of lots) {
    const order = scenario.orders.find((one) => one.id === orderId);
    const workflow = order && mustGet(scenario.workflows, order.workflow);
    for (const { stage, start, end, placement } of running) {
      const members = [{ lot, stage }];
      tasks.push({ id: id(`${lot}:${stage}`), members, placement, setup: duration(0), start, end, isFrozen: true });
      if (end > free) free = end;
    }
    const over = new Set([...done, ...running].map((one) => one.stage));
    for (const stage of workflow?.stages ?? []) {
      if (over.has(stage.id)) continue;
      if (stage.kind !== 'compute') throw new Error(`stage ${stage.id} is not computed`);
      const start = free;
      free = after(free, samples.length * stage.time.fixed);
      const { pool, cores, memoryBytes, gpus } = stage;
      const placement = { kind: 'pool', pool, parallel: 1, cores, memoryBytes, gpus } as const;
      const members = [{ lot, stage: stage.id }];
      tasks.push({
        id: id(`${lot}:${stage.id}`),
        members,
        placement,
        setup: duration(0),
        start,
        end: free,
        isFrozen: false,
      });
    }
  }
  const method = { name: 'line-up', seed: 0, iterations: 0, isReproducible: true };
  return { now, tasks, maintenance: [], lost: [], objective: [], method };
}

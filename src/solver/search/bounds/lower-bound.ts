/**
 * What no schedule of a shop can be shorter than: the longest job, the work on every machine, the work on all machines at the
 * best prices; and from there on, whatever the refutation of time windows adds.
 */

import { i32 } from '../../columns.ts';
import type { Shop } from '../shop.ts';
import { pricedBound } from './machine-prices.ts';
import { preemptiveBound } from './preemptive.ts';
import { refutedBound } from './shop-windows.ts';
import { tasksOf, type Task } from './tasks.ts';

export function lowerBound(shop: Shop): number {
  const tasks = tasksOf(shop);
  const longestJob = tasks.reduce((most, { head, duration, tail }) => Math.max(most, head + duration + tail), 0);
  const loads = tasksByMachine(shop, tasks).map(preemptiveBound);
  const hasChoice = shop.modeMachine.length > shop.operationCount;
  return refutedBound(shop, Math.max(longestJob, ...loads, hasChoice ? pricedBound(shop, tasks) : 0));
}

/** [machines] the tasks that can go nowhere else. */
function tasksByMachine({ machineCount, firstMode, modeMachine }: Shop, tasks: readonly Task[]): Task[][] {
  const byMachine: Task[][] = Array.from({ length: machineCount }, () => []);
  for (const task of tasks) {
    const machines = modeMachine.subarray(i32(firstMode, task.slot), i32(firstMode, task.slot + 1));
    const machine = i32(machines, 0);
    if (machines.every((other) => other === machine)) byMachine[machine]?.push(task);
  }
  return byMachine;
}

/** Orders next to each other on the timelines of machines. */

import { pick } from './pick.ts';
import type { RuinContext } from './ruin-move.ts';
import { NONE } from '../../problem.ts';
import { forEachOperation, orderOf } from '../../orders.ts';
import type { Task } from '../../schedule/task.ts';

/** Adds to `chosen` orders around random tasks of `order`, until there are `size` of them or nobody is found. */
export function addNeighbours(context: RuinContext, order: number, chosen: Set<number>): void {
  const { schedule, random, size } = context;
  const tasks: Task[] = [];
  forEachOperation(schedule.problem, order, (operation) => {
    const task = schedule.taskOf[operation];
    if (task !== undefined && task.kind === 'work' && task.machine !== NONE) tasks.push(task);
  });
  if (tasks.length === 0) {
    // A lost order has no neighbours: whoever makes room for it may be anywhere.
    for (let k = 1; k < size; k++) chosen.add(pick(context.orders, random));
    return;
  }
  for (let attempt = 0; attempt < size && chosen.size < size; attempt++) {
    const task = pick(tasks, random);
    const timeline = schedule.timelines[task.machine] as Task[];
    const at = timeline.indexOf(task);
    // Nearer neighbours are likelier; the ones before as likely as the ones after.
    const distance = 1 + random.below(1 + attempt);
    const other = timeline[random.below(2) === 0 ? at - distance : at + distance];
    if (other === undefined || other.kind !== 'work') continue;
    chosen.add(orderOf(schedule.problem, pick(other.operations, random)));
  }
  // Who shares a task with the order can only move together with it.
  for (const operation of pick(tasks, random).operations) {
    if (chosen.size < 2 * size) chosen.add(orderOf(schedule.problem, operation));
  }
}

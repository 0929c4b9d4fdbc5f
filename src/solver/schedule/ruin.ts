/**
 * Takes whole orders out of a schedule, and with them every order that cannot stay without them.
 *
 * Taking work out can hurt what stays: the machine's next task may need a longer set-up than before, and a batch that
 * becomes shorter may end too early for the latest start of what follows. Those orders are taken out too.
 */

import { f64, i32 } from '../columns.ts';
import { forEachOperation, orderOf } from '../orders.ts';
import type { Problem } from '../problem.ts';
import type { Schedule } from './schedule.ts';
import type { Task } from './task.ts';

export interface Ruined {
  /** Orders taken out, in the order of their going; those that were not planned are passed over. */
  readonly removed: readonly number[];
  /** Orders that stay, of which a task ends earlier than before. */
  readonly shortened: readonly number[];
}

export function ruin(schedule: Schedule, orders: Iterable<number>): Ruined {
  const { problem } = schedule;
  const gone = new Set<number>(orders);
  const shorter = new Set<Task>();
  const removed: number[] = [];
  const shortened = new Set<number>();
  // A set yields what is added to it on the way.
  for (const order of gone) {
    if (!withdrawOrder(schedule, order, (task) => addOrdersOf(problem, task, gone), shorter)) continue;
    removed.push(order);
    for (const task of shorter) {
      for (const member of task.operations) {
        shortened.add(orderOf(problem, member));
        if (endsTooEarly(schedule, member)) gone.add(orderOf(problem, member));
      }
    }
    shorter.clear();
  }
  return { removed, shortened: [...shortened].filter((order) => !gone.has(order)) };
}

function withdrawOrder(schedule: Schedule, order: number, evict: (task: Task) => void, shorter: Set<Task>): boolean {
  let wasPlanned = false;
  forEachOperation(schedule.problem, order, (operation) => {
    const task = schedule.taskOf[operation];
    if (task === undefined || task.kind !== 'work') return;
    wasPlanned = true;
    const { end } = task;
    const blocked = schedule.withdraw(operation);
    if (blocked !== undefined) evict(blocked);
    if (task.end < end) shorter.add(task);
  });
  return wasPlanned;
}

function addOrdersOf(problem: Problem, task: Task, to: Set<number>): void {
  for (const member of task.operations) to.add(orderOf(problem, member));
}

/** Whether a planned operation ends so early that one after it starts later than it may. */
function endsTooEarly(schedule: Schedule, operation: number): boolean {
  const { arcs } = schedule.problem;
  const task = schedule.taskOf[operation];
  if (task === undefined) return false;
  for (let k = i32(arcs.firstOut, operation); k < i32(arcs.firstOut, operation + 1); k++) {
    const arc = i32(arcs.out, k);
    const next = schedule.taskOf[i32(arcs.to, arc)];
    if (next !== undefined && next.start > task.end + f64(arcs.max, arc)) return true;
  }
  return false;
}

/** All members of a shared task, often with those of the task next to it: pooling, recipe and place are decided anew. */

import { f64, item } from '../../../columns.ts';
import { orderOf } from '../../../orders.ts';
import { NONE, type Problem } from '../../../problem.ts';
import type { Task } from '../../../schedule/task.ts';
import { pick } from '../pick.ts';
import type { RuinContext, RuinMove } from '../ruin-move.ts';

/** Random machines that are looked at for one with shared tasks. */
const ATTEMPTS = 8;
/** A task of more members is left alone: placing so many costs more than it brings. */
const MOST_MEMBERS = 24;

export const wholeTasks: RuinMove = {
  name: 'whole tasks',
  supports: ({ modes }) => modes.batchKey.some((key) => key !== NONE),
  choose(context) {
    const { schedule, random, size } = context;
    const { problem } = schedule;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const timeline = schedule.timelines[random.below(problem.machines.count)] as Task[];
      if (timeline.length === 0) continue;
      const at = random.below(timeline.length);
      const task = timeline[at] as Task;
      if (task.kind !== 'work' || !isWorthwhile(problem, task)) continue;
      const chosen = new Set<number>();
      addMembers(problem, task, chosen);
      for (let k = at + 1; k < timeline.length && chosen.size < size; k++) addMembers(problem, timeline[k], chosen);
      addStranger(context, chosen);
      return { orders: [...chosen] };
    }
    return undefined;
  },
};

/** Runs with lanes always, other tasks where they are shared. */
const isWorthwhile = (problem: Problem, task: Task): boolean =>
  task.operations.length <= MOST_MEMBERS &&
  (f64(problem.modes.unit, item(task.modes, 0)) > 0 || task.operations.length > 1);

function addMembers(problem: Problem, task: Task | undefined, to: Set<number>): void {
  if (task === undefined || task.kind !== 'work' || task.operations.length > MOST_MEMBERS) return;
  for (const operation of task.operations) to.add(orderOf(problem, operation));
}

/** Somebody from elsewhere, who may come into the new task. */
function addStranger({ orders, random }: RuinContext, to: Set<number>): void {
  if (random.below(2) === 0) to.add(pick(orders, random));
}

/** Rules 2 and 3: each open stage is planned once, and an order is either planned whole or lost for a cause. */

import type { Finding } from '../../base/index.ts';
import { breach } from './breach.ts';
import type { PlanView, TaskView } from './plan-view.ts';

export function* checkCompleteness(view: PlanView): Iterable<Finding> {
  yield* missingStages(view);
  yield* duplicateStages(view);
  yield* duplicateIds(view);
  yield* lostOrders(view);
}

function* missingStages(view: PlanView): Iterable<Finding> {
  for (const lot of view.lots.values()) {
    if (view.lost.has(lot.order.id)) continue;
    for (const [stage, status] of lot.status) {
      if (status !== 'open' || lot.plannedIn.has(stage)) continue;
      yield breach({
        code: 'MISSING',
        path: `/lots/${lot.id}/${stage}`,
        message: `stage ${stage} of lot ${lot.id} is open and in no task, and order ${lot.order.id} is not lost`,
        hint: 'Plan every open stage of an order, or list the order as lost.',
      });
    }
  }
  for (const { task, path } of view.tasks) {
    if (task.members.length > 0) continue;
    yield breach({
      code: 'MISSING',
      path,
      message: `task ${task.id} has no members`,
      hint: 'A task works on at least one lot.',
    });
  }
}

function* duplicateStages(view: PlanView): Iterable<Finding> {
  const seen = new Map<string, TaskView>();
  for (const taskView of view.tasks) {
    for (const { lot, stage } of taskView.members) {
      const key = JSON.stringify([lot.id, stage.id]);
      const first = seen.get(key);
      seen.set(key, first ?? taskView);
      const status = lot.status.get(stage.id);
      const isOver = status === 'done' || status === 'skipped';
      if (first === undefined && !isOver) continue;
      yield breach({
        code: 'DUPLICATE',
        path: taskView.path,
        message: isOver
          ? `task ${taskView.task.id} plans stage ${stage.id} of lot ${lot.id}, which is ${status}`
          : `task ${taskView.task.id} plans stage ${stage.id} of lot ${lot.id}, as ${first?.task.id} does`,
        hint: 'Plan each open stage once.',
      });
    }
  }
}

/** Tasks and maintenance share one name space (`PlannedTask.id`). */
function* duplicateIds({ plan }: PlanView): Iterable<Finding> {
  const seen = new Set<string>();
  const named = [
    ...plan.tasks.map(({ id }) => ({ id, path: `/tasks/${id}` })),
    ...plan.maintenance.map(({ id }) => ({ id, path: `/maintenance/${id}` })),
  ];
  for (const { id, path } of named) {
    if (seen.has(id)) {
      const message = `the id ${id} is given twice`;
      yield breach({ code: 'DUPLICATE', path, message, hint: 'Ids are unique in a plan.' });
    }
    seen.add(id);
  }
}

function* lostOrders(view: PlanView): Iterable<Finding> {
  for (const { order, causes } of view.plan.lost) {
    if (causes.length > 0) continue;
    yield breach({
      code: 'LOST-UNEXPLAINED',
      path: `/lost/${order}`,
      message: `order ${order} is lost without a cause`,
      hint: 'Name what makes the order impossible.',
    });
  }
  for (const { task, path, members } of view.tasks) {
    for (const { lot, stage } of members) {
      if (!view.lost.has(lot.order.id) || lot.status.get(stage.id) !== 'open') continue;
      yield breach({
        code: 'LOST-PLANNED',
        path,
        message: `task ${task.id} plans stage ${stage.id} of lot ${lot.id}, but order ${lot.order.id} is lost`,
        hint: 'An order is lost as a whole: drop its tasks, or take it off the list.',
      });
    }
  }
}

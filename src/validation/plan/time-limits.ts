/** Rules 5, 7, 8 and 10: nothing starts too early or too late for its order. */

import { containing, type Finding } from '../../base/index.ts';
import { breach, when } from './breach.ts';
import { predecessorsOf } from './precedence.ts';
import { membersOf, type Member, type PlanView, type TaskView } from './plan-view.ts';

export function* checkTimeLimits(view: PlanView): Iterable<Finding> {
  for (const taskView of view.tasks) {
    if (taskView.task.isFrozen) continue;
    yield* notBeforeNow(view, taskView);
    for (const member of taskView.members) {
      yield* released(taskView, member);
      yield* notExpired(taskView, member);
      yield* inStartWindow(taskView, member);
    }
  }
  yield* deadlines(view);
}

function* notBeforeNow({ situation }: PlanView, taskView: TaskView): Iterable<Finding> {
  const { task, path } = taskView;
  const begin = task.start - task.setup;
  if (begin >= situation.now) return;
  const message = `task ${membersOf(taskView)} begins ${when(begin)}, set-up included, before now, ${when(situation.now)}`;
  yield breach({ code: 'RELEASE', path, message, hint: 'Plan from now on.' });
}

function* released({ task, path }: TaskView, { lot, stage }: Member): Iterable<Finding> {
  const limits = [
    { name: `release of order ${lot.order.id}`, limit: lot.order.release },
    { name: `earliest instant of lot ${lot.id}`, limit: lot.situation.notBefore },
  ];
  for (const { name, limit } of limits) {
    if (task.start >= limit) continue;
    const message = `stage ${stage.id} of lot ${lot.id} starts ${when(task.start)}, before the ${name}, ${when(limit)}`;
    yield breach({ code: 'RELEASE', path, message, hint: 'Start it later.' });
  }
}

function* notExpired({ task, path }: TaskView, { lot, stage }: Member): Iterable<Finding> {
  const { expires } = lot.order;
  if (expires === undefined || task.start <= expires || predecessorsOf(lot, stage).length > 0) return;
  yield breach({
    code: 'EXPIRED',
    path,
    message: `stage ${stage.id} of lot ${lot.id} starts ${when(task.start)}; its ${lot.order.material} expires ${when(expires)}`,
    hint: 'Start it earlier, or give the order up.',
  });
}

function* inStartWindow({ task, path }: TaskView, { lot, stage }: Member): Iterable<Finding> {
  if (stage.kind !== 'bench' || stage.startWindows === undefined) return;
  if (containing(stage.startWindows, task.start) !== undefined) return;
  const message = `stage ${stage.id} of lot ${lot.id} starts ${when(task.start)}, in none of its start windows`;
  yield breach({ code: 'START-WINDOW', path, message, hint: 'Start it within an appointment.' });
}

/** One finding per order, at the task that ends last. */
function* deadlines(view: PlanView): Iterable<Finding> {
  const lastOf = new Map<string, TaskView>();
  for (const taskView of view.tasks) {
    if (taskView.task.isFrozen) continue;
    for (const { lot } of taskView.members) {
      const last = lastOf.get(lot.order.id);
      if (last === undefined || last.task.end < taskView.task.end) lastOf.set(lot.order.id, taskView);
    }
  }
  for (const { id, deadline } of view.scenario.orders) {
    const last = lastOf.get(id);
    if (deadline === undefined || last === undefined || view.lost.has(id) || last.task.end <= deadline) continue;
    yield breach({
      code: 'DEADLINE',
      path: last.path,
      message: `order ${id} ends ${when(last.task.end)}, after its deadline, ${when(deadline)}`,
      hint: 'Finish it earlier, or give the order up.',
    });
  }
}

/** Rule 4: what is running stays exactly as the situation says, and nothing else is frozen. */

import { canonicalJson, type Finding } from '../../base/index.ts';
import type { RunningStage } from '../../model/index.ts';
import { breach, when } from './breach.ts';
import { membersOf, type LotView, type PlanView, type TaskView } from './plan-view.ts';

export function* checkFrozen(view: PlanView): Iterable<Finding> {
  for (const lot of view.lots.values()) {
    for (const running of lot.situation.running) yield* runningStage(lot, running);
  }
  yield* splitBatches(view);
  for (const taskView of view.tasks) {
    if (!taskView.task.isFrozen) continue;
    for (const { lot, stage } of taskView.members) {
      if (lot.status.get(stage.id) === 'running') continue;
      const message = `task ${membersOf(taskView)} is frozen, but stage ${stage.id} of lot ${lot.id} is not running`;
      yield breach({ code: 'FROZEN', path: taskView.path, message, hint: 'Freeze only what is running.' });
    }
  }
}

function* runningStage(lot: LotView, running: RunningStage): Iterable<Finding> {
  const planned = lot.plannedIn.get(running.stage);
  const what = `stage ${running.stage} of lot ${lot.id}, running ${when(running.start)} to ${when(running.end)},`;
  const hint = 'Copy start, end and placement of running work from the situation, and mark the task frozen.';
  if (planned === undefined) {
    yield breach({ code: 'FROZEN', path: `/lots/${lot.id}/${running.stage}`, message: `${what} is in no task`, hint });
    return;
  }
  const { task, path } = planned;
  const differences = [
    ...(task.isFrozen ? [] : ['is not frozen']),
    ...(task.start === running.start ? [] : [`starts ${when(task.start)}`]),
    ...(task.end === running.end ? [] : [`ends ${when(task.end)}`]),
    ...(canonicalJson(task.placement) === canonicalJson(running.placement) ? [] : ['is placed otherwise']),
  ];
  if (differences.length === 0) return;
  const message = `${what} is in task ${task.id}, which ${differences.join(' and ')}`;
  yield breach({ code: 'FROZEN', path, message, hint });
}

/** Lots whose running stages share a machine and a start are one batch, so one task. */
function* splitBatches(view: PlanView): Iterable<Finding> {
  const taskOf = new Map<string, TaskView>();
  for (const lot of view.lots.values()) {
    for (const { stage, start, placement } of lot.situation.running) {
      const planned = lot.plannedIn.get(stage);
      if (placement.kind === 'pool' || planned === undefined) continue;
      const batch = JSON.stringify([placement.machine, start]);
      const first = taskOf.get(batch);
      taskOf.set(batch, first ?? planned);
      if (first === undefined || first === planned) continue;
      yield breach({
        code: 'FROZEN',
        path: planned.path,
        message: `tasks ${first.task.id} and ${planned.task.id} split the batch running on ${placement.machine} since ${when(start)}`,
        hint: 'Lots of one running batch share a task.',
      });
    }
  }
}

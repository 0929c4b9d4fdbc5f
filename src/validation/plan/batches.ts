/** Rule 16: lots share a bench task only as one batch family, within the capacity of the equipment. */

import type { Finding } from '../../base/index.ts';
import { breach } from './breach.ts';
import { membersOf, type PlanView, type TaskView } from './plan-view.ts';

export function* checkBatches(view: PlanView): Iterable<Finding> {
  for (const taskView of view.tasks) {
    if (taskView.task.isFrozen || taskView.task.placement.kind !== 'machine') continue;
    yield* family(taskView);
    yield* capacity(taskView);
  }
}

function* family(taskView: TaskView): Iterable<Finding> {
  const { path, members } = taskView;
  if (members.length < 2) return;
  const families = members.map(({ stage }) => (stage.kind === 'bench' ? stage.batch?.family : undefined));
  const [first] = families;
  if (first !== undefined && families.every((other) => other === first)) return;
  yield breach({
    code: 'BATCH',
    path,
    message: `task ${membersOf(taskView)} mixes batch families ${families.map((name) => name ?? '(none)').join(', ')}`,
    hint: 'Only stages of one batch family share a task.',
  });
}

function* capacity(taskView: TaskView): Iterable<Finding> {
  const { path, members, machine } = taskView;
  if (machine?.kind !== 'equipment') return;
  // A lot without batch rule that is alone runs in cycles instead (rule 9).
  const isBatch =
    members.length > 1 || members.some(({ stage }) => stage.kind === 'bench' && stage.batch !== undefined);
  const samples = members.reduce((sum, { lot }) => sum + lot.n, 0);
  if (!isBatch || samples <= machine.capacity) return;
  yield breach({
    code: 'BATCH',
    path,
    message: `task ${membersOf(taskView)} holds ${samples} samples; ${machine.id} has room for ${machine.capacity}`,
    hint: 'Split the batch.',
  });
}

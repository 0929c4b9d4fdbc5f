/** Rule 9: a task lasts exactly as long as its work, in whole seconds. */

import type { Finding } from '../../base/index.ts';
import { breach, long, when } from './breach.ts';
import { membersOf, type PlanView, type TaskView } from './plan-view.ts';

export function* checkDurations(view: PlanView): Iterable<Finding> {
  for (const taskView of view.tasks) {
    const { task, path } = taskView;
    if (task.isFrozen) continue;
    if (!Number.isSafeInteger(task.start)) {
      const message = `task ${task.id} starts at ${when(task.start)}, which is not a whole second`;
      yield breach({ code: 'DURATION', path, message, hint: 'Times are whole seconds.' });
      continue;
    }
    const expected = durationOf(taskView);
    const actual = task.end - task.start;
    if (expected === undefined || actual === expected) continue;
    yield breach({
      code: 'DURATION',
      path,
      message: `task ${membersOf(taskView)} lasts ${long(actual)}; its work takes ${long(expected)}`,
      hint: 'Set the end to the start plus the duration of the work.',
    });
  }
}

/** undefined: another rule says why the work is not defined (an unknown name, a wrong kind of machine, a mixed batch). */
function durationOf(taskView: TaskView): number | undefined {
  const { task, members, machine, recipe } = taskView;
  const [first] = members;
  if (first === undefined || members.length < task.members.length) return undefined;
  const { lot, stage } = first;
  switch (task.placement.kind) {
    case 'machine': {
      if (stage.kind !== 'bench') return undefined;
      if (members.length > 1 || stage.batch !== undefined) return longestMember(taskView);
      if (machine?.kind !== 'equipment') return undefined;
      return stage.time.fixed * Math.ceil(lot.n / machine.capacity) + stage.time.perSample * lot.n;
    }
    case 'run':
      return recipe?.runTime;
    case 'pool': {
      if (stage.kind !== 'compute' || members.length > 1) return undefined;
      return Math.ceil(lot.n / task.placement.parallel) * (stage.time.fixed + stage.time.perSample);
    }
  }
}

function longestMember({ members }: TaskView): number | undefined {
  let longest = 0;
  for (const { lot, stage } of members) {
    if (stage.kind !== 'bench' || stage.batch === undefined) return undefined;
    longest = Math.max(longest, stage.time.fixed + stage.time.perSample * lot.n);
  }
  return longest;
}

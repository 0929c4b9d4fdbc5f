/** Rule 6: a stage waits for the stages before it, at least and at most as long as they ask. */

import { mustGet, type Finding } from '../../base/index.ts';
import type { Stage } from '../../model/index.ts';
import { breach, long } from './breach.ts';
import { endOf, type LotView, type Member, type PlanView, type TaskView } from './plan-view.ts';

export function* checkPrecedence(view: PlanView): Iterable<Finding> {
  for (const taskView of view.tasks) {
    if (taskView.task.isFrozen) continue;
    for (const member of taskView.members) yield* lags(taskView, member);
  }
}

function* lags({ task, path }: TaskView, { lot, stage }: Member): Iterable<Finding> {
  for (const before of predecessorsOf(lot, stage)) {
    const end = endOf(lot, before.id);
    // Not planned at all: reported as missing.
    if (end === undefined) continue;
    const lag = task.start - end;
    const { min, max } = before.hold;
    const what = `stage ${stage.id} of lot ${lot.id} starts ${long(lag)} after the end of ${before.id}`;
    if (lag < min) {
      const message = `${what}; at least ${long(min)} is needed`;
      yield breach({ code: 'PRECEDENCE', path, message, hint: 'Start it later.' });
    }
    if (max !== undefined && lag > max) {
      const message = `${what}; at most ${long(max)} is allowed`;
      yield breach({ code: 'HOLD', path, message, hint: `Start it earlier, or ${before.id} later.` });
    }
  }
}

/** The stages that count as `after` of a stage: a skipped one is replaced by its own predecessors. Each once. */
export function predecessorsOf(lot: LotView, stage: Stage): readonly Stage[] {
  const found = new Set<Stage>();
  const visit = (current: Stage): void => {
    for (const id of current.after) {
      const before = mustGet(lot.stages, id);
      if (lot.status.get(id) === 'skipped') visit(before);
      else found.add(before);
    }
  };
  visit(stage);
  return [...found];
}

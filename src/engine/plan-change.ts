/** How stable plans are: what a new one moves of the work that the one in force had still to start. */

import type { PlanChange, PlannedTask } from '../model/index.ts';
import type { RunState } from './state.ts';
import { resourceOf } from './work.ts';

/** `tasks`: of the new plan, without frozen ones. Stages that only one of the plans has are not compared. */
export function changeBetween(state: RunState, tasks: readonly PlannedTask[]): PlanChange {
  let kept = 0;
  let moved = 0;
  let seconds = 0;
  for (const task of tasks) {
    for (const { lot, stage } of task.members) {
      const progress = state.lots.get(lot)?.stages.get(stage);
      // Begun while the answer was awaited: nothing that a plan could still move.
      const before = progress?.status === 'open' ? taskInForce(state, progress.task) : undefined;
      if (before === undefined) continue;
      kept++;
      const apart = Math.abs(task.start - before.start);
      if (apart === 0 && resourceOf(task.placement) === resourceOf(before.placement)) continue;
      moved++;
      seconds += apart;
    }
  }
  return { kept, moved, hours: Math.round(seconds / 3.6) / 1000 };
}

const taskInForce = (state: RunState, id: PlannedTask['id'] | undefined): PlannedTask | undefined =>
  id === undefined ? undefined : state.plan?.tasks.get(id)?.task;

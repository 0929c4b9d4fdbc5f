/** Work that was under way when the scenario began: it occupies machines and pools from instant 0, though no fact starts it. */

import { seconds } from '../base/index.ts';
import { id, initialSituation, type LotId, type RunningStage, type Scenario, type TaskId } from '../model/index.ts';
import type { Attempt } from './timeline.ts';

/**
 * As unfinished first attempts with their expected ends. Lots whose running stage names one machine and start share a
 * task. Tasks have the names under which the engine tells of their end.
 */
export function carriedOver(scenario: Scenario): readonly Attempt[] {
  if (!scenario.orders.some((order) => order.progress.some((p) => p.end > 0))) return [];
  const tasks = new Map<TaskId, Attempt>();
  for (const { lot, running } of initialSituation(scenario).lots) {
    for (const stage of running) {
      const { start, end, placement } = stage;
      const task = taskOf(lot, stage);
      const members = [...(tasks.get(task)?.members ?? []), { lot, stage: stage.stage }];
      tasks.set(task, {
        task,
        attempt: 1,
        members,
        placement,
        setupStart: seconds(start),
        start,
        end,
        outcome: 'unfinished',
      });
    }
  }
  return [...tasks.values()];
}

const taskOf = (lot: LotId, { stage, start, placement }: RunningStage): TaskId =>
  id(placement.kind === 'pool' ? `carried-${lot}-${stage}` : `carried-${placement.machine}@${start}`);

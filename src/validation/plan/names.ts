/** Rule 1: every name in a plan exists. */

import type { Finding } from '../../base/index.ts';
import type { PlannedMaintenance, PlannedTask } from '../../model/index.ts';
import { breach } from './breach.ts';
import type { PlanView } from './plan-view.ts';

export function* checkNames(view: PlanView): Iterable<Finding> {
  for (const { task, path } of view.tasks) {
    for (const name of unknownNames(view, task)) {
      yield unknown(path, `task ${task.id} names ${name}, which does not exist`);
    }
  }
  for (const occurrence of view.plan.maintenance) {
    for (const name of unknownInMaintenance(view, occurrence)) {
      yield unknown(
        `/maintenance/${occurrence.id}`,
        `maintenance ${occurrence.id} names ${name}, which does not exist`,
      );
    }
  }
  for (const { order } of view.plan.lost) {
    if (!view.orders.has(order)) yield unknown(`/lost/${order}`, `lost order ${order} does not exist`);
  }
}

const unknown = (path: string, message: string): Finding =>
  breach({ code: 'UNKNOWN', path, message, hint: 'Was the plan made for another scenario or situation?' });

function* unknownNames(view: PlanView, task: PlannedTask): Iterable<string> {
  for (const member of task.members) {
    const lot = view.lots.get(member.lot);
    if (lot === undefined) yield `lot ${member.lot}`;
    else if (!lot.stages.has(member.stage)) yield `stage ${member.stage} of lot ${member.lot}`;
  }
  const { placement } = task;
  if (placement.kind === 'pool') {
    if (!view.pools.has(placement.pool)) yield `pool ${placement.pool}`;
    return;
  }
  if (!view.machines.has(placement.machine)) yield `machine ${placement.machine}`;
  if (placement.kind === 'machine') return;
  if (!view.scenario.recipes.has(placement.recipe)) yield `recipe ${placement.recipe}`;
  // A run under way may hold lots that have left the situation since; its placement is the situation's word.
  if (task.isFrozen) return;
  const loaded = new Set(placement.lanes.flatMap((lane) => lane.map((load) => load.lot)));
  for (const lot of loaded) if (!view.lots.has(lot)) yield `lot ${lot} in its lanes`;
}

function* unknownInMaintenance(view: PlanView, occurrence: PlannedMaintenance): Iterable<string> {
  for (const machine of occurrence.machines) if (!view.machines.has(machine)) yield `machine ${machine}`;
  const isOffered = occurrence.machines.some((machine) =>
    view.machines.get(machine)?.flexibleMaintenance.some((flexible) => flexible.id === occurrence.maintenance),
  );
  if (!isOffered) yield `flexible maintenance ${occurrence.maintenance} of ${occurrence.machines.join(', ')}`;
}

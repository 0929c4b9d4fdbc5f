/** Rule 15: no more operators are needed at any instant than are on shift. */

import type { Finding } from '../../base/index.ts';
import { breach, when } from './breach.ts';
import { findOveruse, type Use } from './overuse.ts';
import type { PlanView, TaskView } from './plan-view.ts';

export function* checkStaff(view: PlanView): Iterable<Finding> {
  const uses = [...view.tasks.flatMap(taskUses), ...maintenanceUses(view)];
  for (const { start, end, used, limit, uses: together, culprit } of findOveruse(uses, view.scenario.staff)) {
    yield breach({
      code: 'STAFF',
      path: culprit.path,
      message: `${used} operators are needed and ${limit} on shift within ${when(start)} to ${when(end)}: ${together.map((use) => use.name).join(', ')}`,
      hint: 'Move attended work into a shift with operators to spare.',
    });
  }
}

function taskUses({ task, path, machine, members }: TaskView): Use[] {
  const common = { path, isFrozen: task.isFrozen };
  const uses: Use[] = [];
  if (machine !== undefined) {
    uses.push({
      ...common,
      name: `set-up of ${task.id}`,
      start: task.start - task.setup,
      end: task.start,
      amount: machine.changeover.operators,
    });
  }
  const attended = members.flatMap(({ stage }) => (stage.kind === 'bench' ? [stage.attendance] : []));
  if (attended.length > 0) {
    const ends = attended.map(({ handsOn }) => (handsOn === undefined ? task.end : task.start + handsOn));
    uses.push({
      ...common,
      name: `task ${task.id}`,
      start: task.start,
      end: Math.max(...ends),
      amount: Math.max(...attended.map(({ operators }) => operators)),
    });
  }
  return uses;
}

const maintenanceUses = (view: PlanView): Use[] =>
  view.plan.maintenance.map(({ id, maintenance, machines, start, end }) => {
    const flexible = machines
      .flatMap((machine) => view.machines.get(machine)?.flexibleMaintenance ?? [])
      .find((offered) => offered.id === maintenance);
    const name = `maintenance ${id}`;
    return { name, path: `/maintenance/${id}`, start, end, amount: flexible?.operators ?? 0, isFrozen: false };
  });

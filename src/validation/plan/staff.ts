/** Rule 15: no more operators are needed at any instant than are on shift. */

import { interval, lowered, type Finding, type StepFunction } from '../../base/index.ts';
import { breach, when } from './breach.ts';
import { findOveruse, type Use } from './overuse.ts';
import type { PlanView, TaskView } from './plan-view.ts';

export function* checkStaff(view: PlanView): Iterable<Finding> {
  const uses = [...view.tasks.flatMap(taskUses), ...maintenanceUses(view)];
  for (const { start, end, used, limit, uses: together, culprit } of findOveruse(uses, staffOf(view))) {
    yield breach({
      code: 'STAFF',
      path: culprit.path,
      message: `${used} operators are needed and ${limit} on shift within ${when(start)} to ${when(end)}: ${together.map((use) => use.name).join(', ')}`,
      hint: 'Move attended work into a shift with operators to spare.',
    });
  }
}

/** Operators on shift, less those who are absent. */
export function staffOf({ scenario, situation }: PlanView): StepFunction {
  const absent = (situation.shortages ?? []).flatMap(({ of, since, until }) =>
    of.kind === 'staff' ? [{ during: interval(since, until), by: of.operators }] : [],
  );
  return lowered(scenario.staff, absent);
}

function taskUses({ task, path, machine, members }: TaskView): Use[] {
  const { id, start, end, setup, isFrozen } = task;
  const uses: Use[] = [];
  const changers = machine?.changeover.operators ?? 0;
  if (changers > 0) {
    uses.push({ name: `set-up of ${id}`, path, start: start - setup, end: start, amount: changers, isFrozen });
  }
  let operators = 0;
  let until = -Infinity;
  for (const { stage } of members) {
    if (stage.kind !== 'bench') continue;
    const { handsOn } = stage.attendance;
    operators = Math.max(operators, stage.attendance.operators);
    until = Math.max(until, handsOn === undefined ? end : start + handsOn);
  }
  if (operators > 0) uses.push({ name: `task ${id}`, path, start, end: until, amount: operators, isFrozen });
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

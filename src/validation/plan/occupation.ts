/** What occupies a machine, and when: tasks with their set-ups, and maintenance. */

import type { MachineId } from '../../model/index.ts';
import type { PlanView } from './plan-view.ts';

export interface Occupation {
  readonly name: string;
  readonly path: string;
  /** [start, end), set-up included. */
  readonly start: number;
  readonly end: number;
  readonly isFrozen: boolean;
}

/** In no particular order. */
export function occupationOf(view: PlanView, machine: MachineId): readonly Occupation[] {
  const tasks = (view.tasksOn.get(machine) ?? []).map(({ task, path }) => ({
    name: `task ${task.id}`,
    path,
    start: task.start - task.setup,
    end: task.end,
    isFrozen: task.isFrozen,
  }));
  const maintenance = view.plan.maintenance
    .filter((occurrence) => occurrence.machines.includes(machine))
    .map(({ id, start, end }) => ({
      name: `maintenance ${id}`,
      path: `/maintenance/${id}`,
      start,
      end,
      isFrozen: false,
    }));
  return [...tasks, ...maintenance];
}

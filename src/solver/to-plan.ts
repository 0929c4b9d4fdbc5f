/** From a flat solution back to the laboratory's words: the plan. */

import { at, compareText, duration, seconds } from '../base/index.ts';
import {
  id,
  type LaneLoad,
  type LevelValue,
  type LotId,
  type Plan,
  type PlannedMaintenance,
  type PlannedTask,
  type StageId,
  type TaskId,
  type TaskPlacement,
} from '../model/index.ts';
import { f64, i32, u8 } from './columns.ts';
import type { WayBack } from './formulation/formulation.ts';
import { explainLosses } from './losses.ts';
import type { Solution } from './solution.ts';

export function toPlan(
  formulation: WayBack,
  solution: Solution,
  { objective, method }: { readonly objective: readonly LevelValue[]; readonly method: Plan['method'] },
): Plan {
  return {
    now: formulation.situation.now,
    tasks: tasksOf(formulation, solution),
    maintenance: maintenanceOf(formulation, solution).sort((a, b) => a.start - b.start || compareText(a.id, b.id)),
    lost: explainLosses(formulation, solution),
    objective,
    method,
  };
}

/** By start, ties by id: solutions come sorted by start. */
function tasksOf(formulation: WayBack, solution: Solution): readonly PlannedTask[] {
  const tasks: PlannedTask[] = [];
  let firstTied = 0;
  for (let task = 0; task < solution.tasks.count; task++) {
    const planned = taskOf(formulation, solution, task);
    if (tasks[firstTied]?.start !== planned.start) {
      sortTail(tasks, firstTied);
      firstTied = task;
    }
    tasks.push(planned);
  }
  sortTail(tasks, firstTied);
  return tasks;
}

/** Sorts what begins at `first` by id. */
function sortTail(tasks: PlannedTask[], first: number): void {
  if (tasks.length - first < 2) return;
  tasks.push(...tasks.splice(first).sort((a, b) => compareText(a.id, b.id)));
}

/** The id is that of the first member, which is in no other task: unique, and kept when the plan is made again. */
function taskOf(formulation: WayBack, solution: Solution, task: number): PlannedTask {
  const { tasks } = solution;
  const members = membersOf(formulation, solution, task);
  const first = at(members, 0);
  return {
    id: id<TaskId>(`${first.lot}:${first.stage}`),
    members,
    placement: placementOf(formulation, solution, task),
    setup: duration(f64(tasks.setup, task)),
    start: seconds(f64(tasks.start, task)),
    end: seconds(f64(tasks.end, task)),
    isFrozen: u8(tasks.isFrozen, task) === 1,
  };
}

// Plain loops over members, lanes and tasks: views and iterators of typed arrays were most of the time of a translation.

function membersOf({ names }: WayBack, { tasks }: Solution, task: number): PlannedTask['members'] {
  const last = i32(tasks.firstMember, task + 1);
  const members: { lot: LotId; stage: StageId }[] = [];
  for (let k = i32(tasks.firstMember, task); k < last; k++) {
    const { lot, stage } = at(names.operations, i32(tasks.member, k));
    members.push({ lot, stage: stage.id });
  }
  if (members.length === 1) return members;
  return members.sort((a, b) => compareText(a.lot, b.lot) || compareText(a.stage, b.stage));
}

function placementOf(formulation: WayBack, solution: Solution, task: number): TaskPlacement {
  const { names, modeName } = formulation;
  const { tasks, modeOf } = solution;
  const first = i32(tasks.member, i32(tasks.firstMember, task));
  const frozen = at(names.operations, first).frozenRun;
  if (frozen !== undefined) return frozen;
  const mode = modeName(first, i32(modeOf, first));
  if (mode.kind !== 'run') return mode;
  return { kind: 'run', machine: mode.machine, recipe: mode.recipe, lanes: lanesOf(formulation, solution, task) };
}

function lanesOf({ names }: WayBack, { tasks }: Solution, task: number): readonly (readonly LaneLoad[])[] {
  const firstMember = i32(tasks.firstMember, task);
  const members = i32(tasks.firstMember, task + 1) - firstMember;
  const firstLoad = i32(tasks.firstLoad, task);
  const count = (i32(tasks.firstLoad, task + 1) - firstLoad) / members;
  const lanes: LaneLoad[][] = [];
  for (let lane = 0; lane < count; lane++) {
    const loads: LaneLoad[] = [];
    for (let k = 0; k < members; k++) {
      const reads = f64(tasks.load, firstLoad + k * count + lane);
      if (reads > 0) loads.push({ lot: at(names.operations, i32(tasks.member, firstMember + k)).lot, reads });
    }
    lanes.push(loads.length > 1 ? loads.sort((a, b) => compareText(a.lot, b.lot)) : loads);
  }
  return lanes;
}

function maintenanceOf({ problem, names }: WayBack, { maintenance }: Solution): PlannedMaintenance[] {
  const ordinals = new Map<number, number>();
  return Array.from(maintenance.row, (row, k) => {
    const ordinal = (ordinals.get(row) ?? 0) + 1;
    ordinals.set(row, ordinal);
    const table = problem.maintenance;
    const machines = table.machine.subarray(i32(table.firstMachine, row), i32(table.firstMachine, row + 1));
    const name = at(names.maintenance, row);
    return {
      id: id<TaskId>(`${name.prefix}${ordinal}`),
      maintenance: name.maintenance,
      machines: Array.from(machines, (machine) => at(names.machines, machine)),
      start: seconds(f64(maintenance.start, k)),
      end: seconds(f64(maintenance.end, k)),
    };
  });
}

/**
 * A flat solution of a flat problem: what a search hands back, ready to be transferred between threads.
 *
 * Conventions as in `problem.ts`. Tasks are sorted by start, then by their lowest operation; frozen ones are included.
 */

import { assert, NEVER } from '../base/index.ts';
import { bytes, f64, i32, ints, item, numbers, u8 } from './columns.ts';
import { NONE, type Problem } from './problem.ts';
import { FAILURE_KINDS, type LostRecord } from './construct/failure.ts';
import type { Schedule } from './schedule/schedule.ts';
import type { Task } from './schedule/task.ts';
import { ClashMatrix, packUnits } from './schedule/units.ts';

export interface Solution {
  /** [operations] mode in which the operation is planned, NONE: lost with its order. */
  readonly modeOf: Int32Array;
  /** [operations] task, NONE: lost with its order. */
  readonly taskOf: Int32Array;
  readonly tasks: SolutionTasks;
  readonly maintenance: SolutionMaintenance;
  readonly lost: SolutionLost;
}

export interface SolutionTasks {
  readonly count: number;
  /** [count] machine, NONE: resources only. */
  readonly machine: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly setup: Float64Array;
  readonly isFrozen: Uint8Array;
  /** [count + 1] rows of `member`. */
  readonly firstMember: Int32Array;
  /** Operations, rising within a row. */
  readonly member: Int32Array;
  /** [count + 1] rows of `load`; empty where the capacity is undivided. */
  readonly firstLoad: Int32Array;
  /** Per task: members x units, row by row: what each unit holds of each member. */
  readonly load: Float64Array;
}

/** Occurrences, sorted by row, then start. */
export interface SolutionMaintenance {
  readonly count: number;
  /** [count] row of the problem's maintenance table. */
  readonly row: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** Orders that are not planned, rising, each with the limit that binds. */
export interface SolutionLost {
  readonly count: number;
  readonly order: Int32Array;
  /** Index into FAILURE_KINDS. */
  readonly kind: Uint8Array;
  readonly operation: Int32Array;
  readonly earliest: Float64Array;
  readonly limit: Float64Array;
  readonly after: Int32Array;
  /** End of the order if it were alone with what is frozen and maintained; NEVER where it could not be done even then. */
  readonly endAlone: Float64Array;
}

/** Reads the schedule as it stands, without the loads of units: `withLoads` adds them. */
export function extractSolution(schedule: Schedule, lost: readonly LostRecord[]): Solution {
  const { problem } = schedule;
  const all = schedule.tasks();
  const work = all.filter((task) => task.kind !== 'maintenance');
  work.sort((a, b) => a.start - b.start || lowestOf(a.operations) - lowestOf(b.operations));
  const count = work.length;
  let members = 0;
  for (const task of work) members += task.operations.length;
  const modeOf = new Int32Array(problem.operations.count).fill(NONE);
  const taskOf = new Int32Array(problem.operations.count).fill(NONE);
  const machine = new Int32Array(count);
  const [start, end, setup] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const isFrozen = new Uint8Array(count);
  const firstMember = new Int32Array(count + 1);
  const member = new Int32Array(members);
  let filled = 0;
  for (let number = 0; number < count; number++) {
    const task = work[number] as Task;
    machine[number] = task.machine;
    start[number] = task.start;
    end[number] = task.end;
    setup[number] = task.setup;
    isFrozen[number] = task.kind === 'frozen' ? 1 : 0;
    const first = filled;
    for (let k = 0; k < task.operations.length; k++) {
      const operation = item(task.operations, k);
      modeOf[operation] = item(task.modes, k);
      taskOf[operation] = number;
      member[filled++] = operation;
    }
    if (filled > first + 1) member.subarray(first, filled).sort();
    firstMember[number + 1] = filled;
  }
  const noLoads = { firstLoad: new Int32Array(count + 1), load: new Float64Array(0) };
  const tasks = { count, machine, start, end, setup, isFrozen, firstMember, member, ...noLoads };
  return { modeOf, taskOf, tasks, maintenance: extractMaintenance(problem, all), lost: lostTable(lost) };
}

function lowestOf(operations: readonly number[]): number {
  let lowest = item(operations, 0);
  for (let k = 1; k < operations.length; k++) lowest = Math.min(lowest, item(operations, k));
  return lowest;
}

/** The same solution with its loads packed: no objective depends on them, so only the final solution needs them. */
export function withLoads(problem: Problem, solution: Solution): Solution {
  const clashes = new ClashMatrix(problem);
  const { tasks } = solution;
  const firstLoad = new Int32Array(tasks.count + 1);
  const packed: Float64Array[] = [];
  for (let task = 0; task < tasks.count; task++) {
    const loads = loadsOf(problem, clashes, solution, task);
    if (loads !== undefined) packed.push(loads);
    firstLoad[task + 1] = i32(firstLoad, task) + (loads?.length ?? 0);
  }
  const load = new Float64Array(i32(firstLoad, tasks.count));
  let filled = 0;
  for (const loads of packed) {
    load.set(loads, filled);
    filled += loads.length;
  }
  return { ...solution, tasks: { ...tasks, firstLoad, load } };
}

/** The same solution with what each lost order could do alone; `endAlone` may be a search of its own. */
export const withEndsAlone = (solution: Solution, endAlone: (order: number) => number): Solution => ({
  ...solution,
  lost: { ...solution.lost, endAlone: Float64Array.from(solution.lost.order, endAlone) },
});

/** Undefined where nothing is divided. */
function loadsOf(
  problem: Problem,
  clashes: ClashMatrix,
  { tasks, modeOf }: Solution,
  task: number,
): Float64Array | undefined {
  const first = i32(tasks.firstMember, task);
  const { modes } = problem;
  const mode = i32(modeOf, i32(tasks.member, first));
  const unit = f64(modes.unit, mode);
  if (unit === 0 || u8(tasks.isFrozen, task) === 1) return undefined;
  const members = [...tasks.member.subarray(first, i32(tasks.firstMember, task + 1))];
  const sizes = members.map((member) => f64(modes.size, i32(modeOf, member)));
  const classes = members.map((member) => i32(problem.operations.clashClass, member));
  const batch = { capacity: f64(modes.capacity, mode), unit, clashScope: u8(modes.clashScope, mode) };
  const packed = packUnits(clashes, batch, { sizes, classes });
  assert(packed !== undefined, `the members of task ${task} do not fit its units`);
  return packed;
}

function extractMaintenance(problem: Problem, tasks: readonly Task[]): SolutionMaintenance {
  const { firstMachine, machine } = problem.maintenance;
  const occurrences = tasks
    // One task per machine stands for one occurrence: the first machine's is taken.
    .filter((t) => t.kind === 'maintenance' && t.machine === i32(machine, i32(firstMachine, t.maintenance)))
    .toSorted((a, b) => a.maintenance - b.maintenance || a.start - b.start);
  return {
    count: occurrences.length,
    row: ints(occurrences.map((t) => t.maintenance)),
    start: numbers(occurrences.map((t) => t.start)),
    end: numbers(occurrences.map((t) => t.end)),
  };
}

function lostTable(lost: readonly LostRecord[]): SolutionLost {
  return {
    count: lost.length,
    order: ints(lost.map((l) => l.order)),
    kind: bytes(lost.map((l) => FAILURE_KINDS.indexOf(l.failure.kind))),
    operation: ints(lost.map((l) => l.failure.operation)),
    earliest: numbers(lost.map((l) => l.failure.earliest)),
    limit: numbers(lost.map((l) => l.failure.limit)),
    after: ints(lost.map((l) => l.failure.after)),
    endAlone: numbers(lost.map((l) => l.endAlone ?? NEVER)),
  };
}

/** Nodes: operations that shall run together as one task, and the ways in which they can. */

import { f64, i32, item } from '../columns.ts';
import { NONE, THROUGHOUT, type Problem } from '../problem.ts';
import { demandsOf, mergeDemands, modeOn, type Schedule, type Task, type TaskSpec } from '../schedule/schedule.ts';
import { windowStart } from '../schedule/calendar.ts';
import { packUnits } from '../schedule/units.ts';

export interface Node {
  /** Not empty; more than one only where a batch key is common to all. */
  readonly operations: readonly number[];
  /** The batch key that the task shall have; NONE: whatever fits. */
  readonly key: number;
}

/** Every way to run the node as a task of its own. */
export function specsOf(schedule: Schedule, node: Node): TaskSpec[] {
  const { operations: table, modes } = schedule.problem;
  const first = item(node.operations, 0);
  const specs: TaskSpec[] = [];
  for (let mode = i32(table.firstMode, first); mode < i32(table.firstMode, first + 1); mode++) {
    const key = i32(modes.batchKey, mode);
    if (node.key !== NONE && key !== node.key) continue;
    const spec = specOn(schedule, node.operations, mode);
    if (spec !== undefined) specs.push(spec);
  }
  return specs;
}

/** The node as one task in the machine, state and batch key of `mode` (a mode of its first operation), if all fit. */
function specOn(schedule: Schedule, operations: readonly number[], mode: number): TaskSpec | undefined {
  const { problem } = schedule;
  const { modes } = problem;
  const machine = i32(modes.machine, mode);
  const key = i32(modes.batchKey, mode);
  const head = { machine, state: i32(modes.state, mode), batchKey: key, operations };
  if (operations.length === 1) {
    return { ...head, duration: f64(modes.duration, mode), demands: demandsOf(problem, mode), modes: [mode] };
  }
  if (key === NONE) return undefined;
  const members = operations.map((operation) => modeOn(problem, operation, machine, key));
  if (members.includes(NONE) || !fits(schedule, operations, members)) return undefined;
  return {
    ...head,
    duration: Math.max(...members.map((m) => f64(modes.duration, m))),
    demands: mergeDemands(members.flatMap((m) => demandsOf(problem, m))),
    modes: members,
  };
}

/** Whether these operations, in these modes of one machine and batch key, fit into one task. */
export function fits(schedule: Schedule, operations: readonly number[], modes: readonly number[]): boolean {
  const { problem, clashes } = schedule;
  const table = problem.modes;
  const sizes = modes.map((mode) => f64(table.size, mode));
  const mode = item(modes, 0);
  const capacity = f64(table.capacity, mode);
  if (sizes.reduce((sum, size) => sum + size, 0) > capacity) return false;
  const unit = f64(table.unit, mode);
  if (unit === 0) return true;
  const classes = operations.map((operation) => i32(problem.operations.clashClass, operation));
  return packUnits(clashes, { capacity, unit, clashScope: i32Scope(problem, mode) }, { sizes, classes }) !== undefined;
}

const i32Scope = (problem: Problem, mode: number): number => problem.modes.clashScope[mode] as number;

/**
 * The modes in which the operations can join `task` without changing it; undefined where they cannot. A task that
 * would last longer or need more operators is not joined: its followers may already be placed.
 */
export function joiningModes(schedule: Schedule, task: Task, operations: readonly number[]): number[] | undefined {
  const { problem } = schedule;
  const modes: number[] = [];
  for (const operation of operations) {
    const mode = modeOn(problem, operation, task.machine, task.batchKey);
    if (mode === NONE || task.start + f64(problem.modes.duration, mode) > task.end) return undefined;
    if (!demandsOf(problem, mode).every((demand) => isCovered(task, demand))) return undefined;
    modes.push(mode);
  }
  if (windowStart(problem.operations, operations, task.start) !== task.start) return undefined;
  return fits(schedule, [...task.operations, ...operations], [...task.modes, ...modes]) ? modes : undefined;
}

function isCovered(task: Task, demand: { resource: number; amount: number; span: number }): boolean {
  return task.demands.some(
    (other) =>
      other.resource === demand.resource &&
      other.amount >= demand.amount &&
      (other.span === THROUGHOUT || (demand.span !== THROUGHOUT && other.span >= demand.span)),
  );
}

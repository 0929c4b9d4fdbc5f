/** Nodes: operations that shall run together as one task, and the ways in which they can. */

import { f64, i32, item, u8 } from '../columns.ts';
import { NONE, THROUGHOUT } from '../problem.ts';
import { windowStart } from '../schedule/calendar.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Demand, Task, TaskSpec } from '../schedule/task.ts';
import { packUnits } from '../schedule/units.ts';

export interface Node {
  /** Not empty; more than one only where a batch key is common to all. */
  readonly operations: readonly number[];
  /** Every way to run the node as a task of its own. */
  readonly specs: readonly TaskSpec[];
  /** Batch keys of tasks that the node may join. */
  readonly keys: readonly number[];
}

/** `key`: the batch key that the task shall have; NONE: whatever fits. */
export function makeNode(schedule: Schedule, operations: readonly number[], key: number): Node {
  const first = item(operations, 0);
  const all = schedule.catalogue.specsOf(first);
  const offered = key === NONE ? all : all.filter((spec) => spec.batchKey === key);
  return {
    operations,
    specs: operations.length === 1 ? offered : mergedSpecs(schedule, operations, offered),
    keys: key === NONE ? schedule.catalogue.keysOf(first) : [key],
  };
}

/** The specs of the first operation, widened to all operations where they fit. */
function mergedSpecs(schedule: Schedule, operations: readonly number[], offered: readonly TaskSpec[]): TaskSpec[] {
  const { problem } = schedule;
  const merged: TaskSpec[] = [];
  // Whether the members fit depends on key and capacity only, not on the machine.
  const asked: { key: number; capacity: number; fit: boolean }[] = [];
  for (const spec of offered) {
    const key = spec.batchKey;
    const modes = key === NONE ? undefined : modesLike(schedule, spec, operations);
    if (modes === undefined) continue;
    const capacity = f64(problem.modes.capacity, item(modes, 0));
    let answer = asked.find((known) => known.key === key && known.capacity === capacity);
    if (answer === undefined) {
      answer = { key, capacity, fit: fits(schedule, operations, modes) };
      asked.push(answer);
    }
    if (answer.fit) merged.push(widened(schedule, spec, operations, modes));
  }
  return merged;
}

/** The mode of each operation on the machine and with the batch key of a spec; undefined where one has none. */
function modesLike({ catalogue }: Schedule, spec: TaskSpec, operations: readonly number[]): number[] | undefined {
  const modes: number[] = [];
  for (const operation of operations) {
    const mode = catalogue.modeOn(operation, spec.machine, spec.batchKey);
    if (mode === NONE) return undefined;
    modes.push(mode);
  }
  return modes;
}

/** The spec of one member, widened to all of them. */
export function widened(
  { catalogue }: Schedule,
  { machine, state, batchKey }: TaskSpec,
  operations: readonly number[],
  modes: readonly number[],
): TaskSpec {
  return {
    machine,
    state,
    batchKey,
    duration: catalogue.durationOf(modes),
    demands: catalogue.commonDemands(modes),
    operations,
    modes,
    load: catalogue.loadOf(modes),
    hasWindows: operations.some((operation) => catalogue.hasWindows(operation)),
  };
}

/** Whether these operations, in these modes of one machine and batch key, fit into one task. */
export function fits(schedule: Schedule, operations: readonly number[], modes: readonly number[]): boolean {
  const { problem, clashes } = schedule;
  const table = problem.modes;
  const mode = item(modes, 0);
  const capacity = f64(table.capacity, mode);
  let load = 0;
  for (const member of modes) load += f64(table.size, member);
  if (load > capacity) return false;
  const unit = f64(table.unit, mode);
  if (unit === 0) return true;
  const classes = operations.map((operation) => i32(problem.operations.clashClass, operation));
  // Sizes may be split, so without clashes the total alone decides.
  if (!clashes.anyClash(classes)) return true;
  const sizes = modes.map((member) => f64(table.size, member));
  const batch = { capacity, unit, clashScope: u8(table.clashScope, mode) };
  return packUnits(clashes, batch, { sizes, classes }) !== undefined;
}

/**
 * The modes in which the operations can join `task` without changing it; undefined where they cannot. A task that
 * would last longer or need more operators is not joined: its followers may already be placed.
 */
export function joiningModes(
  schedule: Schedule,
  task: Task,
  operations: readonly number[],
): readonly number[] | undefined {
  const { problem, catalogue } = schedule;
  const { duration, size, capacity, unit } = problem.modes;
  const first = catalogue.modeOn(item(operations, 0), task.machine, task.batchKey);
  // Full tasks are most of those that are asked.
  if (first === NONE || task.load + f64(size, first) > f64(capacity, first)) return undefined;
  const modes: number[] = [];
  let load = task.load;
  for (const operation of operations) {
    const mode = modes.length === 0 ? first : catalogue.modeOn(operation, task.machine, task.batchKey);
    if (mode === NONE || task.start + f64(duration, mode) > task.end) return undefined;
    load += f64(size, mode);
    if (load > f64(capacity, mode)) return undefined;
    const demands = catalogue.demandsOf(mode);
    if (demands !== task.demands) for (const demand of demands) if (!isCovered(task, demand)) return undefined;
    modes.push(mode);
  }
  const hasWindows = operations.some((operation) => catalogue.hasWindows(operation));
  if (hasWindows && windowStart(problem.operations, operations, task.start) !== task.start) return undefined;
  if (f64(unit, first) === 0) return modes;
  return fits(schedule, [...task.operations, ...operations], [...task.modes, ...modes]) ? modes : undefined;
}

function isCovered(task: Task, demand: Demand): boolean {
  for (const other of task.demands) {
    if (other.resource !== demand.resource || other.amount < demand.amount) continue;
    if (other.span === THROUGHOUT || (demand.span !== THROUGHOUT && other.span >= demand.span)) return true;
  }
  return false;
}

/** A flat solution made of where its tasks are: ends, set-ups and losses follow from the problem. */

import { NEVER } from '../../base/index.ts';
import { bytes, f64, i32, ints, item, numbers, rowStarts } from '../columns.ts';
import { FAILURE_KINDS } from '../construct/failure.ts';
import { NONE, type Problem } from '../problem.ts';
import type { Solution } from '../solution.ts';

export interface PlacedTask {
  /** Rising. */
  readonly operations: readonly number[];
  /** Parallel to `operations`. */
  readonly modes: readonly number[];
  readonly start: number;
  readonly isFrozen: boolean;
}

export interface PlacedOccurrence {
  /** Of the maintenance table. */
  readonly row: number;
  readonly start: number;
}

/** Running tasks, as the problem says: members with one task number together. */
export function frozenTasks({ operations }: Problem): PlacedTask[] {
  const tasks = new Map<number, { operations: number[]; modes: number[]; start: number; isFrozen: true }>();
  for (let o = 0; o < operations.count; o++) {
    const number = i32(operations.frozenTask, o);
    if (number === NONE) continue;
    const start = f64(operations.frozenStart, o);
    const task = tasks.get(number) ?? { operations: [], modes: [], start, isFrozen: true };
    task.operations.push(o);
    task.modes.push(i32(operations.firstMode, o));
    tasks.set(number, task);
  }
  return [...tasks.values()];
}

/** The loads of units stay empty. */
export function assembleSolution(
  problem: Problem,
  placed: readonly PlacedTask[],
  occurrences: readonly PlacedOccurrence[],
): Solution {
  const { operations, modes } = problem;
  const tasks = placed.toSorted((a, b) => a.start - b.start || item(a.operations, 0) - item(b.operations, 0));
  const modeOf = new Int32Array(operations.count).fill(NONE);
  const taskOf = new Int32Array(operations.count).fill(NONE);
  tasks.forEach((task, number) =>
    task.operations.forEach((operation, k) => {
      modeOf[operation] = item(task.modes, k);
      taskOf[operation] = number;
    }),
  );
  const length = (task: PlacedTask): number => Math.max(...task.modes.map((mode) => f64(modes.duration, mode)));
  const memberRows = tasks.flatMap((task, number) => task.operations.map(() => number));
  return {
    modeOf,
    taskOf,
    tasks: {
      count: tasks.length,
      machine: ints(tasks.map((task) => i32(modes.machine, item(task.modes, 0)))),
      start: numbers(tasks.map((task) => task.start)),
      end: numbers(tasks.map((task) => task.start + length(task))),
      setup: setupsOf(problem, tasks),
      isFrozen: bytes(tasks.map((task) => (task.isFrozen ? 1 : 0))),
      firstMember: rowStarts(memberRows, tasks.length),
      member: ints(tasks.flatMap((task) => task.operations)),
      firstLoad: new Int32Array(tasks.length + 1),
      load: numbers([]),
    },
    maintenance: maintenanceTable(problem, occurrences),
    lost: lostTable(problem, modeOf),
  };
}

/** Each machine's tasks in time, from state to state; maintenance keeps the state. */
function setupsOf({ machines, modes, now }: Problem, tasks: readonly PlacedTask[]): Float64Array {
  const states = Int32Array.from(machines.initialState);
  return Float64Array.from(tasks, (task) => {
    const mode = item(task.modes, 0);
    const machine = i32(modes.machine, mode);
    if (machine === NONE) return 0;
    const from = i32(states, machine);
    const to = i32(modes.state, mode);
    states[machine] = to;
    // Frozen but not begun: its set-up is under way.
    if (task.isFrozen) return Math.max(0, task.start - now);
    return f64(machines.setupTime, i32(machines.firstSetup, machine) + from * i32(machines.states, machine) + to);
  });
}

function maintenanceTable({ maintenance }: Problem, occurrences: readonly PlacedOccurrence[]): Solution['maintenance'] {
  const sorted = occurrences.toSorted((a, b) => a.row - b.row || a.start - b.start);
  return {
    count: sorted.length,
    row: ints(sorted.map(({ row }) => row)),
    start: numbers(sorted.map(({ start }) => start)),
    end: numbers(sorted.map(({ row, start }) => start + f64(maintenance.duration, row))),
  };
}

/** Orders with an operation that is not planned: nobody said why, so for want of time. */
function lostTable({ operations, jobs }: Problem, modeOf: Int32Array): Solution['lost'] {
  const firstLost = new Map<number, number>();
  for (let o = 0; o < operations.count; o++) {
    const order = i32(jobs.order, i32(operations.job, o));
    if (i32(modeOf, o) === NONE && !firstLost.has(order)) firstLost.set(order, o);
  }
  const lost = [...firstLost];
  const each = (value: number): Float64Array => new Float64Array(lost.length).fill(value);
  return {
    count: lost.length,
    order: ints(lost.map(([order]) => order)),
    kind: new Uint8Array(lost.length).fill(FAILURE_KINDS.indexOf('no-slot')),
    operation: ints(lost.map(([, operation]) => operation)),
    earliest: each(NEVER),
    limit: each(NEVER),
    after: new Int32Array(lost.length).fill(NONE),
    endAlone: each(NEVER),
  };
}

/** Tasks, planned and running, and what a task is before it has a place. */

import { f64, i32 } from '../columns.ts';
import { NONE, THROUGHOUT, type Problem } from '../problem.ts';
import type { Catalogue } from './catalogue.ts';

export interface Demand {
  readonly resource: number;
  readonly amount: number;
  /** Seconds from the start, or THROUGHOUT. */
  readonly span: number;
}

/** Work on a machine or on resources alone, frozen or planned; or one occurrence of a maintenance on one machine. */
export interface Task {
  readonly kind: 'work' | 'frozen' | 'maintenance';
  /** Of its own in a schedule; the same in no two tasks until the schedule is emptied. */
  readonly number: number;
  /** NONE: resources only. */
  readonly machine: number;
  readonly state: number;
  /** NONE: shared with nobody. */
  readonly batchKey: number;
  readonly start: number;
  /** Comes nearer when the longest member leaves. */
  end: number;
  /** Changes when something is put in before the task, or taken out there. */
  setup: number;
  demands: readonly Demand[];
  /** Parallel lists; others when operations join or leave. Empty for maintenance. */
  operations: readonly number[];
  modes: readonly number[];
  /** Sum of the members' sizes. */
  load: number;
  /** Row of the maintenance table, NONE for work. */
  readonly maintenance: number;
}

/** Where a new task goes. */
export interface Slot {
  readonly start: number;
  readonly setup: number;
  /** Index in the machine's timeline; 0 where there is no machine. */
  readonly position: number;
}

/** What a new task is, before it has a place. */
export interface TaskSpec {
  readonly machine: number;
  readonly state: number;
  readonly batchKey: number;
  readonly duration: number;
  readonly demands: readonly Demand[];
  readonly operations: readonly number[];
  readonly modes: readonly number[];
  /** Sum of the members' sizes. */
  readonly load: number;
  /** Whether any member has start windows. */
  readonly hasWindows: boolean;
}

/** The first of tasks sorted by start that starts at `instant` or later. */
export function firstStartingFrom(tasks: readonly Task[], instant: number): number {
  let low = 0;
  let high = tasks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tasks[middle] as Task).start < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first position from `position` on that does not hold maintenance: whose set-up what comes before it decides. */
export function nextWork(timeline: readonly Task[], position: number): number {
  let k = position;
  while (k < timeline.length && (timeline[k] as Task).kind === 'maintenance') k++;
  return k;
}

/** The running tasks of a problem: members with one task number together. */
export function frozenTasks(problem: Problem, catalogue: Catalogue): Task[] {
  const { operations, modes } = problem;
  const tasks = new Map<number, Task>();
  for (let operation = 0; operation < operations.count; operation++) {
    const number = i32(operations.frozenTask, operation);
    if (number === NONE) continue;
    const mode = i32(operations.firstMode, operation);
    const known = tasks.get(number);
    const start = f64(operations.frozenStart, operation);
    tasks.set(number, {
      kind: 'frozen',
      number,
      machine: i32(modes.machine, mode),
      state: i32(modes.state, mode),
      batchKey: NONE,
      start,
      end: Math.max(known?.end ?? start, start + f64(modes.duration, mode)),
      // Frozen but not begun: its set-up is under way.
      setup: i32(modes.machine, mode) === NONE ? 0 : Math.max(0, start - problem.now),
      demands: mergeDemands([...(known?.demands ?? []), ...catalogue.demandsOf(mode)]),
      operations: [...(known?.operations ?? []), operation],
      modes: [...(known?.modes ?? []), mode],
      load: 0,
      maintenance: NONE,
    });
  }
  return [...tasks.values()];
}

/** Of each resource the most of any, for the longest of any. */
export function mergeDemands(demands: readonly Demand[]): Demand[] {
  const merged: Demand[] = [];
  for (const demand of demands) {
    const index = merged.findIndex((other) => other.resource === demand.resource);
    const other = merged[index];
    if (other === undefined) merged.push(demand);
    else {
      const isThroughout = other.span === THROUGHOUT || demand.span === THROUGHOUT;
      merged[index] = {
        resource: demand.resource,
        amount: Math.max(other.amount, demand.amount),
        span: isThroughout ? THROUGHOUT : Math.max(other.span, demand.span),
      };
    }
  }
  return merged;
}

/** What runs already, task by task: it occupies its machine and its resources whatever is planned. */

import { f64, i32 } from '../columns.ts';
import { NONE, THROUGHOUT, type Problem } from '../problem.ts';

export interface FrozenTask {
  /** NONE: resources only. */
  readonly machine: number;
  readonly start: number;
  readonly end: number;
  /** What it takes of resources: of each the most of any member, for the longest of any. */
  readonly uses: readonly ResourceUse[];
}

export interface ResourceUse {
  readonly resource: number;
  readonly amount: number;
  readonly start: number;
  readonly end: number;
}

interface Growing {
  readonly machine: number;
  readonly start: number;
  end: number;
  readonly uses: Map<number, ResourceUse>;
}

/** In the order of their first operations. */
export function frozenUse({ operations, modes, demands }: Problem): readonly FrozenTask[] {
  const tasks = new Map<number, Growing>();
  for (let operation = 0; operation < operations.count; operation++) {
    const number = i32(operations.frozenTask, operation);
    if (number === NONE) continue;
    const mode = i32(operations.firstMode, operation);
    const start = f64(operations.frozenStart, operation);
    const end = start + f64(modes.duration, mode);
    const task = tasks.get(number) ?? { machine: i32(modes.machine, mode), start, end, uses: new Map() };
    tasks.set(number, task);
    task.end = Math.max(task.end, end);
    for (let k = i32(modes.firstDemand, mode); k < i32(modes.firstDemand, mode + 1); k++) {
      const resource = i32(demands.resource, k);
      const span = f64(demands.span, k);
      const known = task.uses.get(resource);
      task.uses.set(resource, {
        resource,
        start,
        amount: Math.max(known?.amount ?? 0, f64(demands.amount, k)),
        end: Math.max(known?.end ?? start, span === THROUGHOUT ? end : start + span),
      });
    }
  }
  return [...tasks.values()].map((task) => ({ ...task, uses: [...task.uses.values()] }));
}

/** From orders to their operations and back. */

import { i32 } from './columns.ts';
import type { Problem } from './problem.ts';

export const orderOf = ({ jobs, operations }: Problem, operation: number): number =>
  i32(jobs.order, i32(operations.job, operation));

export const firstOperationOf = ({ orders, jobs }: Problem, order: number): number =>
  i32(jobs.firstOperation, i32(orders.firstJob, order));

/** One past the last operation of the order. */
export const endOperationOf = ({ orders, jobs }: Problem, order: number): number =>
  i32(jobs.firstOperation, i32(orders.firstJob, order + 1));

export function forEachOperation(problem: Problem, order: number, visit: (operation: number) => void): void {
  const end = endOperationOf(problem, order);
  for (let operation = firstOperationOf(problem, order); operation < end; operation++) visit(operation);
}

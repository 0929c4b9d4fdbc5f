/**
 * The solution file of a classic instance: objective, bound and the full schedule, so that anyone can check it.
 *
 * All indices are 0-based and times are in the instance's unit. Job shops list `operations` with their machine, projects list
 * `activities`; both in the order of the instance.
 */

import { f64, i32 } from '../columns.ts';
import type { Problem } from '../problem.ts';
import type { Solution } from '../solution.ts';

export interface SolutionFigures {
  readonly instance: string;
  readonly objective: number;
  readonly bound: number;
  readonly seconds: number;
  readonly iterations: number;
  readonly workers: number;
  readonly seed: number;
}

export interface PlannedOperation {
  readonly job: number;
  /** Within its job. */
  readonly operation: number;
  readonly machine: number;
  readonly start: number;
  readonly end: number;
}

export interface PlannedActivity {
  readonly activity: number;
  readonly start: number;
  readonly end: number;
}

export type SolutionDocument =
  | (SolutionFigures & { readonly problem: 'jsp' | 'fjsp'; readonly operations: readonly PlannedOperation[] })
  | (SolutionFigures & { readonly problem: 'rcpsp'; readonly activities: readonly PlannedActivity[] });

/** `solution` plans every operation of `problem`, which was read from `format`. */
export function solutionDocument(options: {
  readonly format: SolutionDocument['problem'];
  readonly problem: Problem;
  readonly solution: Solution;
  readonly figures: SolutionFigures;
}): SolutionDocument {
  const { format, problem, solution, figures } = options;
  if (format === 'rcpsp') return { problem: format, ...figures, activities: activitiesOf(problem, solution) };
  return { problem: format, ...figures, operations: operationsOf(problem, solution) };
}

function operationsOf({ operations, jobs }: Problem, { taskOf, tasks }: Solution): PlannedOperation[] {
  return Array.from({ length: operations.count }, (_, operation) => {
    const job = i32(operations.job, operation);
    const task = i32(taskOf, operation);
    return {
      job,
      operation: operation - i32(jobs.firstOperation, job),
      machine: i32(tasks.machine, task),
      start: f64(tasks.start, task),
      end: f64(tasks.end, task),
    };
  });
}

function activitiesOf({ operations }: Problem, { taskOf, tasks }: Solution): PlannedActivity[] {
  return Array.from({ length: operations.count }, (_, activity) => {
    const task = i32(taskOf, activity);
    return { activity, start: f64(tasks.start, task), end: f64(tasks.end, task) };
  });
}

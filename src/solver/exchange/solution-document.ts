/** A flat solution as a JSON document, as other solvers hand it back: docs/FORMATS.md "solution.json". */

import { f64 } from '../columns.ts';
import { NONE } from '../problem.ts';
import type { Solution } from '../solution.ts';

export const SOLUTION_FORMAT = 'seqplan-solution';

export interface FlatSolutionDocument {
  readonly format: typeof SOLUTION_FORMAT;
  readonly version: 1;
  /** Name of the problem that it solves. */
  readonly problem: string;
  readonly operations: {
    /** [operations] -1: lost with its order. */
    readonly mode: readonly number[];
    /** [operations] null: lost with its order. */
    readonly start: readonly (number | null)[];
    /** [operations] operations with one number are one task; -1: a task of its own, or lost. */
    readonly task: readonly number[];
  };
  /** Occurrences, in any order. */
  readonly maintenance: { readonly row: readonly number[]; readonly start: readonly number[] };
}

/** What `readSolution` cannot derive from the problem; the causes of losses are not kept. */
export function writeSolution(solution: Solution, problemName: string): FlatSolutionDocument {
  const { modeOf, taskOf, tasks, maintenance } = solution;
  return {
    format: SOLUTION_FORMAT,
    version: 1,
    problem: problemName,
    operations: {
      mode: [...modeOf],
      start: Array.from(taskOf, (task) => (task === NONE ? null : f64(tasks.start, task))),
      task: [...taskOf],
    },
    maintenance: {
      row: [...maintenance.row],
      start: [...maintenance.start],
    },
  };
}

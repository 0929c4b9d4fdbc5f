/** The planner's worker thread: takes a flat problem, hands back a flat solution. The pool loads it as `worker.js`. */

import { solve, type SearchAnswer, type SearchRequest } from './planner.ts';
import type { Problem } from './problem.ts';

export interface WorkerTask {
  readonly problem: Problem;
  readonly request: SearchRequest;
}

/** The thread's own clock: a budget in milliseconds counts from the arrival of the task. */
const CLOCK = { nowMs: () => performance.now() };

export const solveTask = ({ problem, request }: WorkerTask): SearchAnswer => solve(problem, request, CLOCK);

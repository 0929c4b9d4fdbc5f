/** The planner's worker thread: takes a flat problem, hands back a flat solution. The pool loads it as `worker.js`. */

import { solve, type SearchAnswer, type SearchRequest } from './planner.ts';
import { createModeMemory, unpackProblem, type PackedProblem } from './packed-problem.ts';
import type { Problem } from './problem.ts';
import { shareIncumbent, type SharedMemory } from './search/index.ts';
import { THREADS_CLOCK } from './worker-threads.ts';

export interface WorkerTask {
  readonly problem: Problem | PackedProblem;
  readonly request: SearchRequest;
  /** What the searches of one plan share, and the number of this one among them; absent: it searches by itself. */
  readonly shared?: { readonly memory: SharedMemory; readonly self: number };
}

/** A thread works on one problem at a time. */
const memory = createModeMemory();

export const solveTask = ({ problem, request, shared }: WorkerTask): SearchAnswer =>
  solve('packed' in problem ? unpackProblem(problem, memory) : problem, request, {
    clock: THREADS_CLOCK,
    ...(shared === undefined ? {} : { exchange: shareIncumbent(shared.memory, shared.self) }),
  });

/** The laws of a flat problem as one assertion: for tests, whose problems are made by this room. */

import { assert } from '../base/index.ts';
import type { Problem } from './problem.ts';
import { flawsOf } from './problem-laws.ts';

/** Throws `AssertionError` where a table is not what `problem.ts` says; returns the problem for chaining. */
export function validateProblem(problem: Problem): Problem {
  const [flaw] = flawsOf(problem);
  assert(flaw === undefined, flaw?.message ?? '');
  return problem;
}

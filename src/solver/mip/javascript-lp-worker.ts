/**
 * The side of javascript-lp-solver that runs in its own thread: it may never come back, so only the thread's owner limits
 * its time. Its own time limit is not used: at that it returns the fractional relaxation as if it were the answer.
 */

import solver, { type Model, type SolveResult } from 'javascript-lp-solver';
import { fromJavascriptLp, toJavascriptLp } from './javascript-lp-model.ts';
import type { MipAnswer, MipModel } from './model.ts';

export interface JavascriptLpTask {
  readonly model: MipModel;
}

/** Claims: nothing here is verified yet. */
export type JavascriptLpClaim = Pick<MipAnswer, 'status' | 'values'>;

/** The package's types take its module for CommonJS, where the default export is one level deeper. */
const javascriptLp = solver as unknown as { Solve(model: Model): SolveResult };

export function solveTask({ model }: JavascriptLpTask): JavascriptLpClaim {
  const result = javascriptLp.Solve(toJavascriptLp(model));
  if (!result.feasible) return { status: 'infeasible' };
  if (result.bounded === false) throw new Error('the model has no lower bound on its cost');
  return { status: 'optimal', values: fromJavascriptLp(model, result) };
}

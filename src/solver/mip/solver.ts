/**
 * The mixed-integer solver of this room: small models to javascript-lp-solver, all others to HiGHS (ADR 0006), each in a
 * thread of its own that is stopped at the limit, and every answer checked against the model.
 */

import { createHighsBackend, type HighsBackend } from './highs-backend.ts';
import { createJavascriptLpBackend, type JavascriptLpBackend } from './javascript-lp-backend.ts';
import { isLinear, nonzerosOf, type MipBackend, type MipModel } from './model.ts';

export interface MipSolver extends MipBackend {
  readonly highs: HighsBackend;
  readonly javascriptLp: JavascriptLpBackend;
  /** Starts both threads and has them compile their code. */
  warm(): Promise<void>;
  /** Ends the threads; what is under way rejects. */
  close(): Promise<void>;
}

/** Mixed-integer models up to this many nonzeros go to javascript-lp-solver: measured in ADR 0006. */
export const SMALL_NONZEROS = 50;

/** The small solver gets this part of the time before HiGHS gets the rest. */
const SMALL_SHARE = 0.3;

export type BackendName = 'highs' | 'javascript-lp-solver';

export const chooseBackend = (model: MipModel): BackendName =>
  isLinear(model) || nonzerosOf(model) > SMALL_NONZEROS ? 'highs' : 'javascript-lp-solver';

export function createMipSolver(): MipSolver {
  const highs = createHighsBackend();
  const javascriptLp = createJavascriptLpBackend();
  return {
    name: 'chosen by size',
    highs,
    javascriptLp,
    async solve(model, limits) {
      if (chooseBackend(model) === 'highs') return highs.solve(model, limits);
      const small = SMALL_SHARE * limits.timeMs;
      const answer = await javascriptLp.solve(model, { ...limits, timeMs: small });
      // Only a verified optimum is taken from the small one: that nothing fits is for HiGHS to say.
      if (answer.status === 'optimal') return answer;
      return highs.solve(model, { ...limits, timeMs: limits.timeMs - small });
    },
    async warm() {
      await Promise.all([highs.warm(), javascriptLp.warm()]);
    },
    async close() {
      await Promise.all([highs.close(), javascriptLp.close()]);
    },
  };
}

/** javascript-lp-solver in a thread that can be stopped: answers tiny models before HiGHS has begun. */

import type { JavascriptLpClaim, JavascriptLpTask } from './javascript-lp-worker.ts';
import { ModelBuilder } from './builder.ts';
import type { MipAnswer, MipBackend, MipLimits, MipModel } from './model.ts';
import { createThread } from './thread.ts';
import { costOf, faultOf, rounded } from './verify.ts';

export interface JavascriptLpBackend extends MipBackend {
  warm(): Promise<void>;
  close(): Promise<void>;
}

const WARM_UP_MS = 30_000;

export function createJavascriptLpBackend(): JavascriptLpBackend {
  const thread = createThread<JavascriptLpTask, JavascriptLpClaim>('javascript-lp-worker');
  const solve = async (model: MipModel, { timeMs }: MipLimits): Promise<MipAnswer> => {
    const claim = await thread.run({ model }, timeMs);
    if (claim === undefined) return { status: 'stopped', stoppedBy: 'time' };
    if (claim.values === undefined) return { status: claim.status };
    const values = rounded(model, claim.values);
    if (values === undefined || faultOf(model, values) !== undefined) return { status: 'stopped' };
    return { status: claim.status, values, objective: costOf(model, values) };
  };
  return {
    name: 'javascript-lp-solver',
    solve,
    async warm() {
      const builder = new ModelBuilder();
      builder.row([[1, builder.binary(-1)]], { upper: 1 });
      await solve(builder.build(), { timeMs: WARM_UP_MS });
    },
    close: () => thread.close(),
  };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { runLimited } from '../../src/execution/run-limited.ts';

describe('running jobs side by side', () => {
  it('keeps the limit, uses it in full, and answers in the order of the jobs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (scheduler, count, limit) => {
          const jobs = Array.from({ length: count }, (_, k) => k);
          let now = 0;
          let most = 0;
          const done = runLimited(jobs, limit, async (job) => {
            most = Math.max(most, ++now);
            await scheduler.schedule(Promise.resolve());
            now -= 1;
            return job * 10;
          });
          await scheduler.waitFor(done);
          expect(await done).toEqual(jobs.map((job) => job * 10));
          expect(most).toBe(Math.min(limit, count));
        },
      ),
      { seed: 20261130, numRuns: 100 },
    );
  });

  it('rejects with what went wrong only when nothing runs any more', async () => {
    const ended: number[] = [];
    const run = runLimited([0, 1, 2], 2, async (job) => {
      if (job === 0) throw new Error('bug');
      await Promise.resolve();
      ended.push(job);
    });
    await expect(run).rejects.toThrow('bug');
    expect(ended).toEqual([1, 2]);
  });
});

/** Several jobs side by side, no more than a limit at once. */

import { assert, at } from '../base/index.ts';

/** Results in the order of `jobs`; jobs begin in that order. Rejects with the first rejection, after all have settled. */
export async function runLimited<T, R>(
  jobs: readonly T[],
  limit: number,
  run: (job: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  assert(Number.isInteger(limit) && limit >= 1, `limit ${limit} is not a positive integer`);
  const results = new Map<number, R>();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < jobs.length) {
      const index = next++;
      results.set(index, await run(at(jobs, index), index));
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(limit, jobs.length) }, lane));
  for (const one of lanes) if (one.status === 'rejected') throw one.reason;
  return jobs.map((_, index) => results.get(index) as R);
}

/** Bugs planted in the log, its writer, its recovery and what it asks of the system do not get past the crash tests. */

import { describe, expect, test } from 'vitest';
import { DAMAGE_TRIALS } from './damage-trials.ts';
import { FAULT_TRIALS } from './fault-trials.ts';
import { tryWorkload } from './matrix.ts';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';
import { plantedLog } from './planted-log.ts';
import type { Subject } from './subject.ts';
import { WORKLOADS } from './workloads.ts';

/** Fewer than in the crash tests: each bug is caught within so many images at a point, under seeds of 1 and 2. */
const DRAWS = [16, 2];
const SEEDS = [1, 2];

/** The first failure, or undefined. */
async function failureOf(subject: Subject, { caughtBy }: Pick<PlantedBug, 'caughtBy'>): Promise<unknown> {
  try {
    if ('trial' in caughtBy) {
      const trials = [...FAULT_TRIALS, ...DAMAGE_TRIALS].filter(({ name }) => name.startsWith(caughtBy.trial));
      expect(trials.length, `trials '${caughtBy.trial}'`).toBeGreaterThan(0);
      for (const { run } of trials) await run(subject);
    } else {
      const workload = WORKLOADS.find(({ name }) => name === caughtBy.workload);
      if (workload === undefined) throw new Error(`no workload '${caughtBy.workload}'`);
      for (const seed of SEEDS) await tryWorkload({ subject, workload, seed, draws: DRAWS });
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a ledger that', () => {
  test.each(PLANTED_BUGS)(
    '$name is caught',
    async ({ name, patches, usesNodeFs = false, caughtBy }) => {
      const subject = await plantedLog(name.replaceAll(' ', '-'), { patches, usesNodeFs });
      const failure = await failureOf(subject, { caughtBy });
      // And not because the copy could not be loaded, or the like.
      const isFound =
        failure instanceof Error && ['AssertionError', 'Violation', 'CrashFailure'].includes(failure.name);
      expect(isFound, String(failure)).toBe(true);
      console.log(`${name}: ${String(failure).split('\n')[0]?.slice(0, 160)}`);
    },
    240_000,
  );
});

describe('a ledger without a bug', () => {
  const workloads = [
    ...new Set(PLANTED_BUGS.flatMap(({ caughtBy }) => ('trial' in caughtBy ? [] : [caughtBy.workload]))),
  ];
  test.each(workloads)('on the real file system code gets through: %s', async (workload) => {
    const subject = await plantedLog(`none-${workload.replaceAll(/\W+/g, '-')}`, { patches: [], usesNodeFs: true });
    const found = WORKLOADS.find(({ name }) => name === workload);
    if (found !== undefined) await tryWorkload({ subject, workload: found, seed: 1, draws: DRAWS });
  });
});

test('there are enough of them', () => {
  expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(40);
});

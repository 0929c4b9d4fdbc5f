/** Runs workloads under one seed after the other until there are images enough; the two files of crash tests share this. */

import { expect, test } from 'vitest';
import { newTally } from './explore.ts';
import { tryWorkload } from './matrix.ts';
import { OURS } from './subject.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** Of all workloads together; more by SEQPLAN_CRASH_IMAGES. The first seed is SEQPLAN_CRASH_SEED, or 1. */
const IMAGES = Number(process.env['SEQPLAN_CRASH_IMAGES'] ?? 100_000);
const FIRST_SEED = Number(process.env['SEQPLAN_CRASH_SEED'] ?? 1);

/** A slow machine judges a hundred images a second. */
const TIMEOUT_MS = 240_000 + IMAGES * 10;

export function testCrashes(workloads: readonly Workload[]): void {
  const total = { points: 0, drawn: 0, judged: 0 };
  const run = async (workload: Workload, seed: number): Promise<void> => {
    // What was seen is forgotten between workloads and seeds: their images differ anyway.
    const tally = await tryWorkload({ subject: OURS, workload, seed, tally: newTally() });
    total.points += tally.points;
    total.drawn += tally.drawn;
    total.judged += tally.judged;
  };

  test.each(workloads)('$name', (workload) => run(workload, FIRST_SEED), TIMEOUT_MS);

  test(
    'under more seeds, until it is many images',
    async () => {
      const share = (IMAGES * workloads.length) / WORKLOADS.length;
      let seed = FIRST_SEED;
      for (let k = 0; total.judged < share; k++) {
        const workload = workloads[k % workloads.length];
        if (k % workloads.length === 0) seed++;
        if (workload !== undefined) await run(workload, seed);
      }
      const { points, drawn, judged } = total;
      console.log(`${judged} crash images judged, ${drawn} drawn, ${points} points, seeds ${FIRST_SEED} to ${seed}`);
      expect(judged).toBeGreaterThanOrEqual(share);
    },
    TIMEOUT_MS,
  );
}

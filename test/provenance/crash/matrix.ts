/** Workloads times seeds until there are enough images: what the crash tests run, and what planted bugs are run against. */

import { createRandom } from '../../../src/base/index.ts';
import { emptyDisk } from '../../support/sim-fs/index.ts';
import { CrashFailure, explore, newTally, type Tally } from './explore.ts';
import { checkAppended } from './judge.ts';
import { createLife, ledgerFiles, recordsOf, ROOT } from './life.ts';
import type { Subject } from './subject.ts';
import { Violation } from './violation.ts';
import type { Workload } from './workloads.ts';

/** Images at each point of the first life, of the recovery after it, and of the recovery after that. */
export const DRAWS = [64, 2, 1] as const;

export interface Trial {
  readonly subject: Subject;
  readonly workload: Workload;
  readonly seed: number;
  readonly draws?: readonly number[];
  readonly tally?: Tally;
}

/** Throws a `CrashFailure` that says where. */
export async function tryWorkload({
  subject,
  workload,
  seed,
  draws = DRAWS,
  tally = newTally(),
}: Trial): Promise<Tally> {
  const place = `workload '${workload.name}', seed ${seed}`;
  const random = createRandom(seed).split(workload.name);
  const state = emptyDisk(ROOT);
  const life = createLife({ ...workload, subject, state, random: random.split('life') });
  try {
    await workload.run(life, random.split('script'));
    checkAppended(recordsOf(ledgerFiles(life.disk.state)), life);
  } catch (error) {
    throw error instanceof Violation ? new CrashFailure(place, error) : error;
  }
  const start = emptyDisk(ROOT);
  const how = { subject, options: workload, random: random.split('crashes'), draws, tally, place };
  await explore(life, start, { acknowledged: 0, checkpoints: [] }, how);
  return tally;
}

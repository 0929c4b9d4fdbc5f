/** Where the files of a run lie in its directory. All names are safe names: nothing leaves it. */

import type { OrderId, StageId, TaskId } from '../ids.ts';
import { safeName } from './names.ts';

/** Published outputs of one stage for one sample, relative to the run's directory. */
export const resultFolder = (order: OrderId, sampleName: string, stage: StageId): string =>
  `results/${safeName(order)}/${safeName(sampleName)}/${safeName(stage)}`;

/**
 * Folder of one attempt, relative to the run's directory. `claim` counts how often the attempt was begun: after a crash
 * it may be begun again, and processes of the first time may still write into theirs.
 */
export const attemptFolder = (task: TaskId, attempt: number, claim: number): string =>
  `work/${safeName(task)}.${attempt}${claim === 0 ? '' : `.${claim}`}`;

/** One member and sample of a task, inside the attempt's folder; stages of a sample may share a task. */
export const sampleFolder = (order: OrderId, sampleName: string): string =>
  `${safeName(order)}+${safeName(sampleName)}`;

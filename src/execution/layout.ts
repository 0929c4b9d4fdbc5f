/** Where things lie in the directory of a run. All names are safe names: nothing leaves the directory. */

import path from 'node:path';

import type { OrderId, StageId, TaskId } from '../model/index.ts';
import { safeName } from './names.ts';

/** Published outputs of one stage for one sample, relative to the run's directory. */
export const resultFolder = (order: OrderId, sampleName: string, stage: StageId): string =>
  path.posix.join('results', safeName(order), safeName(sampleName), safeName(stage));

/**
 * Folder of one attempt, relative to the run's directory. `claim` counts how often the attempt was begun: after a crash
 * it may be begun again, and processes of the first time may still write into theirs.
 */
export const attemptFolder = (task: TaskId, attempt: number, claim: number): string =>
  path.posix.join('work', `${safeName(task)}.${attempt}${claim === 0 ? '' : `.${claim}`}`);

/** One member and sample of a task, inside the attempt's folder; stages of a sample may share a task. */
export const sampleFolder = (order: OrderId, sampleName: string): string =>
  `${safeName(order)}+${safeName(sampleName)}`;

// Names that begin with a dot are ours: no output may have one.
export const STDERR_FILE = '.stderr';
export const STDOUT_FILE = '.stdout';
export const TEMPORARY_FOLDER = '.tmp';
export const PUBLISH_FOLDER = '.publish';
export const REPLACED_FOLDER = '.replaced';

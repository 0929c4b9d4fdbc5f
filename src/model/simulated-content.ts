/**
 * What simulated files hold: text that anyone can write again from the record, so that their digests are true of real bytes.
 */

import { canonicalJson } from '../base/index.ts';
import type { SampleId, StageId } from './ids.ts';

/** A file that a simulated stage made for a sample. */
export interface SimulatedOutput {
  readonly sample: SampleId;
  readonly stage: StageId;
  /** Name of the output. */
  readonly output: string;
  /**
   * Which work made it. Of an execution: its `key`. Of bench and sequencing work: `TASK#ATTEMPT`. Of work done before the run
   * began: `before the run`.
   */
  readonly key: string;
}

/**
 * Canonical JSON of these members and `"simulated":true`; UTF-8, without a newline. Spelled out: a simulation does little else so
 * often.
 */
export const simulatedContent = ({ sample, stage, output, key }: SimulatedOutput): string =>
  `{"key":${text(key)},"output":${text(output)},"sample":${text(sample)},"simulated":true,"stage":${text(stage)}}`;

const text = (value: string): string => JSON.stringify(value);

/** A file that the scenario names by `path`: what a customer, or the laboratory itself, would have brought. */
export const simulatedSource = (path: string): string => canonicalJson({ simulated: true, file: path });

/** What stands for the executable of a simulated tool: its digest is the execution's `toolDigest`. */
export const simulatedTool = (name: string): string => canonicalJson({ simulated: true, tool: name });

/** `key` of what was done before the run began. */
export const BEFORE_THE_RUN = 'before the run';

/** `key` of what bench or sequencing work made. */
export const attemptKey = (task: string, attempt: number): string => `${task}#${attempt}`;

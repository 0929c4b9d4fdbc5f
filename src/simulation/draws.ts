/**
 * Random numbers by purpose and subject, not by sequence: what a lot's stage draws does not depend on what else happens, so
 * two variants of a run differ only by their difference (common random numbers).
 */

import type { Random } from '../base/index.ts';
import type { LotId, SampleId, StageId } from '../model/index.ts';

export type Purpose =
  | 'duration'
  | 'failure'
  | 'failure-time'
  | 'sample-failure'
  | 'gate'
  | 'yield'
  | 'lot-balance'
  | 'sample-balance'
  | 'reading'
  | 'breakdown'
  | 'repair'
  | 'renewal'
  | 'wear-onset'
  | 'wear-side'
  | 'arrival-delay'
  | 'no-show'
  | 'incident-gap'
  | 'incident-length'
  | 'node-loss'
  | 'flow-cell'
  | 'operator';

/** A uniform number in (0, 1), always the same for the same purpose and subject. */
export type Draw = (purpose: Purpose, subject: string) => number;

export function createDraws(root: Random): Draw {
  const streams = new Map<Purpose, Random>();
  return (purpose, subject) => {
    let stream = streams.get(purpose);
    if (stream === undefined) {
      stream = root.split(purpose);
      streams.set(purpose, stream);
    }
    return stream.split(subject).uniform();
  };
}

/** Counts how often a subject has tried something, in this run: the nth try of a stage draws anew, whatever task it is in. */
export interface Tries {
  /** `what/stage#n` for the next n = 1, 2, ... */
  next(what: LotId | SampleId, stage: StageId): string;
}

export function createTries(): Tries {
  const counts = new Map<string, number>();
  return {
    next: (what, stage) => {
      const key = `${what}/${stage}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return `${key}#${count}`;
    },
  };
}

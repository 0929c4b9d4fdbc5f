/** Everything that is counted of reads beyond what the check counts anyway: lengths, cycles, GC, duplicates, adapters. */

import type { Metrics } from '../content-judge.ts';
import { inPairs, type Piece } from '../text/piece.ts';
import { createAdapters } from './adapters.ts';
import { createCycles } from './cycles.ts';
import { createDuplicates } from './duplicates.ts';
import { createGcContent } from './gc-content.ts';
import { createLengths } from './lengths.ts';

/** A read where it lies. One object, used again for each: valid during the call only. */
export interface Read {
  piece: Piece;
  /** Letters from `start` to `end`; as many qualities from `quality` on. */
  start: number;
  end: number;
  quality: number;
  /** Letters that it has, of which these may be the first ones only; G and C among all. */
  length: number;
  gc: number;
}

export const createRead = (): Read => ({
  piece: inPairs(new Uint8Array()),
  start: 0,
  end: 0,
  quality: 0,
  length: 0,
  gc: 0,
});

export interface ReadMetrics {
  add(read: Read): void;
  /** `offset`: what qualities count from; `longest`: letters of the longest read. */
  metrics(offset: number, longest: number): Metrics;
}

/** Lists of reads by length are for short reads. */
const LONGEST_LISTED = 1024;

export function createReadMetrics(): ReadMetrics {
  const lengths = createLengths();
  const cycles = createCycles();
  const content = createGcContent();
  const duplicates = createDuplicates();
  const adapters = createAdapters();
  return {
    add({ piece, start, end, quality, length, gc }) {
      const { bytes } = piece;
      lengths.add(length);
      content.add(gc, length);
      cycles.add(bytes, start, end, quality);
      adapters.add(piece, start, end);
      duplicates.add(bytes, start, end);
    },
    metrics(offset, longest) {
      const { median, n50 } = lengths;
      return {
        ...(median !== undefined && { length_median: median }),
        ...(n50 !== undefined && { length_n50: n50 }),
        ...(median !== undefined && longest <= LONGEST_LISTED && { reads_by_length: lengths.upTo(longest) }),
        ...cycles.metrics(offset),
        ...content.metrics(),
        ...duplicates.metrics(),
        ...adapters.metrics(),
      };
    },
  };
}

/** The numbers of a FASTQ file, taken while it streams. */

import type { Metrics } from '../content-judge.ts';
import { LOWEST_SOLEXA } from './characters.ts';

/** What the qualities count from: 33 (Sanger, Illumina 1.8 and later), or 64 with Solexa's or Illumina's range. */
export type Encoding = 'sanger' | 'solexa' | 'illumina-1.3';

export interface Tally {
  reads: number;
  bases: number;
  gc: number;
  unknown: number;
  /** 20 and more, 30 and more, counted from 33. */
  q20: number;
  q30: number;
  shortest: number;
  longest: number;
  /** A character was seen that only Sanger's encoding has: how often each came is no longer of interest. */
  isSanger: boolean;
  /** How often each character was a quality, until `isSanger`. */
  readonly seen: Float64Array;
}

export const createTally = (): Tally => ({
  reads: 0,
  bases: 0,
  gc: 0,
  unknown: 0,
  q20: 0,
  q30: 0,
  shortest: Number.POSITIVE_INFINITY,
  longest: 0,
  isSanger: false,
  seen: new Float64Array(256),
});

export function lookAtEncoding(tally: Tally, bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < LOWEST_SOLEXA) {
      tally.isSanger = true;
      return;
    }
    tally.seen[byte] = (tally.seen[byte] ?? 0) + 1;
  }
}

/** Sanger's goes to 41 (J) in what short-read instruments write; without anything low, more than that counts from 64. */
export function encodingOf({ isSanger, seen }: Tally): Encoding {
  if (isSanger) return 'sanger';
  const lowest = seen.findIndex((count) => count > 0);
  const highest = seen.findLastIndex((count) => count > 0);
  if (highest <= 74) return 'sanger';
  return lowest < 64 ? 'solexa' : 'illumina-1.3';
}

export function metricsOf(tally: Tally): Metrics {
  const { reads, bases, gc, unknown, shortest, longest, seen } = tally;
  const from64 = encodingOf(tally) !== 'sanger';
  const atLeast = (quality: number): number => seen.subarray(64 + quality).reduce((sum, count) => sum + count, 0);
  const q20 = from64 ? atLeast(20) : tally.q20;
  const q30 = from64 ? atLeast(30) : tally.q30;
  return {
    reads,
    bases,
    yield_bp_q30: q30,
    q20_bases: q20,
    q30_bases: q30,
    gc_bases: gc,
    n_bases: unknown,
    ...(bases > 0 && {
      pct_q20: (100 * q20) / bases,
      pct_q30: (100 * q30) / bases,
      pct_gc: (100 * gc) / bases,
      pct_n: (100 * unknown) / bases,
    }),
    ...(reads > 0 && { length_min: shortest, length_mean: bases / reads, length_max: longest }),
    quality_offset: from64 ? 64 : 33,
  };
}

/** The numbers of a FASTA file, taken while it streams. */

import type { Metrics } from '../content-judge.ts';

/** More lengths are not kept, and N50 is not told. */
const MOST_LENGTHS = 1 << 21;

export interface FastaTally {
  sequences: number;
  bases: number;
  gc: number;
  unknown: number;
  shortest: number;
  longest: number;
  /** Letters that are no bases were met: G, C and N are amino acids. */
  isProtein: boolean;
  lengths: Float64Array;
}

export const createFastaTally = (): FastaTally => ({
  sequences: 0,
  bases: 0,
  gc: 0,
  unknown: 0,
  shortest: Number.POSITIVE_INFINITY,
  longest: 0,
  isProtein: false,
  lengths: new Float64Array(64),
});

export function addLength(tally: FastaTally, length: number): void {
  if (tally.sequences === tally.lengths.length && tally.sequences < MOST_LENGTHS) {
    const larger = new Float64Array(2 * tally.sequences);
    larger.set(tally.lengths);
    tally.lengths = larger;
  }
  tally.lengths[tally.sequences] = length;
  tally.sequences++;
  tally.bases += length;
  tally.shortest = Math.min(tally.shortest, length);
  tally.longest = Math.max(tally.longest, length);
}

export function metricsOf(tally: FastaTally): Metrics {
  const { sequences, bases, gc, unknown, shortest, longest, isProtein, lengths } = tally;
  return {
    sequences,
    bases,
    ...(!isProtein && { gc_bases: gc, n_bases: unknown }),
    ...(!isProtein && bases > 0 && { pct_gc: (100 * gc) / bases, pct_n: (100 * unknown) / bases }),
    ...(sequences > 0 && { length_min: shortest, length_mean: bases / sequences, length_max: longest }),
    ...(bases > 0 && sequences <= lengths.length && { n50: n50(lengths.slice(0, sequences), bases) }),
  };
}

/** The length of the sequence that holds the middle base, from the longest on. */
function n50(lengths: Float64Array, bases: number): number {
  lengths.sort();
  let sum = 0;
  let at = lengths.length;
  while (2 * sum < bases) sum += lengths[--at] ?? 0;
  return lengths[at] ?? 0;
}

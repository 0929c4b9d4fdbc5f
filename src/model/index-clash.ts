/** When libraries cannot be told apart on one lane: index pairs that differ in too few bases. */

import type { IndexSetId } from './ids.ts';

export interface IndexPair {
  readonly i7: string;
  /** '' for single indexes. */
  readonly i5: string;
}

/** Demultiplexing tolerates m = 1 wrong base, so two pairs must differ in 2m + 1: facts/lab-domain.md section 4. */
export const MIN_INDEX_DISTANCE = 3;

/** Bases in which two pairs differ, i7 and i5 together, each over the shorter of the two lengths. */
export const indexDistance = (a: IndexPair, b: IndexPair): number => hamming(a.i7, b.i7) + hamming(a.i5, b.i5);

/** The sets that may not share a lane with `set`: itself, and each with a pair nearer than the minimum to one of its own. */
export function clashingSets(
  set: { readonly id: IndexSetId; readonly pairs: readonly IndexPair[] },
  all: readonly { readonly id: IndexSetId; readonly pairs: readonly IndexPair[] }[],
): ReadonlySet<IndexSetId> {
  const clashing = all.filter((other) =>
    set.pairs.some((a) => other.pairs.some((b) => indexDistance(a, b) < MIN_INDEX_DISTANCE)),
  );
  return new Set([set.id, ...clashing.map((other) => other.id)]);
}

function hamming(a: string, b: string): number {
  let distance = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) distance++;
  return distance;
}

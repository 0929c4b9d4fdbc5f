/** Alignments counted by reference, as `samtools idxstats` has them and indexes should. */

import type { Metrics } from '../content-judge.ts';
import type { Alignment } from './alignment.ts';

/** With more references the report has no lists of them. */
const MOST_LISTED = 10_000;

export interface ReferenceCounts {
  count(alignment: Readonly<Alignment>): void;
  /** So many on one reference. */
  add(
    reference: number,
    counted: { readonly mapped: number; readonly unmapped: number; readonly withoutPosition: number },
  ): void;
  /** By reference. */
  readonly mapped: Float64Array;
  readonly unmapped: Float64Array;
  /** Without a reference, and without a position. */
  readonly unplaced: number;
  readonly withoutPosition: number;
  readonly metrics: Metrics;
}

export function createReferenceCounts(references: number): ReferenceCounts {
  const mapped = new Float64Array(references);
  const unmapped = new Float64Array(references);
  let [unplaced, withoutPosition] = [0, 0];
  return {
    count({ reference, position, flag }) {
      if (position < 0) withoutPosition++;
      if (reference === -1) unplaced++;
      if (reference < 0 || reference >= references) return;
      const counts = (flag & 4) === 0 ? mapped : unmapped;
      counts[reference] = (counts[reference] ?? 0) + 1;
    },
    add(reference, counted) {
      withoutPosition += counted.withoutPosition;
      if (reference < 0) unplaced += counted.mapped + counted.unmapped;
      else {
        mapped[reference] = (mapped[reference] ?? 0) + counted.mapped;
        unmapped[reference] = (unmapped[reference] ?? 0) + counted.unmapped;
      }
    },
    mapped,
    unmapped,
    get unplaced() {
      return unplaced;
    },
    get withoutPosition() {
      return withoutPosition;
    },
    get metrics() {
      return {
        unplaced,
        ...(references <= MOST_LISTED && { mapped_by_reference: [...mapped], unmapped_by_reference: [...unmapped] }),
      };
    },
  };
}

/** Everything that is counted of alignments. */

import type { Metrics, MetricsLevel } from '../content-judge.ts';
import { FLAG, type Alignment, type AlignmentMetrics, type Reference } from './alignment.ts';
import { createBaseQualities } from './base-qualities.ts';
import { createCoverage, type Coverage } from './coverage.ts';
import { createInsertSizes } from './insert-size.ts';
import { createMappings } from './mappings.ts';

const NOT_PRIMARY = FLAG.secondary | FLAG.supplementary;
const PROPER = FLAG.paired | FLAG.properPair;
const UNPLACED = 2 ** 31;

export function createAlignmentMetrics(level: MetricsLevel): AlignmentMetrics {
  const isAll = level === 'all';
  const inserts = createInsertSizes();
  const mappings = isAll ? createMappings() : undefined;
  const qualities = isAll ? createBaseQualities() : undefined;
  let coverage: Coverage | undefined;
  let references: readonly Reference[] = [];
  let [records, primary, secondary, supplementary, qcFailed] = [0, 0, 0, 0, 0];
  let [mapped, duplicates, properPairs, bases, longest] = [0, 0, 0, 0, 0];
  let isSorted = true;
  let [lastReference, lastPosition] = [-1, -1];

  /** Those without a place come last. */
  const place = (alignment: Alignment): void => {
    const reference = alignment.reference === -1 ? UNPLACED : alignment.reference;
    const isBehind = reference > lastReference || (reference === lastReference && alignment.position >= lastPosition);
    // Names that the header does not have are in no order.
    if (!isBehind || reference < 0) isSorted = false;
    [lastReference, lastPosition] = [reference, alignment.position];
  };

  return {
    references(all) {
      references = all;
      if (isAll && all.length > 0) coverage = createCoverage(all);
    },
    add(alignment) {
      const { flag, length } = alignment;
      records++;
      if (isSorted) {
        place(alignment);
        if (isSorted && coverage !== undefined && alignment.reference >= 0) coverage.add(alignment);
      }
      if ((flag & FLAG.secondary) !== 0) {
        secondary++;
        return;
      }
      mappings?.add(alignment);
      if ((flag & NOT_PRIMARY) !== 0) {
        supplementary++;
        return;
      }
      primary++;
      bases += length;
      if (length > longest) longest = length;
      qualities?.add(alignment);
      if ((flag & FLAG.qcFail) !== 0) qcFailed++;
      if ((flag & FLAG.duplicate) !== 0) duplicates++;
      if ((flag & FLAG.unmapped) !== 0) return;
      mapped++;
      if ((flag & PROPER) === PROPER) properPairs++;
      inserts.add(alignment);
    },
    metrics(): Metrics {
      return {
        records,
        references: references.length,
        primary,
        secondary,
        supplementary,
        qc_failed: qcFailed,
        mapped,
        duplicates,
        proper_pairs: properPairs,
        ...(primary > 0 && {
          pct_reads_mapped: (100 * mapped) / primary,
          pct_reads_properly_paired: (100 * properPairs) / primary,
          pct_reads_duplicate: (100 * duplicates) / primary,
          length_mean: bases / primary,
          length_max: longest,
        }),
        bases,
        ...(records > 0 && references.length > 0 && { is_coordinate_sorted: isSorted ? 1 : 0 }),
        ...inserts.metrics(),
        ...mappings?.metrics(),
        ...qualities?.metrics(bases),
        ...(isSorted && coverage?.metrics()),
      };
    },
  };
}

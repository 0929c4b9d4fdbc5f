/** Everything that is counted of alignments. */

import type { Metrics, MetricsLevel } from '../content-judge.ts';
import { FLAG, type Alignment, type AlignmentMetrics } from './alignment.ts';
import { createBaseQualities } from './base-qualities.ts';
import { createCoverage, type Coverage } from './coverage.ts';
import { createFlagCounts } from './flag-counts.ts';
import { createInsertSizes } from './insert-size.ts';
import { createMappings } from './mappings.ts';

const NOT_PRIMARY = FLAG.secondary | FLAG.supplementary;
const UNPLACED = 2 ** 31;

export function createAlignmentMetrics(level: MetricsLevel): AlignmentMetrics {
  const isAll = level === 'all';
  const flags = createFlagCounts();
  const inserts = createInsertSizes();
  const mappings = isAll ? createMappings() : undefined;
  const qualities = isAll ? createBaseQualities() : undefined;
  let coverage: Coverage | undefined;
  let references = 0;
  let [isAny, isSorted] = [false, true];
  let [lastReference, lastPosition] = [-1, -1];

  /** Those without a place come last; names that the header does not have are in no order. */
  const place = ({ reference, position }: Alignment): void => {
    const order = reference === -1 ? UNPLACED : reference;
    isSorted = order >= 0 && (order > lastReference || (order === lastReference && position >= lastPosition));
    lastReference = order;
    lastPosition = position;
  };

  return {
    references(names, lengths) {
      references = names.length;
      if (isAll && references > 0) coverage = createCoverage(names, lengths);
    },
    add(alignment) {
      const { flag } = alignment;
      isAny = true;
      flags.count(alignment);
      if (isSorted) place(alignment);
      if ((flag & (NOT_PRIMARY | FLAG.unmapped)) === 0) inserts.add(alignment);
      if (!isAll) return;
      if (isSorted && alignment.reference >= 0) coverage?.add(alignment);
      if ((flag & FLAG.secondary) === 0) mappings?.add(alignment);
      if ((flag & NOT_PRIMARY) === 0) qualities?.add(alignment);
    },
    addRun(run) {
      flags.addRun(run);
      inserts.addRun(run);
      // As the one before, they keep the order, or it is lost.
      lastPosition = run.position;
    },
    metrics(): Metrics {
      const counts = flags.metrics;
      return {
        ...counts,
        references,
        ...(isAny && references > 0 && { is_coordinate_sorted: isSorted ? 1 : 0 }),
        ...inserts.metrics(),
        ...mappings?.metrics(),
        ...qualities?.metrics(Number(counts['bases'])),
        ...(isSorted && coverage?.metrics()),
      };
    },
  };
}

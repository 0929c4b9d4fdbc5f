/** Alignments counted by their flags, as `samtools flagstat` does: SAMv1 section 1.4.2. */

import type { Metrics } from '../content-judge.ts';
import type { Alignment } from './alignment.ts';

const [PAIRED, PROPER, UNMAPPED, MATE_UNMAPPED] = [1, 2, 4, 8];
const [READ1, READ2, SECONDARY, QC_FAILED, DUPLICATE, SUPPLEMENTARY] = [0x40, 0x80, 0x100, 0x200, 0x400, 0x800];
/** The bits that have a meaning. */
const FLAGS = 4096;

export interface FlagCounts {
  count(alignment: Readonly<Alignment>): void;
  readonly metrics: Metrics;
}

export function createFlagCounts(): FlagCounts {
  // All that flags alone say is taken from how often each came.
  const byFlag = new Float64Array(FLAGS);
  let bases = 0;
  let [mateElsewhere, mateElsewhereSure] = [0, 0];
  /** Those with all bits of `has` and none of `hasNot`. */
  const withBits = (has: number, hasNot = 0): number => {
    let sum = 0;
    for (let flag = 0; flag < FLAGS; flag++)
      if ((flag & has) === has && (flag & hasNot) === 0) sum += byFlag[flag] ?? 0;
    return sum;
  };
  return {
    count({ flag, bases: letters, reference, nextReference, mappingQuality }) {
      const bits = flag & (FLAGS - 1);
      byFlag[bits] = (byFlag[bits] ?? 0) + 1;
      if ((bits & (SECONDARY | SUPPLEMENTARY)) !== 0) return;
      bases += letters;
      const isPair = (bits & (PAIRED | UNMAPPED | MATE_UNMAPPED)) === PAIRED;
      if (!isPair || reference === nextReference) return;
      mateElsewhere++;
      if (mappingQuality >= 5) mateElsewhereSure++;
    },
    get metrics() {
      const others = SECONDARY | SUPPLEMENTARY;
      const primary = withBits(0, others);
      const mapped = withBits(0, others | UNMAPPED);
      return {
        records: withBits(0),
        primary,
        secondary: withBits(SECONDARY),
        supplementary: withBits(SUPPLEMENTARY, SECONDARY),
        mapped,
        mapped_records: withBits(0, UNMAPPED),
        duplicates: withBits(DUPLICATE, others),
        duplicate_records: withBits(DUPLICATE),
        qc_failed: withBits(QC_FAILED),
        paired: withBits(PAIRED, others),
        first_of_pair: withBits(PAIRED | READ1, others),
        second_of_pair: withBits(PAIRED | READ2, others),
        proper_pairs: withBits(PAIRED | PROPER, others | UNMAPPED),
        both_mapped: withBits(PAIRED, others | UNMAPPED | MATE_UNMAPPED),
        singletons: withBits(PAIRED | MATE_UNMAPPED, others | UNMAPPED),
        mate_elsewhere: mateElsewhere,
        mate_elsewhere_mapq5: mateElsewhereSure,
        bases,
        ...(primary > 0 && { pct_reads_mapped: (100 * mapped) / primary }),
      };
    },
  };
}

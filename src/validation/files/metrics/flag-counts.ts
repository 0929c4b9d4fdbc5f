/** Alignments counted by their flags, as `samtools flagstat` does: SAMv1 section 1.4.2. */

import { countUp } from './count-up.ts';
import type { Metrics } from '../content-judge.ts';
import { FLAG, type Alignment, type AlignmentRun } from './alignment.ts';

const {
  paired: PAIRED,
  properPair: PROPER,
  unmapped: UNMAPPED,
  mateUnmapped: MATE_UNMAPPED,
  first: READ1,
  last: READ2,
} = FLAG;
const { secondary: SECONDARY, qcFail: QC_FAILED, duplicate: DUPLICATE, supplementary: SUPPLEMENTARY } = FLAG;
/** The bits that have a meaning. */
const FLAGS = 4096;

export interface FlagCounts {
  count(alignment: Readonly<Alignment>): void;
  addRun(run: AlignmentRun): void;
  readonly metrics: Metrics;
}

export function createFlagCounts(): FlagCounts {
  // All that flags alone say is taken from how often each came.
  const byFlag = new Float64Array(FLAGS);
  // A sum that is not small would be allocated anew each time; one in an array is not.
  const sums = new Float64Array(1);
  let longest = 0;
  let [mateElsewhere, mateElsewhereSure] = [0, 0];
  /** Those with all bits of `has` and none of `hasNot`. */
  const withBits = (has: number, hasNot = 0): number => {
    let sum = 0;
    for (let flag = 0; flag < FLAGS; flag++)
      if ((flag & has) === has && (flag & hasNot) === 0) sum += byFlag[flag] ?? 0;
    return sum;
  };
  return {
    count({ flag, length, reference, nextReference, mappingQuality }) {
      const bits = flag & (FLAGS - 1);
      countUp(byFlag, bits);
      if ((bits & (SECONDARY | SUPPLEMENTARY)) !== 0) return;
      sums[0] = (sums[0] ?? 0) + length;
      if (length > longest) longest = length;
      const isPair = (bits & (PAIRED | UNMAPPED | MATE_UNMAPPED)) === PAIRED;
      if (!isPair || reference === nextReference) return;
      mateElsewhere++;
      if (mappingQuality >= 5) mateElsewhereSure++;
    },
    addRun({
      rows,
      from,
      to,
      step,
      flags,
      bases,
      longest: longestOfRun,
      mateElsewhere: elsewhere,
      mateElsewhereSure: sure,
    }) {
      for (let row = from; row < to; row += step) countUp(byFlag, rows[row + flags] ?? 0);
      sums[0] = (sums[0] ?? 0) + bases;
      longest = Math.max(longest, longestOfRun);
      mateElsewhere += elsewhere;
      mateElsewhereSure += sure;
    },
    get metrics() {
      const others = SECONDARY | SUPPLEMENTARY;
      const primary = withBits(0, others);
      const bases = sums[0] ?? 0;
      const mapped = withBits(0, others | UNMAPPED);
      const duplicates = withBits(DUPLICATE, others);
      const properPairs = withBits(PAIRED | PROPER, others | UNMAPPED);
      return {
        records: withBits(0),
        primary,
        secondary: withBits(SECONDARY),
        supplementary: withBits(SUPPLEMENTARY, SECONDARY),
        mapped,
        mapped_records: withBits(0, UNMAPPED),
        duplicates,
        duplicate_records: withBits(DUPLICATE),
        qc_failed: withBits(QC_FAILED),
        paired: withBits(PAIRED, others),
        first_of_pair: withBits(PAIRED | READ1, others),
        second_of_pair: withBits(PAIRED | READ2, others),
        proper_pairs: properPairs,
        both_mapped: withBits(PAIRED, others | UNMAPPED | MATE_UNMAPPED),
        singletons: withBits(PAIRED | MATE_UNMAPPED, others | UNMAPPED),
        mate_elsewhere: mateElsewhere,
        mate_elsewhere_mapq5: mateElsewhereSure,
        bases,
        ...(primary > 0 && {
          length_mean: bases / primary,
          length_max: longest,
          pct_reads_mapped: (100 * mapped) / primary,
          pct_reads_properly_paired: (100 * properPairs) / primary,
          pct_reads_duplicate: (100 * duplicates) / primary,
        }),
      };
    },
  };
}

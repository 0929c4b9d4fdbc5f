/** How well alignments fit: mapping qualities, aligned bases, and the differences that NM tells of. */

import type { Metrics } from '../content-judge.ts';
import { FLAG, type Alignment } from './alignment.ts';

const UNKNOWN = 255;

/** By operation, MIDNSHP=X: `samtools stats` calls these mapped. */
const IS_MAPPED_BASE = [true, true, false, false, false, false, false, true, true];

export interface Mappings {
  /** An alignment that is not secondary. */
  add(alignment: Alignment): void;
  metrics(): Metrics;
}

export function createMappings(): Mappings {
  let [letters, aligned, differences] = [0, 0, 0];
  let hasDifferences = false;
  // Of primary alignments with a mapping quality: how many, the sum, those of 0, those of 20 and more.
  let [known, sum, zero, twenty] = [0, 0, 0, 0];
  return {
    add({ flag, mappingQuality, length, cigar, operations, editDistance }) {
      if ((flag & FLAG.unmapped) !== 0) return;
      if ((flag & FLAG.supplementary) === 0) {
        letters += length;
        if (mappingQuality !== UNKNOWN) {
          known++;
          sum += mappingQuality;
          if (mappingQuality === 0) zero++;
          if (mappingQuality >= 20) twenty++;
        }
      }
      if (length === 0) return;
      if (editDistance >= 0) {
        hasDifferences = true;
        differences += editDistance;
      }
      for (let i = 0; i < operations; i++) {
        const operation = cigar[i] ?? 0;
        if (IS_MAPPED_BASE[operation & 15] === true) aligned += operation >>> 4;
      }
    },
    metrics: () => ({
      bases_mapped: letters,
      bases_mapped_cigar: aligned,
      ...(hasDifferences && { mismatches: differences, error_rate: differences / Math.max(1, aligned) }),
      ...(known > 0 && {
        mean_mapping_quality: sum / known,
        pct_mapping_quality_0: (100 * zero) / known,
        pct_mapping_quality_20: (100 * twenty) / known,
      }),
    }),
  };
}

/** Insert sizes as `samtools stats` has them, which GA4GH refers to. */

import { countUp } from './count-up.ts';
import type { Metrics } from '../content-judge.ts';
import { FLAG, type Alignment, type AlignmentRun } from './alignment.ts';

/** Larger ones count as this. */
const LARGEST = 8000;
/** Only so many of the pairs count for mean and deviation, from the smallest on; single precision, as there. */
const MAIN_PART = Math.fround(0.99);

const SIZES = LARGEST + 1;
const [INWARD, OUTWARD, OTHER] = [0, 1, 2];

export interface InsertSizes {
  /** A primary alignment, mapped. */
  add(alignment: Alignment): void;
  /** Cells: orientation (inward, outward, other) * 8001 + size, at most 8000. */
  addRun(run: AlignmentRun): void;
  metrics(): Metrics;
}

export function createInsertSizes(): InsertSizes {
  /** Alignments by orientation and size. */
  const counts = new Float64Array(3 * SIZES);
  return {
    add(alignment) {
      const { flag, templateLength, reference, nextReference } = alignment;
      if ((flag & (FLAG.paired | FLAG.mateUnmapped)) !== FLAG.paired) return;
      if (templateLength === 0 && reference !== nextReference) return;
      const cell = orientationOf(alignment) * SIZES + Math.min(Math.abs(templateLength), LARGEST);
      countUp(counts, cell);
    },
    addRun({ rows, from, to, step, inserts }) {
      for (let row = from; row < to; row += step) {
        const cell = rows[row + inserts] ?? -1;
        if (cell >= 0) countUp(counts, cell);
      }
    },
    metrics() {
      // Both mates of a pair were counted.
      const pairs = Array.from({ length: SIZES }, (_, size) =>
        [INWARD, OUTWARD, OTHER].reduce((sum, kind) => sum + Math.floor((counts[kind * SIZES + size] ?? 0) / 2), 0),
      );
      const total = pairs.reduce((sum, count) => sum + count, 0);
      if (total === 0) return {};
      let [seen, sum] = [0, 0];
      const last = pairs.findIndex((count, size) => {
        seen += count;
        sum += count * size;
        return seen / total > MAIN_PART;
      });
      const mean = sum / seen;
      // What has size 0 counts for the mean only.
      const squares = pairs.slice(1, last + 1).reduce((all, count, i) => all + count * (i + 1 - mean) ** 2, 0);
      let below = 0;
      return {
        mean_insert_size: mean,
        insert_size_std_deviation: Math.sqrt(squares / seen),
        insert_size_median: pairs.findIndex((count) => (below += count) >= total / 2),
        insert_size_pairs: total,
      };
    },
  };
}

/** Which way the mates look, by their flags and positions. */
function orientationOf({ flag, position, nextPosition }: Alignment): number {
  const isReverse = (flag & FLAG.reverse) !== 0;
  if (isReverse === ((flag & FLAG.mateReverse) !== 0)) return OTHER;
  const sign = (flag & FLAG.first) !== 0 ? 1 : -1;
  const ahead = sign * (nextPosition - position);
  // Where they begin at one place, they are taken to look at each other.
  if (ahead === 0) return INWARD;
  const looksAhead = isReverse ? -sign : sign;
  return ahead > 0 === looksAhead > 0 ? INWARD : OUTWARD;
}

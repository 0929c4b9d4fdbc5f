/** Qualities of the bases of alignments. */

import type { Metrics } from '../content-judge.ts';
import { FLAG, type Alignment } from './alignment.ts';

export interface BaseQualities {
  /** A primary alignment. */
  add(alignment: Alignment): void;
  /** `bases`: letters of all of these. */
  metrics(bases: number): Metrics;
}

export function createBaseQualities(): BaseQualities {
  let [known, sum, q20, q30, yielded] = [0, 0, 0, 0, 0];
  return {
    add({ bytes, quality, qualityOffset, length, flag }) {
      if (quality < 0) return;
      let [scores, twenty, thirty] = [0, 0, 0];
      const [least20, least30] = [20 + qualityOffset, 30 + qualityOffset];
      for (let at = quality; at < quality + length; at++) {
        const score = bytes[at] ?? 0;
        scores += score;
        if (score >= least20) twenty++;
        if (score >= least30) thirty++;
      }
      known += length;
      sum += scores - length * qualityOffset;
      q20 += twenty;
      q30 += thirty;
      if ((flag & FLAG.qcFail) === 0) yielded += thirty;
    },
    metrics: (bases) =>
      known === 0
        ? {}
        : {
            yield_bp_q30: yielded,
            q20_bases: q20,
            q30_bases: q30,
            pct_q20: (100 * q20) / bases,
            pct_q30: (100 * q30) / bases,
            mean_quality: sum / known,
          },
  };
}

/** Reads by their share of G and C. */

import type { Metrics } from '../content-judge.ts';
import { countUp } from './count-up.ts';

export interface GcContent {
  /** A read of `length` letters. */
  add(gc: number, length: number): void;
  metrics(): Metrics;
}

export function createGcContent(): GcContent {
  const byPercent = new Float64Array(101);
  let [reads, sum, squares] = [0, 0, 0];
  return {
    add(gc, length) {
      if (length === 0) return;
      const percent = (100 * gc) / length;
      const nearest = Math.floor(percent + 0.5);
      countUp(byPercent, nearest);
      reads++;
      sum += percent;
      squares += percent * percent;
    },
    metrics() {
      if (reads === 0) return {};
      const mean = sum / reads;
      return {
        read_gc_mean: mean,
        read_gc_std_deviation: Math.sqrt(Math.max(0, squares / reads - mean * mean)),
        reads_by_gc: [...byPercent],
      };
    },
  };
}

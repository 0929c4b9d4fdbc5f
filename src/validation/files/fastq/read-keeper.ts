/** Puts a read together whose sequence and qualities come line by line, for metrics that want it whole. */

import { inPairs } from '../text/piece.ts';
import { createRead, type Read, type ReadMetrics } from '../metrics/read-metrics.ts';

/** Of a longer read, metrics see the first part only. */
const MOST_KEPT_BYTES = 32 << 20;

export interface ReadKeeper {
  begin(): void;
  /** `gc`: of these. */
  letters(bytes: Uint8Array, start: number, end: number, gc: number): void;
  qualities(bytes: Uint8Array, start: number, end: number): void;
  /** Gives the read. */
  end(): void;
  readonly read: Read;
}

/** Without `metrics`, nothing is kept. */
export function createReadKeeper(metrics: ReadMetrics | undefined): ReadKeeper {
  const read = createRead();
  // Letters, and behind them their qualities.
  let held = inPairs(new Uint8Array(metrics === undefined ? 0 : 4096));
  let [length, gc, kept, withQuality] = [0, 0, 0, 0];

  const put = (at: number, bytes: Uint8Array, start: number, end: number): void => {
    if (at + end - start > held.bytes.length) {
      const larger = inPairs(new Uint8Array(2 * (at + end - start)));
      larger.bytes.set(held.bytes);
      held = larger;
    }
    held.bytes.set(bytes.subarray(start, end), at);
  };

  return {
    read,
    begin() {
      [length, gc, kept, withQuality] = [0, 0, 0, 0];
    },
    letters(bytes, start, end, more) {
      if (metrics === undefined) return;
      length += end - start;
      gc += more;
      const last = Math.min(end, start + MOST_KEPT_BYTES - kept);
      put(kept, bytes, start, last);
      kept += last - start;
    },
    qualities(bytes, start, end) {
      if (metrics === undefined) return;
      const last = Math.min(end, start + kept - withQuality);
      put(kept + withQuality, bytes, start, last);
      withQuality += last - start;
    },
    end() {
      if (metrics === undefined) return;
      Object.assign(read, { piece: held, start: 0, end: kept, quality: kept, length, gc });
      metrics.add(read);
    },
  };
}

/** How long reads are, in memory that does not grow with them: exact up to 65,535 bases, in ranges 1.6 % wide above. */

import { countUp } from './count-up.ts';

/** Lengths below are counted each for itself. */
const EXACT = 1 << 16;
/** Above, each power of two has so many ranges. */
const STEPS = 64;
/** Lengths are below 2^53. */
const RANGES = (53 - 16) * STEPS;

export interface Lengths {
  add(length: number): void;
  /** Of no read: undefined. */
  readonly median: number | undefined;
  /** The greatest length of which reads as long or longer have half of all bases. Of no base: undefined. */
  readonly n50: number | undefined;
  /** Reads of 0, 1, 2... up to `longest` bases. */
  upTo(longest: number): readonly number[];
}

export function createLengths(): Lengths {
  const counts = new Float64Array(EXACT + RANGES);
  return {
    add(length) {
      const slot = length < EXACT ? length : slotOf(length);
      countUp(counts, slot);
    },
    get median() {
      const reads = counts.reduce((sum, count) => sum + count, 0);
      return reads === 0 ? undefined : firstPast(counts, reads / 2, () => 1);
    },
    get n50() {
      const bases = counts.reduce((sum, count, slot) => sum + count * lengthOf(slot), 0);
      // From below: reads that are shorter have half of the bases at most.
      return bases === 0 ? undefined : firstPast(counts, bases / 2 + 0.25, lengthOf);
    },
    upTo: (longest) => [...counts.subarray(0, longest + 1)],
  };
}

function firstPast(counts: Float64Array, half: number, weight: (slot: number) => number): number {
  let sum = 0;
  const slot = counts.findIndex((count, at) => {
    sum += count * weight(at);
    return sum >= half && count > 0;
  });
  return lengthOf(slot);
}

/** The range of a length from EXACT on: its power of two, and its 64th of it. */
function slotOf(length: number): number {
  const power = Math.floor(Math.log2(length));
  return EXACT + (power - 16) * STEPS + Math.floor((length / 2 ** power - 1) * STEPS);
}

/** The lowest length of a slot. */
function lengthOf(slot: number): number {
  if (slot < EXACT) return slot;
  const range = slot - EXACT;
  return Math.ceil(2 ** (16 + Math.floor(range / STEPS)) * (1 + (range % STEPS) / STEPS));
}

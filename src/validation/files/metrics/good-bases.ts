/** The bases of an alignment that count for coverage, as stretches of the reference. */

import type { Alignment } from './alignment.ts';
import type { Counted } from './overlaps.ts';

const LEAST_QUALITY = 20;
/** Of more stretches than these, which only long reads have, the rest is not kept for the mate. */
const MOST_KEPT = 1 << 17;

/** By operation, MIDNSHP=X: whether it takes bases of the reference, and of the read. */
const TAKES_REFERENCE = [true, false, true, true, false, false, false, true, true];
const TAKES_READ = [true, true, false, false, true, false, false, true, true];

export interface GoodBases {
  /**
   * Tells of stretches that are aligned (M, =, X) and of good quality, by position, without those of the mate in `before`. Returns
   * those that lie at `keepFrom` or behind it, where there are some.
   */
  tell(alignment: Alignment, before: Counted | undefined, keepFrom: number | undefined): Counted | undefined;
}

export function createGoodBases(count: (start: number, end: number) => void): GoodBases {
  let runs: number[] | undefined;
  let isCut = false;
  let others: readonly number[] = [];
  let [from, other] = [0, 0];

  const run = (start: number, end: number): void => {
    if (end > from) {
      runs ??= [];
      if (runs.length < MOST_KEPT) runs.push(Math.max(start, from), end);
      else isCut = true;
    }
    let at = start;
    // Those of the mate come by position too: none is looked at twice, but for one that goes on.
    for (; other < others.length && (others[other] ?? 0) < end; other += 2) {
      const [otherStart = 0, otherEnd = 0] = [others[other], others[other + 1]];
      if (otherStart > at) count(at, otherStart);
      at = Math.max(at, otherEnd);
      if (otherEnd > end) break;
    }
    if (at < end) count(at, end);
  };

  const aligned = ({ bytes, quality, qualityOffset }: Alignment, base: number, place: number, steps: number): void => {
    // Without qualities every base counts.
    if (quality < 0) return run(place, place + steps);
    const first = quality + base;
    const shift = place - first;
    const end = first + steps;
    const least = LEAST_QUALITY + qualityOffset;
    let at = first;
    while (at < end) {
      const start = nextGood(bytes, at, end, least);
      at = nextBad(bytes, start, end, least);
      if (at > start) run(start + shift, at + shift);
    }
  };

  return {
    tell(alignment, before, keepFrom) {
      const { cigar, operations, position } = alignment;
      runs = undefined;
      isCut = false;
      from = keepFrom ?? Number.POSITIVE_INFINITY;
      others = before?.runs ?? [];
      other = 0;
      let [place, base] = [position, 0];
      for (let i = 0; i < operations; i++) {
        const operation = cigar[i] ?? 0;
        const kind = operation & 15;
        const steps = operation >>> 4;
        const isReference = TAKES_REFERENCE[kind] === true;
        const isRead = TAKES_READ[kind] === true;
        if (isReference && isRead) aligned(alignment, base, place, steps);
        if (isReference) place += steps;
        if (isRead) base += steps;
      }
      return runs === undefined ? undefined : { from, runs, isCut };
    },
  };
}

function nextGood(bytes: Uint8Array, from: number, end: number, least: number): number {
  let at = from;
  while (at < end && (bytes[at] ?? 0) < least) at++;
  return at;
}

function nextBad(bytes: Uint8Array, from: number, end: number, least: number): number {
  let at = from;
  while (at < end && (bytes[at] ?? 0) >= least) at++;
  return at;
}

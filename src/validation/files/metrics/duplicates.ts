/**
 * How many reads repeat another, estimated as FastQC does (modules OverRepresentedSeqs and DuplicationLevel): the first 100,000
 * distinct beginnings of 50 bases are counted to the end of the file, and scaled by how likely they were to be among these.
 */

import type { Metrics } from '../content-judge.ts';

export const MOST_TRACKED = 100_000;
const PREFIX = 50;

const BITS = 18;
const SLOTS = 1 << BITS;
/** [low, high, count, nothing]: one slot lies in one line of the cache. */
const WIDTH = 4;
/** Whoever makes sequences of one hash gets no longer searches than this. */
const MOST_PROBES = 64;

export interface Duplicates {
  add(bytes: Uint8Array, start: number, end: number): void;
  metrics(): Metrics;
}

export function createDuplicates(mostTracked = MOST_TRACKED): Duplicates {
  const slots = new Uint32Array(SLOTS * WIDTH);
  const hashed = new Uint32Array(2);
  let [reads, tracked, readsAtLimit] = [0, 0, 0];
  return {
    add(bytes, start, end) {
      reads++;
      hash(bytes, start, Math.min(end, start + PREFIX), hashed);
      const low = hashed[0] ?? 0;
      const high = hashed[1] ?? 0;
      let slot = (low & (SLOTS - 1)) * WIDTH;
      for (let probe = 0; probe < MOST_PROBES; probe++) {
        const count = slots[slot + 2] ?? 0;
        if (count === 0) {
          if (tracked === mostTracked) return;
          slots[slot] = low;
          slots[slot + 1] = high;
          slots[slot + 2] = 1;
          tracked++;
          readsAtLimit = reads;
          return;
        }
        if (slots[slot] === low && slots[slot + 1] === high) {
          if (count < 0xffffffff) slots[slot + 2] = count + 1;
          if (tracked < mostTracked) readsAtLimit = reads;
          return;
        }
        slot = (slot + WIDTH) & (SLOTS * WIDTH - 1);
      }
    },
    metrics() {
      if (reads === 0) return {};
      const byLevel = new Map<number, number>();
      for (let slot = 2; slot < slots.length; slot += WIDTH) {
        const level = slots[slot] ?? 0;
        if (level > 0) byLevel.set(level, (byLevel.get(level) ?? 0) + 1);
      }
      return {
        pct_duplicates_estimate: 100 * (1 - distinctShare(byLevel, reads, readsAtLimit)),
        duplication_tracked_sequences: tracked,
      };
    },
  };
}

/** `byLevel`: how many sequences came once, twice...; of `reads`, the first `readsAtLimit` could bring a new one. */
export function distinctShare(byLevel: ReadonlyMap<number, number>, reads: number, readsAtLimit: number): number {
  let [distinct, all] = [0, 0];
  for (const [level, seen] of byLevel) {
    const isAll = readsAtLimit === reads || reads - seen < readsAtLimit;
    const count = isAll ? seen : seen / chanceToBeSeen(level, reads, readsAtLimit);
    distinct += count;
    all += count * level;
  }
  return distinct / all;
}

/** Terms that are added one by one; of the others, which hardly differ, the middle one stands for all. */
const TERMS = 64;

/** Of a sequence that comes `level` times among `reads`: that one of these is among the first `first`. */
function chanceToBeSeen(level: number, reads: number, first: number): number {
  if (level > reads - first) return 1;
  // Not one among the first: the product of (reads - first - j) / (reads - j) for each of them.
  let logMissed = 0;
  for (let j = 0; j < Math.min(level, TERMS); j++) logMissed += Math.log1p(-first / (reads - j));
  if (level > TERMS) logMissed += (level - TERMS) * Math.log1p(-first / (reads - (level + TERMS - 1) / 2));
  return -Math.expm1(logMissed);
}

/** Sixty-four bits, of letters of either case, into `into`. */
function hash(bytes: Uint8Array, start: number, end: number, into: Uint32Array): void {
  let low = end - start;
  let high = 0x9e3779b9;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const four =
      ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) &
      0xdfdfdfdf;
    low = Math.imul(low ^ four, 0x85ebca6b);
    high = Math.imul(high ^ four, 0xc2b2ae35);
    low ^= low >>> 15;
    high ^= high >>> 13;
  }
  for (; at < end; at++) {
    const one = (bytes[at] ?? 0) & 0xdf;
    low = Math.imul(low ^ one, 0x85ebca6b);
    high = Math.imul(high ^ one, 0xc2b2ae35);
    low ^= low >>> 15;
    high ^= high >>> 13;
  }
  into[0] = mixed(low);
  into[1] = mixed(high);
}

/** Every bit of what goes in changes half of those that come out. */
function mixed(hash: number): number {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

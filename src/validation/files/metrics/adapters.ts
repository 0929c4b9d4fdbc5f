/** Reads that run into an adapter, by the 12 bases of each that FastQC looks for (Configuration/adapter_list.txt); poly-G tails. */

import type { Metrics } from '../content-judge.ts';
import { countUp } from './count-up.ts';
import type { Piece } from '../text/piece.ts';
import { MOST_CYCLES, round } from './cycles.ts';

export const ADAPTERS = {
  pct_adapter_illumina_universal: 'AGATCGGAAGAG',
  pct_adapter_nextera: 'CTGTCTCTTATA',
  pct_adapter_small_rna: 'TGGAATTCTCGG',
} as const;

const PATTERNS = Object.values(ADAPTERS).map((text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
const LENGTH = 12;
const POLY_G = 10;

/**
 * Eight bases are looked at in every four: any twelve have such eight whole, `offset` (0 to 3, rarely 4) behind their first. Two bits
 * a base; letters that have none pass for A, and are found out when the whole is compared.
 */
const SEED = 8;
const STEP = 4;

const codeOf = (byte: number): number => Math.max(0, 'ACGT'.indexOf(String.fromCharCode(byte & 0xdf)));

/** The four bits of two bases, by how they lie in memory as one number. */
const PAIR_CODES = new Uint8Array(1 << 16);
const two = new Uint8Array(2);
const asPair = new Uint16Array(two.buffer);
for (let first = 0; first < 256; first++) {
  for (let second = 0; second < 256; second++) {
    two.set([first, second]);
    PAIR_CODES[asPair[0] ?? 0] = (codeOf(first) << 2) | codeOf(second);
  }
}

/** By the 16 bits of eight bases: 1 + 8 times the adapter's index + the offset in it; 0: of no adapter. */
const SEEDS = new Uint8Array(1 << 16);
for (const [i, pattern] of PATTERNS.entries()) {
  for (let offset = 0; offset <= LENGTH - SEED; offset++) {
    const code = pattern.subarray(offset, offset + SEED).reduce((bits, byte) => (bits << 2) | codeOf(byte), 0);
    SEEDS[code] = 1 + 8 * i + offset;
  }
}

export interface Adapters {
  /** A read: letters from `start` to `end`. */
  add(piece: Piece, start: number, end: number): void;
  metrics(): Metrics;
}

export function createAdapters(): Adapters {
  const withAdapter = new Float64Array(PATTERNS.length);
  const firstAt = new Float64Array(MOST_CYCLES + 1);
  let [reads, withAny, polyG, longest] = [0, 0, 0, 0];

  /** Each adapter counts once, where it is first. */
  const note = ({ bytes, pairs, shift }: Piece, start: number, end: number): void => {
    let found = 0;
    let seed = nextSeed(pairs, start + shift, end + shift);
    while (seed >= 0) {
      const hint = (SEEDS[seedAt(pairs, seed)] ?? 1) - 1;
      const i = hint >> 3;
      const at = seed - shift - (hint & 7);
      if (at >= start && at + LENGTH <= end && (found & (1 << i)) === 0 && isAdapter(bytes, at, i)) {
        countUp(withAdapter, i);
        if (found === 0) {
          const cycle = Math.min(at - start, MOST_CYCLES);
          countUp(firstAt, cycle);
        }
        found |= 1 << i;
      }
      seed = nextSeed(pairs, seed + STEP, end + shift);
    }
    if (found !== 0) withAny++;
  };

  return {
    add(piece, start, end) {
      reads++;
      if (end - start > longest) longest = end - start;
      note(piece, start, end);
      if (hasPolyG(piece.bytes, start, end)) polyG++;
    },
    metrics() {
      if (reads === 0) return {};
      const percent = (count: number): number => (100 * count) / reads;
      let sum = 0;
      const cycles = [...firstAt.subarray(0, Math.min(longest, MOST_CYCLES))];
      return {
        pct_adapter: percent(withAny),
        ...Object.fromEntries(Object.keys(ADAPTERS).map((id, i) => [id, percent(withAdapter[i] ?? 0)])),
        pct_adapter_by_cycle: cycles.map((count) => round(percent((sum += count)))),
        pct_poly_g_tail: percent(polyG),
      };
    },
  };
}

/** The first place from `from` on, in steps from an even one, of eight bases that an adapter has; -1 where there is none before `end`. */
function nextSeed(pairs: Uint16Array, from: number, end: number): number {
  const codes = PAIR_CODES;
  const seeds = SEEDS;
  let pair = (from + 1) >> 1;
  const last = (end - SEED) >> 1;
  let code = ((codes[pairs[pair] ?? 0] ?? 0) << 4) | (codes[pairs[pair + 1] ?? 0] ?? 0);
  for (; pair <= last; pair += STEP / 2) {
    const next = ((codes[pairs[pair + 2] ?? 0] ?? 0) << 4) | (codes[pairs[pair + 3] ?? 0] ?? 0);
    if (seeds[(code << 8) | next] !== 0) return 2 * pair;
    code = next;
  }
  return -1;
}

/** At an even place. */
const seedAt = (pairs: Uint16Array, place: number): number =>
  [0, 1, 2, 3].reduce((code, i) => (code << 4) | (PAIR_CODES[pairs[place / 2 + i] ?? 0] ?? 0), 0);

function isAdapter(bytes: Uint8Array, at: number, i: number): boolean {
  const pattern = PATTERNS[i];
  if (pattern === undefined) return false;
  for (let k = 0; k < LENGTH; k++) if (((bytes[at + k] ?? 0) & 0xdf) !== pattern[k]) return false;
  return true;
}

function hasPolyG(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < POLY_G) return false;
  for (let at = end - POLY_G; at < end; at++) if (((bytes[at] ?? 0) & 0xdf) !== 0x47) return false;
  return true;
}

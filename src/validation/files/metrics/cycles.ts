/** Letters and qualities by cycle: one table of how often each letter came with each quality, from which everything else follows. */

import { countUp } from './count-up.ts';
import type { Metrics } from '../content-judge.ts';

/** Cycles behind these are not told apart, nor listed: they count for the mean only. */
export const MOST_CYCLES = 1024;

const LETTERS = 8;
const QUALITIES = 128;
/** And 16 more: rows that lie 4 KiB apart would all want the same line of the cache, which takes twice the time. */
const CELLS = LETTERS * QUALITIES + 16;
const OTHER = 4;
const BEYOND = MOST_CYCLES * CELLS;

/** A, C, G, T (or U) are 0 to 3, either case; everything else is OTHER. */
const LETTER = Uint8Array.from({ length: 256 }, (_, byte) => {
  const at = 'ACGTU'.indexOf(String.fromCharCode(byte).toUpperCase());
  return at < 0 ? OTHER : Math.min(at, 3);
});

/** A cell has 32 bits: before it could be full, they are moved to where there is more room. */
const FULL = 2 ** 31;

export interface Cycles {
  /** A read: letters from `start` to `end`, and as many qualities from `quality` on. */
  add(bytes: Uint8Array, start: number, end: number, quality: number): void;
  /** `offset`: what qualities count from. */
  metrics(offset: number): Metrics;
}

export function createCycles(full = FULL): Cycles {
  const counts = new Uint32Array((MOST_CYCLES + 1) * CELLS);
  let moved: Float64Array | undefined;
  let [reads, beyond, longest] = [0, 0, 0];

  const move = (): void => {
    moved ??= new Float64Array(counts.length);
    for (let at = 0; at < counts.length; at++) countUp(moved, at, counts[at] ?? 0);
    counts.fill(0);
    reads = 0;
    beyond = 0;
  };

  return {
    add(bytes, start, end, quality) {
      const last = Math.min(end, start + MOST_CYCLES);
      if (last - start > longest) longest = last - start;
      beyond += end - last;
      if (++reads >= full || beyond >= full) move();
      addSpan(counts, bytes, { start, end: last, quality, cell: 0, step: CELLS });
      if (last < end)
        addSpan(counts, bytes, { start: last, end, quality: quality + last - start, cell: BEYOND, step: 0 });
    },
    metrics(offset) {
      if (longest === 0) return {};
      const sumOf = (from: number): Sums => sumUp(from, (cell) => (counts[cell] ?? 0) + (moved?.[cell] ?? 0), offset);
      const cycles = Array.from({ length: longest }, (_, cycle) => sumOf(cycle * CELLS));
      const all = [...cycles, sumOf(BEYOND)];
      const total = (count: (sums: Sums) => number): number => all.reduce((sum, sums) => sum + count(sums), 0);
      const percents = (count: (sums: Sums) => number): readonly number[] =>
        cycles.map((sums) => round((100 * count(sums)) / sums.bases));
      return {
        mean_quality: total(({ quality }) => quality) / total(({ bases }) => bases),
        pct_q20_by_cycle: percents(({ q20 }) => q20),
        pct_q30_by_cycle: percents(({ q30 }) => q30),
        mean_quality_by_cycle: cycles.map(({ quality, bases }) => round(quality / bases)),
        ...Object.fromEntries(
          [...'acgtn'].map((letter, i) => [`pct_${letter}_by_cycle`, percents(({ letters }) => letters[i] ?? 0)]),
        ),
      };
    },
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly quality: number;
  /** Of the first letter; `step`: to the next. */
  readonly cell: number;
  readonly step: number;
}

/** A function of its own: what it is given stays in registers, as measured, where what it closes over does not. */
function addSpan(counts: Uint32Array, bytes: Uint8Array, { start, end, quality, cell, step }: Span): void {
  const letters = LETTER;
  let row = cell;
  let other = quality;
  for (let at = start; at < end; at++, other++, row += step) {
    const index = row + (((bytes[other] ?? 0) & 0x7f) << 3) + (letters[bytes[at] ?? 0] ?? OTHER);
    counts[index] = (counts[index] ?? 0) + 1;
  }
}

interface Sums {
  readonly bases: number;
  readonly q20: number;
  readonly q30: number;
  readonly quality: number;
  readonly letters: Float64Array;
}

/** Of one cycle, whose cells begin at `from`. */
function sumUp(from: number, countOf: (cell: number) => number, offset: number): Sums {
  const letters = new Float64Array(5);
  let [bases, q20, q30, quality] = [0, 0, 0, 0];
  for (let cell = 0; cell < CELLS; cell++) {
    const count = countOf(from + cell);
    if (count === 0) continue;
    const score = (cell >> 3) - offset;
    const letter = cell & 7;
    countUp(letters, letter, count);
    bases += count;
    quality += count * score;
    if (score >= 20) q20 += count;
    if (score >= 30) q30 += count;
  }
  return { bases, q20, q30, quality, letters };
}

/** Lists are long: four decimals are enough. */
export const round = (value: number): number => Math.round(value * 1e4) / 1e4;

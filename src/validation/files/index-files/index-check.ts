/**
 * Holds an index against the records of its file as they stream: a search by the index must find every one of them, and every offset
 * must be where a record begins (SAMv1 section 5.1, CSIv1).
 */

import { excerpt, type FileFindings } from '../file-finding.ts';
import { firstBin, reach } from './binning.ts';
import { show } from './binning-index.ts';
import type { CollectedIndex, ReferenceIndex } from './collected-index.ts';
import type { IndexCode } from './index-rules.ts';

/** A record that reaches into more intervals is not looked at in the others. */
const MOST_INTERVALS = 1 << 16;

export interface IndexCheck {
  /**
   * The next record, in the order of the file. Reference: -1 without one. 0-based [begin, end). `start`: its virtual offset, as a
   * number; `alias`: the same place as the end of the block before, where it is the first in its block.
   */
  record(reference: number, begin: number, end: number, isMapped: boolean, start: number, alias: number): void;
  /** After the last record; `end` is the furthest offset that there is. */
  end(end: number, counts: FoundCounts): void;
}

/** By reference, and of those without one. */
export interface FoundCounts {
  readonly mapped: Float64Array;
  readonly unmapped: Float64Array;
  /** Either is taken: tools count those without a reference, or without a position. */
  readonly unplaced: readonly number[];
}

export interface Checked {
  /** For messages. */
  readonly name: string;
  readonly index: CollectedIndex;
  readonly references: number;
  readonly findings: FileFindings;
  /** Where the record in hand is stored. */
  readonly offset: () => number;
}

export function createIndexCheck({ name, index, references, findings, offset }: Checked): IndexCheck {
  const { binning, recordOffsets } = index;
  const interval = 2 ** binning.minShift;
  const limit = reach(binning);
  let isSorted = true;
  let [reference, position] = [-1, -1];
  let ofReference: ReferenceIndex | undefined;
  // The chunk found last: records of its bin up to its end are in it.
  let [binBegin, binEnd, chunkEnd] = [0, 0, 0];
  let nextInterval = 0;
  let nextBegin = 0;
  let [hasMisplaced, hasUncovered, hasPassed] = [false, false, false];

  const add = (code: IndexCode, message: string): void =>
    findings.add(code, { offset: offset() }, `${excerpt(name)}: ${message}`);

  if (index.references.length !== references) {
    add('INDEX-REFERENCES', `${index.references.length} references; the file has ${references}`);
  }

  return {
    record(nextReference, begin, end, isMapped, start, alias) {
      if ((recordOffsets[nextBegin] ?? Number.POSITIVE_INFINITY) <= start) passBegins(start, alias);
      if (!isSorted) return;
      const order = nextReference < 0 ? references : nextReference;
      if (order !== reference) enter(order);
      else if (begin < position) return unsorted();
      position = begin;
      // Without a position no search finds it.
      if (!isSorted || ofReference === undefined || begin < 0) return;
      const to = Math.max(begin + 1, end);
      if (begin < binBegin || to > binEnd || start >= chunkEnd) find(begin, to, start);
      if (isMapped) passIntervals(begin, to, start);
    },
    end(end, counts) {
      if (index.last > end) add('INDEX-OUTSIDE', `an offset ${show(index.last)}; the file ends at ${show(end)}`);
      compareCounts(counts);
    },
  };

  function enter(order: number): void {
    if (order < reference) return unsorted();
    reference = order;
    position = -1;
    ofReference = index.references[order];
    [binBegin, binEnd, chunkEnd] = [0, 0, 0];
    nextInterval = 0;
  }

  function unsorted(): void {
    isSorted = false;
    add('INDEX-UNSORTED', 'the file is not sorted by reference and position');
  }

  /** Those up to this record must be its start, or that of one before. */
  function passBegins(start: number, alias: number): void {
    for (; (recordOffsets[nextBegin] ?? Number.POSITIVE_INFINITY) <= start; nextBegin++) {
      const begin = recordOffsets[nextBegin] ?? 0;
      if (begin >= alias || hasMisplaced) continue;
      hasMisplaced = true;
      add('INDEX-OFFSET', `offset ${show(begin)} is before the record at ${show(start)}, and not where one begins`);
    }
  }

  function find(from: number, to: number, start: number): void {
    const bins = ofReference?.bins;
    if (bins === undefined) return;
    let size = interval;
    if (to <= limit) {
      for (let level = binning.depth; level >= 0; level--, size *= 8) {
        const place = Math.floor(from / size);
        if (place !== Math.floor((to - 1) / size)) continue;
        const end = index.chunkEnd(bins.get(firstBin(level) + place), start);
        if (end === 0) continue;
        [binBegin, binEnd, chunkEnd] = [place * size, (place + 1) * size, end];
        return;
      }
    }
    if (hasUncovered) return;
    hasUncovered = true;
    add(
      'INDEX-UNCOVERED',
      `the record at ${show(start)}, ${from + 1} to ${to} of reference ${reference}, is in no chunk`,
    );
  }

  function passIntervals(from: number, to: number, start: number): void {
    const first = Math.max(nextInterval, Math.floor(from / interval));
    const last = Math.floor((to - 1) / interval);
    if (first > last || ofReference === undefined) return;
    nextInterval = last + 1;
    const { bins, intervals } = ofReference;
    const leaves = firstBin(binning.depth);
    for (let i = first; i <= Math.min(last, first + MOST_INTERVALS); i++) {
      const begin = intervals[i] ?? index.binOffset(bins.get(leaves + i));
      if (begin <= start || hasPassed) continue;
      hasPassed = true;
      add(
        'INDEX-LINEAR',
        `interval ${i} of reference ${reference} begins at ${show(begin)}, after the record at ${show(start)}`,
      );
    }
  }

  function compareCounts({ mapped, unmapped, unplaced }: FoundCounts): void {
    for (const [i, { counts }] of index.references.entries()) {
      if (counts === undefined || i >= references) continue;
      const found = [mapped[i] ?? 0, unmapped[i] ?? 0];
      if (counts[0] === found[0] && counts[1] === found[1]) continue;
      const says = `${counts[0]} mapped and ${counts[1]} unmapped records of reference ${i}`;
      add('INDEX-COUNTS', `${says}; the file has ${found[0]} and ${found[1]}`);
    }
    if (index.unplaced === undefined || unplaced.includes(index.unplaced)) return;
    add('INDEX-COUNTS', `${index.unplaced} records without a place; the file has ${unplaced[0] ?? 0}`);
  }
}

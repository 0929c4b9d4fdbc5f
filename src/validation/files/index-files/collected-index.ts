/** An index by bins in memory, for the judge of the file that it belongs to. Files beside one that is judged are small. */

import { BAI_BINNING, type Binning } from './binning.ts';
import type { WholeIndexEvents } from './index-judge.ts';

export interface ReferenceIndex {
  /** By number of bin: which of all bins it is. */
  readonly bins: ReadonlyMap<number, number>;
  /** Offsets by interval; none in CSI. */
  readonly intervals: readonly number[];
  /** Mapped and unmapped records, where it says. */
  readonly counts: readonly [mapped: number, unmapped: number] | undefined;
}

export interface CollectedIndex {
  readonly binning: Binning;
  readonly references: readonly ReferenceIndex[];
  readonly unplaced: number | undefined;
  /** Where the chunk of a bin that has the offset ends; 0 where none has it. Which of all bins: as of `ReferenceIndex`. */
  chunkEnd(which: number | undefined, offset: number): number;
  /** Of CSI: offset of the first record that reaches into the bin. */
  binOffset(which: number | undefined): number;
  /** Where records should begin, sorted: begins of chunks, offsets of intervals and bins; without 0. */
  readonly recordOffsets: Float64Array;
  /** The furthest of all offsets. */
  readonly last: number;
}

const NOTHING: ReferenceIndex = { bins: new Map(), intervals: [], counts: undefined };

interface OpenReference extends ReferenceIndex {
  readonly bins: Map<number, number>;
  readonly intervals: number[];
  counts: readonly [number, number] | undefined;
}

export interface IndexCollector {
  readonly events: Omit<Required<WholeIndexEvents>, 'fault' | 'complete' | 'tabix'>;
  /** After the end. */
  collected(): CollectedIndex;
}

export function createIndexCollector(): IndexCollector {
  const references: ReferenceIndex[] = [];
  let binning = BAI_BINNING;
  let unplaced: number | undefined;
  let last = 0;
  // By bin: where its chunks begin in the lists of all chunks, and its own offset.
  const firsts: number[] = [];
  const offsets: number[] = [];
  const begins: number[] = [];
  const ends: number[] = [];
  let open: OpenReference | undefined;
  let isFalling = false;

  const reference = (): OpenReference => {
    if (open === undefined) {
      open = { bins: new Map(), intervals: [], counts: undefined };
      references[references.length - 1] = open;
    }
    return open;
  };
  /** Chunks of the last bin: in order, each with the furthest end so far, so that one look tells whether any has an offset. */
  const closeBin = (): void => {
    const first = firsts.at(-1) ?? begins.length;
    if (isFalling) {
      const pairs = begins.slice(first).map((begin, i): [number, number] => [begin, ends[first + i] ?? 0]);
      pairs.sort(([a], [b]) => a - b);
      for (const [i, [begin, end]] of pairs.entries()) {
        begins[first + i] = begin;
        ends[first + i] = end;
      }
    }
    isFalling = false;
    for (let i = first + 1; i < ends.length; i++) ends[i] = Math.max(ends[i] ?? 0, ends[i - 1] ?? 0);
  };

  return {
    events: {
      binning(one) {
        binning = one;
      },
      references() {},
      reference() {
        open = undefined;
        references.push(NOTHING);
      },
      bin(bin, offset = 0) {
        closeBin();
        reference().bins.set(bin, firsts.length);
        firsts.push(begins.length);
        offsets.push(offset);
        last = Math.max(last, offset);
      },
      chunk(begin, end) {
        const first = firsts.at(-1) ?? 0;
        if (begins.length > first && begin < (begins.at(-1) ?? 0)) isFalling = true;
        begins.push(begin);
        ends.push(end);
        last = Math.max(last, begin, end);
      },
      counts(mapped, unmapped) {
        reference().counts = [mapped, unmapped];
      },
      interval(offset) {
        reference().intervals.push(offset);
        last = Math.max(last, offset);
      },
      unplaced(count) {
        unplaced = count;
      },
    },
    collected() {
      closeBin();
      firsts.push(begins.length);
      return {
        binning,
        references,
        unplaced,
        chunkEnd(which, offset) {
          if (which === undefined) return 0;
          const first = firsts[which] ?? 0;
          let [low, high] = [first, firsts[which + 1] ?? 0];
          while (low < high) {
            const middle = (low + high) >> 1;
            if ((begins[middle] ?? 0) <= offset) low = middle + 1;
            else high = middle;
          }
          const end = low === first ? 0 : (ends[low - 1] ?? 0);
          return end > offset ? end : 0;
        },
        binOffset: (which) => (which === undefined ? 0 : (offsets[which] ?? 0)),
        recordOffsets: sortedOffsets([begins, offsets, ...references.map(({ intervals }) => intervals)]),
        last,
      };
    },
  };
}

function sortedOffsets(lists: readonly (readonly number[])[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let count = 0;
  for (const list of lists) for (const offset of list) if (offset > 0) all[count++] = offset;
  return all.subarray(0, count).sort();
}

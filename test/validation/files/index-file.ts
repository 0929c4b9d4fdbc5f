/** Indexes made by hand and slowly, as SAMv1 section 5 and CSIv1 define them: no chunks joined, no small bins given up. */

import { Buffer } from 'node:buffer';
import { int32, packed } from './bam-file.ts';

/** A record and where it lies in the content. */
export interface Indexed {
  /** -1: none. */
  readonly reference: number;
  /** 0-based [begin, end). */
  readonly begin: number;
  readonly end: number;
  readonly isMapped: boolean;
  readonly from: number;
  readonly to: number;
}

export interface BinModel {
  bin: number;
  offset: bigint;
  chunks: [bigint, bigint][];
}

export interface ReferenceModel {
  bins: BinModel[];
  intervals: bigint[];
  counts: [bigint, bigint] | undefined;
}

export interface IndexModel {
  minShift: number;
  depth: number;
  references: ReferenceModel[];
  unplaced: bigint | undefined;
}

export const uint64 = (...values: readonly bigint[]): Buffer => {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => bytes.writeBigUInt64LE(value, 8 * i));
  return bytes;
};

/** Virtual offsets of places in content that is stored in blocks of `blockBytes`. */
export function offsetsIn(content: Buffer, blockBytes: number): (at: number) => bigint {
  const starts = [0];
  for (let at = 0; at < content.length; at += blockBytes) {
    const stored = packed(content.subarray(at, at + blockBytes), blockBytes).length - 28;
    starts.push((starts.at(-1) ?? 0) + stored);
  }
  return (at) => {
    const block = Math.floor(at / blockBytes);
    return (BigInt(starts[block] ?? 0) << 16n) | BigInt(at % blockBytes);
  };
}

export function indexOf(
  records: readonly Indexed[],
  references: number,
  offset: (at: number) => bigint,
  [minShift, depth] = [14, 5],
): IndexModel {
  const models = Array.from({ length: references }, (): ReferenceModel => ({
    bins: [],
    intervals: [],
    counts: undefined,
  }));
  for (const { reference, begin, end, isMapped, from, to } of records) {
    const model = models[reference];
    if (model === undefined) continue;
    const bin = smallestBin(begin, end, minShift, depth);
    const [first, last] = [offset(from), offset(to)];
    let ofBin = model.bins.find((one) => one.bin === bin);
    if (ofBin === undefined) model.bins.push((ofBin = { bin, offset: 0n, chunks: [] }));
    const chunk = ofBin.chunks.at(-1);
    if (chunk?.[1] === first) chunk[1] = last;
    else ofBin.chunks.push([first, last]);
    const counts = (model.counts ??= [0n, 0n]);
    counts[isMapped ? 0 : 1] += 1n;
    if (!isMapped) continue;
    for (let i = Math.floor(begin / 2 ** minShift); i <= Math.floor((end - 1) / 2 ** minShift); i++) {
      while (model.intervals.length < i) model.intervals.push(0n);
      model.intervals[i] ||= first;
    }
  }
  for (const { bins, intervals } of models) {
    const leaves = (8 ** depth - 1) / 7;
    for (const one of bins) if (one.bin >= leaves) one.offset = intervals[one.bin - leaves] ?? 0n;
  }
  const unplaced = BigInt(records.filter(({ reference }) => reference < 0).length);
  return { minShift, depth, references: models, unplaced };
}

function smallestBin(begin: number, end: number, minShift: number, depth: number): number {
  for (let level = depth; level > 0; level--) {
    const size = 2 ** (minShift + 3 * (depth - level));
    const [first, last] = [Math.floor(begin / size), Math.floor((end - 1) / size)];
    if (first === last) return (8 ** level - 1) / 7 + first;
  }
  return 0;
}

const pseudo = (depth: number): number => (8 ** (depth + 1) - 1) / 7 + 1;

function referenceBytes(model: ReferenceModel, depth: number, isCsi: boolean): Buffer {
  const bins = model.bins.map(({ bin, offset, chunks }) =>
    Buffer.concat([
      int32(bin),
      isCsi ? uint64(offset) : Buffer.alloc(0),
      int32(chunks.length),
      uint64(...chunks.flat()),
    ]),
  );
  if (model.counts !== undefined) {
    const head = [int32(pseudo(depth)), isCsi ? uint64(0n) : Buffer.alloc(0), int32(2)];
    bins.push(Buffer.concat([...head, uint64(0n, 0n, ...model.counts)]));
  }
  const linear = isCsi ? [] : [int32(model.intervals.length), uint64(...model.intervals)];
  return Buffer.concat([int32(bins.length), ...bins, ...linear]);
}

const tail = ({ unplaced }: IndexModel): Buffer => (unplaced === undefined ? Buffer.alloc(0) : uint64(unplaced));

export const baiBytes = (index: IndexModel): Buffer =>
  Buffer.concat([
    Buffer.from('BAI\x01', 'latin1'),
    int32(index.references.length),
    ...index.references.map((one) => referenceBytes(one, 5, false)),
    tail(index),
  ]);

export const csiBytes = (index: IndexModel, aux = Buffer.alloc(0)): Buffer =>
  Buffer.concat([
    Buffer.from('CSI\x01', 'latin1'),
    int32(index.minShift, index.depth, aux.length),
    aux,
    int32(index.references.length),
    ...index.references.map((one) => referenceBytes(one, index.depth, true)),
    tail(index),
  ]);

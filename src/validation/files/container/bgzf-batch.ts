/** Blocks of BGZF by the batch: as they are found in a file, and as whoever inflates them takes and gives them. */

import { Buffer } from 'node:buffer';
import { EOF_MARKER, inflateBlock, LARGEST, readBlock, type Fault, type Inflated } from './bgzf-block.ts';
import type { ByteSource } from '../content-judge.ts';

const PIECE_BYTES = 1 << 20;

/** What is read and not yet unpacked; never less than a whole block of room. */
export const HELD_BYTES: number = LARGEST + PIECE_BYTES;

export interface BlockPlace {
  /** Where it begins in the bytes of the batch; it has `size`, and its data begin `data` behind. */
  readonly at: number;
  readonly size: number;
  readonly data: number;
}

/** Whole blocks, one after the other. */
export interface Batch {
  readonly stored: Uint8Array;
  readonly blocks: readonly BlockPlace[];
}

/** Inflates beside the judge, in other threads. */
export interface BlockInflater {
  /** Blocks of a batch, and batches that are asked for before the first of them is judged, at most. */
  readonly blocks: number;
  readonly batches: number;
  /**
   * As many as there are blocks, or those up to the first `fault`. The memory of `stored` passes to the inflater, that of the
   * contents to the caller. Rejects where it can no longer inflate.
   */
  inflate(batch: Batch): Promise<readonly Inflated[]>;
}

/** What a thread does with a batch. `moved`: the memory of the contents. */
export function inflateBatch({ stored, blocks }: Batch): {
  readonly inflated: readonly Inflated[];
  readonly moved: ArrayBuffer[];
} {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.length);
  const inflated: Inflated[] = [];
  const moved: ArrayBuffer[] = [];
  for (const { at, size, data } of blocks) {
    const one = inflateBlock(bytes.subarray(at, at + size), data);
    inflated.push(one);
    if ('fault' in one) break;
    if (one.bytes.length > 0) moved.push(one.bytes.buffer as ArrayBuffer);
  }
  return { inflated, moved };
}

/** Why no more blocks are found: there are none, those that follow are stored behind the range, or the next is none. */
export type ScanEnd =
  | { readonly kind: 'end' }
  | { readonly kind: 'range' }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly rest: number };

export interface FoundBlock extends BlockPlace {
  /** It is the end-of-file marker. */
  readonly isMarker: boolean;
}

export interface FoundBlocks extends Batch {
  readonly blocks: readonly FoundBlock[];
  /** Good until the next are asked for. */
  readonly stored: Buffer;
  /** Nothing comes behind these. */
  readonly end?: ScanEnd;
}

export interface BlockRange {
  /** Where a block is stored. */
  readonly from: number;
  /** Blocks that are stored from here on are not read: `stopped`. */
  readonly to: number;
  /** Memory of HELD_BYTES to work in, for whoever reads many ranges. */
  readonly held?: Buffer;
}

/** Gives the next blocks, up to `most`, and reads on only where none lies whole in what was read. */
export function scanBlocks(
  source: ByteSource,
  { from, to, held = Buffer.alloc(HELD_BYTES) }: BlockRange,
): (most: number) => Promise<FoundBlocks> {
  let [start, end] = [0, 0];
  let isAtEnd = false;
  let offset = from;
  return async (most) => {
    if (!isAtEnd && end - start < LARGEST) {
      held.copyWithin(0, start, end);
      [start, end] = [0, end - start];
      // A block that begins before the end of the range may go on behind it.
      const room = held.subarray(end, Math.min(end + PIECE_BYTES, to + LARGEST - offset));
      const count = await source.read(offset + end, room);
      end += count;
      isAtEnd = count < room.length;
    }
    const first = start;
    const blocks: FoundBlock[] = [];
    const found = (why?: ScanEnd): FoundBlocks => ({
      stored: held.subarray(first, start),
      blocks,
      ...(why !== undefined && { end: why }),
    });
    while (blocks.length < most && (isAtEnd || offset >= to || end - start >= LARGEST)) {
      if (start === end) return found({ kind: 'end' });
      if (offset >= to) return found({ kind: 'range' });
      const block = readBlock(held.subarray(start, end));
      if ('fault' in block) return found({ kind: 'fault', fault: block.fault, rest: end - start });
      const isMarker = EOF_MARKER.equals(held.subarray(start, start + block.size));
      blocks.push({ at: start - first, ...block, isMarker });
      start += block.size;
      offset += block.size;
    }
    return found();
  };
}

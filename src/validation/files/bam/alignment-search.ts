/** Finds where an alignment begins in bytes from the middle of a BAM file: nothing marks it, so one must fit, and the next behind it. */

import { FIXED_BYTES } from './alignment.ts';
import { LARGEST_HELD } from './long-alignment.ts';
import { pieceOf } from './piece.ts';

/** Alignments that are longer than this together are not looked for. */
const MOST_BYTES = 8 << 20;
/** So many bytes, and so many alignments of mean length, have beginnings in them. */
const [ENOUGH_BYTES, ENOUGH_ALIGNMENTS] = [1 << 18, 1000];

export interface AlignmentSearch {
  /** The next bytes; those from the first alignment on, once it is found: not the caller's memory. */
  push(bytes: Uint8Array): Uint8Array | undefined;
  /** Bytes that were looked through; none where an alignment was found before they were too many to have none. */
  readonly hopeless: number;
}

/** `lengths`: of the references. `meanBytes`: of the alignments before. */
export function createAlignmentSearch(lengths: readonly number[], meanBytes: number): AlignmentSearch {
  let held = pieceOf(new Uint8Array(1 << 17));
  let length = 0;
  let at = 0;

  /** Where the next would begin, if one could begin at `start`; -1: it could not; 0: not all of what tells is there. */
  const next = (start: number): number => {
    const { bytes, view } = held;
    if (start + 4 + FIXED_BYTES > length) return 0;
    const size = view.getInt32(start, true);
    if (size < FIXED_BYTES + 2 || size > LARGEST_HELD) return -1;
    if (!isPlace(view, start + 4) || !isPlace(view, start + 24)) return -1;
    const name = bytes[start + 12] ?? 0;
    const bases = view.getInt32(start + 20, true);
    const parts = FIXED_BYTES + name + 4 * view.getUint16(start + 16, true) + ((bases + 1) >> 1) + bases;
    if (name < 2 || bases < 0 || parts > size) return -1;
    const nameStart = start + 4 + FIXED_BYTES;
    if (nameStart + name > length) return 0;
    if (bytes[nameStart + name - 1] !== 0) return -1;
    for (let i = nameStart; i < nameStart + name - 1; i++) {
      const byte = bytes[i] ?? 0;
      if (byte < 0x21 || byte > 0x7e) return -1;
    }
    return start + 4 + size;
  };

  /** refID and position of the alignment or of its mate. */
  const isPlace = (view: DataView, start: number): boolean => {
    const reference = view.getInt32(start, true);
    const position = view.getInt32(start + 4, true);
    return (
      reference >= -1 && reference < lengths.length && position >= -1 && position <= (lengths[reference] ?? 2 ** 31)
    );
  };

  const look = (): boolean => {
    for (; at < length; at++) {
      const second = next(at);
      if (second < 0) continue;
      const third = second === 0 ? 0 : next(second);
      if (third === 0) return false;
      if (third > 0) return true;
    }
    return false;
  };

  return {
    push(bytes) {
      if (length + bytes.length > MOST_BYTES) return undefined;
      if (length + bytes.length > held.bytes.length) {
        const larger = new Uint8Array(Math.min(MOST_BYTES, 2 * (length + bytes.length)));
        larger.set(held.bytes.subarray(0, length));
        held = pieceOf(larger);
      }
      held.bytes.set(bytes, length);
      length += bytes.length;
      return look() ? held.bytes.subarray(at, length) : undefined;
    },
    get hopeless() {
      return at >= Math.max(ENOUGH_BYTES, ENOUGH_ALIGNMENTS * meanBytes) ? at : 0;
    },
  };
}

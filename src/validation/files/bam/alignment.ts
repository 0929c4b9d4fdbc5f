/** The fixed fields of an alignment: SAMv1 section 4.2. */

import type { Piece } from './piece.ts';

/**
 * The alignment in hand. One object serves for all of them: nothing is allocated for each. Offsets are of the piece in hand, whose
 * `bytes[start, end)` are the alignment without its block_size.
 */
export interface Alignment {
  start: number;
  end: number;
  /** refID: by number in the header, -1: none. */
  reference: number;
  /** 0-based, -1: none. */
  position: number;
  mappingQuality: number;
  bin: number;
  flag: number;
  nextReference: number;
  nextPosition: number;
  templateLength: number;
  /** Where the name begins; it ends before its NUL, at `cigar - 1`. */
  name: number;
  /** Where the operations of the CIGAR begin, four bytes each, and how many there are. */
  cigar: number;
  operations: number;
  /** Where the bases begin, two in a byte, and how many there are. */
  sequence: number;
  bases: number;
  /** Where the qualities begin, as many as bases; the first is 0xff where there are none. */
  qualities: number;
  /** Where the optional fields begin. */
  tags: number;
  /** Bases of the reference that are covered, 0 where there is no CIGAR; of the real CIGAR where it is in CG. */
  covered: number;
}

/** Sees alignments as they are judged; what is broken in structure is not shown, nor what is longer than 16 MiB. */
export interface AlignmentObserver {
  /** Once, before the first alignment. Names and lengths in the order of the binary header. */
  references?(names: readonly string[], lengths: readonly number[]): void;
  /** Both good during the call only. */
  alignment(piece: Piece, alignment: Readonly<Alignment>): void;
}

export const FIXED_BYTES = 32;

export const createAlignment = (): Alignment => ({
  start: 0,
  end: 0,
  reference: -1,
  position: -1,
  mappingQuality: 0,
  bin: 0,
  flag: 0,
  nextReference: -1,
  nextPosition: -1,
  templateLength: 0,
  name: 0,
  cigar: 0,
  operations: 0,
  sequence: 0,
  bases: 0,
  qualities: 0,
  tags: 0,
  covered: 0,
});

/** `view` has at least the FIXED_BYTES from `start`. The offsets of parts are where the lengths put them, be it beyond `end`. */
export function readFixed({ bytes, view }: Piece, start: number, end: number, alignment: Alignment): void {
  alignment.start = start;
  alignment.end = end;
  alignment.reference = view.getInt32(start, true);
  alignment.position = view.getInt32(start + 4, true);
  const nameLength = bytes[start + 8] ?? 0;
  alignment.mappingQuality = bytes[start + 9] ?? 0;
  alignment.bin = view.getUint16(start + 10, true);
  const operations = view.getUint16(start + 12, true);
  alignment.flag = view.getUint16(start + 14, true);
  const bases = view.getInt32(start + 16, true);
  alignment.nextReference = view.getInt32(start + 20, true);
  alignment.nextPosition = view.getInt32(start + 24, true);
  alignment.templateLength = view.getInt32(start + 28, true);
  alignment.name = start + FIXED_BYTES;
  alignment.cigar = start + FIXED_BYTES + nameLength;
  alignment.operations = operations;
  alignment.sequence = alignment.cigar + 4 * operations;
  alignment.bases = bases;
  alignment.qualities = alignment.sequence + ((bases + 1) >>> 1);
  alignment.tags = alignment.qualities + bases;
  alignment.covered = 0;
}

/** Tells whoever counts of an alignment of BAM as plain numbers: SAMv1 section 4.2. */

import { createAlignment as createNumbers, type AlignmentMetrics } from '../metrics/alignment.ts';
import type { Alignment } from './alignment.ts';
import { SOFT_CLIP } from './binary-cigar.ts';
import type { Piece } from './piece.ts';

const MISSING = 0xff;
const [NM, CG] = [0x4d4e, 0x4743];
const [B, H, Z] = [0x42, 0x48, 0x5a];
/** Bytes of a value of fixed size, by its type. */
const SIZES = new Uint8Array(256);
for (const [types, size] of [['AcC', 1] as const, ['sS', 2] as const, ['iIf', 4] as const]) {
  for (const type of types) SIZES[type.charCodeAt(0)] = size;
}

export interface AlignmentNumbers {
  /** `piece`: has all of it, judged; undefined where it was too long to be held: only its fixed fields count. */
  tell(alignment: Readonly<Alignment>, piece: Piece | undefined): void;
}

/** `isAll`: CIGAR, qualities and NM are wanted. */
export function createAlignmentNumbers(metrics: AlignmentMetrics, isAll: boolean): AlignmentNumbers {
  const numbers = createNumbers();
  return {
    tell(alignment, piece) {
      numbers.flag = alignment.flag;
      numbers.reference = alignment.reference;
      numbers.position = alignment.position;
      numbers.mappingQuality = alignment.mappingQuality;
      numbers.nextReference = alignment.nextReference;
      numbers.nextPosition = alignment.nextPosition;
      numbers.templateLength = alignment.templateLength;
      numbers.length = alignment.bases;
      numbers.operations = 0;
      numbers.quality = -1;
      numbers.editDistance = -1;
      if (isAll && piece !== undefined) parts(alignment, piece);
      metrics.add(numbers);
    },
  };

  function parts(alignment: Readonly<Alignment>, piece: Piece): void {
    const { bytes, view } = piece;
    numbers.bytes = bytes;
    numbers.nameStart = alignment.name;
    numbers.nameEnd = alignment.cigar - 1;
    if (alignment.bases > 0 && bytes[alignment.qualities] !== MISSING) numbers.quality = alignment.qualities;
    const long = tags(piece, alignment.tags, alignment.end);
    // More operations than their count can say are in CG, and a clip of the whole read stands for them.
    const first = alignment.operations > 0 ? view.getUint32(alignment.cigar, true) : 0;
    const isLong = long !== undefined && first === alignment.bases * 16 + SOFT_CLIP;
    if (isLong) operations(piece, long.start, long.count);
    else operations(piece, alignment.cigar, alignment.operations);
  }

  function operations({ view }: Piece, start: number, count: number): void {
    if (count > numbers.cigar.length) numbers.cigar = new Uint32Array(2 * count);
    for (let i = 0; i < count; i++) numbers.cigar[i] = view.getUint32(start + 4 * i, true);
    numbers.operations = count;
  }

  /** NM; and where the operations of CG lie, if it is there. */
  function tags({ bytes, view }: Piece, start: number, end: number) {
    let long: { readonly start: number; readonly count: number } | undefined;
    let at = start;
    while (at + 4 <= end) {
      const tag = view.getUint16(at, true);
      const type = bytes[at + 2] ?? 0;
      const size = SIZES[type] ?? 0;
      let next = at + 3 + size;
      if (tag === NM && size > 0 && next <= end) numbers.editDistance = integer(view, at + 3, type);
      if (type === Z || type === H) {
        while (next < end && bytes[next] !== 0) next++;
        next++;
      } else if (type === B) {
        const count = view.getInt32(at + 4, true);
        next = at + 8 + count * (SIZES[bytes[at + 3] ?? 0] ?? 0);
        if (count < 0 || next > end) return long;
        if (tag === CG && bytes[at + 3] === 0x49) long = { start: at + 8, count };
      } else if (size === 0) return long;
      at = next;
    }
    return long;
  }
}

/** Of what is no integer, -1. */
function integer(view: DataView, at: number, type: number): number {
  switch (String.fromCharCode(type)) {
    case 'c':
      return view.getInt8(at);
    case 'C':
      return view.getUint8(at);
    case 's':
      return view.getInt16(at, true);
    case 'S':
      return view.getUint16(at, true);
    case 'i':
      return view.getInt32(at, true);
    case 'I':
      return view.getUint32(at, true);
    default:
      return -1;
  }
}

/** Tells whoever counts of an alignment of SAM as plain numbers: SAMv1 section 1.4. */

import { createAlignment, type Alignment, type AlignmentMetrics } from '../metrics/alignment.ts';

const [STAR, MINUS, INTEGER] = [0x2a, 0x2d, 0x69];
const MANDATORY = 11;
const OPERATIONS = 'MIDNSHP=X';
/** By letter: one more than the code that BAM has for it. */
const CODES = Uint8Array.from({ length: 256 }, (_, byte) => OPERATIONS.indexOf(String.fromCharCode(byte)) + 1);

export interface AlignmentFields {
  /** `starts`: where each of so many fields begins, each ending before the next. `reference`: its index, -1 for `*`, -2 not known. */
  tell(bytes: Uint8Array, starts: Int32Array, fields: number, references: readonly [number, number]): void;
}

/** `isAll`: CIGAR, qualities and NM are wanted. */
export function createAlignmentFields(metrics: AlignmentMetrics, isAll: boolean): AlignmentFields {
  const alignment = createAlignment();
  alignment.qualityOffset = 33;
  return {
    tell(bytes, starts, fields, [reference, nextReference]) {
      const from = (field: number): number => starts[field] ?? 0;
      const to = (field: number): number => (starts[field + 1] ?? 0) - 1;
      const number = (field: number): number => integer(bytes, from(field), to(field));
      alignment.bytes = bytes;
      alignment.nameStart = from(0);
      alignment.nameEnd = to(0);
      alignment.flag = number(1);
      alignment.reference = reference;
      alignment.position = number(3) - 1;
      alignment.mappingQuality = number(4);
      alignment.nextReference = nextReference;
      alignment.nextPosition = number(7) - 1;
      alignment.templateLength = number(8);
      alignment.length = isStar(bytes, from(9), to(9)) ? 0 : to(9) - from(9);
      if (isAll) {
        readOperations(bytes, from(5), to(5), alignment);
        const hasQualities = to(10) - from(10) === alignment.length && !isStar(bytes, from(10), to(10));
        alignment.quality = hasQualities ? from(10) : -1;
        alignment.editDistance = editDistance(bytes, starts, fields);
      }
      metrics.add(alignment);
    },
  };
}

function readOperations(bytes: Uint8Array, start: number, end: number, into: Alignment): void {
  into.operations = 0;
  let count = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const code = CODES[byte] ?? 0;
    if (code === 0) {
      count = count * 10 + (byte - 0x30);
      continue;
    }
    if (into.operations === into.cigar.length) {
      const larger = new Uint32Array(2 * into.cigar.length);
      larger.set(into.cigar);
      into.cigar = larger;
    }
    into.cigar[into.operations++] = count * 16 + code - 1;
    count = 0;
  }
}

/** NM, -1 where there is none. */
function editDistance(bytes: Uint8Array, starts: Int32Array, fields: number): number {
  for (let field = MANDATORY; field < fields; field++) {
    const at = starts[field] ?? 0;
    const end = (starts[field + 1] ?? 0) - 1;
    if (bytes[at] === 0x4e && bytes[at + 1] === 0x4d && bytes[at + 3] === INTEGER) {
      return integer(bytes, at + 5, end);
    }
  }
  return -1;
}

/** Of what has been judged to be one; of something else, anything. */
function integer(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  let value = 0;
  for (let at = isNegative ? start + 1 : start; at < end; at++) value = value * 10 + ((bytes[at] ?? 0x30) & 15);
  return isNegative ? -value : value;
}

const isStar = (bytes: Uint8Array, start: number, end: number): boolean => end - start === 1 && bytes[start] === STAR;

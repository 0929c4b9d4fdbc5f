/** The optional fields of an alignment of BAM: SAMv1 section 4.2.4, by the rules of those of SAM. */

import type { Piece } from './piece.ts';

const [A, B, C, H, I, S, Z] = [0x41, 0x42, 0x43, 0x48, 0x49, 0x53, 0x5a];
const [c, f, i, s] = [0x63, 0x66, 0x69, 0x73];
/** Two-character tags as little-endian numbers. */
export const [RG, PG, CG] = [0x4752, 0x4750, 0x4743];

/** What a walk over the fields tells, each with where the field begins and, of `group`, where its value lies. */
export interface TagEvents {
  /** - `cut`, `type`, `open`: what follows cannot be read; `name`, `hex`: unusual, as in SAM. */
  fault(fault: TagFault, at: number): void;
  /** A value of RG or PG of type Z. */
  group(tag: number, start: number, end: number): void;
}

export type TagFault = 'cut' | 'type' | 'open' | 'format' | 'value' | 'duplicate' | 'name' | 'hex';

/** Bytes of a value, by its type; 0 of no type, or of none of fixed size. */
const SIZES = new Uint8Array(256);
for (const [code, size] of [[A, 1] as const, [c, 1] as const, [C, 1] as const, [s, 2] as const, [S, 2] as const])
  SIZES[code] = size;
for (const code of [i, I, f]) SIZES[code] = 4;

/** Of characters: 1 of texts, 2 of hexadecimal digits, 4 of those in lower case. */
const [TEXT, DIGIT, LOWER] = [1, 2, 4];
const CHARACTERS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const isDigit = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);
  const isLower = byte >= 0x61 && byte <= 0x66;
  return (byte >= 0x20 && byte <= 0x7e ? TEXT : 0) | (isDigit || isLower ? DIGIT : 0) | (isLower ? LOWER : 0);
});

const isGraphic = (byte: number): boolean => byte >= 0x21 && byte <= 0x7e && byte !== 0x3a;
const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const [GOOD, ODD, BAD] = [0, 1, 2];
const NAMES = Uint8Array.from({ length: 65_536 }, (_, tag) => {
  const [first, second] = [tag & 0xff, tag >> 8];
  if (!isGraphic(first) || !isGraphic(second)) return BAD;
  return isLetter(first) && (isLetter(second) || isDigit(second)) ? GOOD : ODD;
});

export interface TagWalk {
  /** The fields in `bytes[start, end)`. False where they could not be read to the end. */
  walk(piece: Piece, start: number, end: number): boolean;
  /** Where the elements of CG:B,I of the last walk begin, -1 where there was none, and how many there are. */
  cigar: number;
  operations: number;
}

export function createTagWalk(events: TagEvents): TagWalk {
  // The walk in which a tag came last: what came in this one is a duplicate.
  const seen = new Uint32Array(65_536);
  let walks = 0;
  const self: TagWalk = { walk, cigar: -1, operations: 0 };
  return self;

  function walk(piece: Piece, start: number, end: number): boolean {
    const { bytes, view } = piece;
    if (++walks === 2 ** 32) {
      seen.fill(0);
      walks = 1;
    }
    self.cigar = -1;
    let at = start;
    while (at < end) {
      if (end - at < 4) return broken('cut', at);
      const tag = view.getUint16(at, true);
      const type = bytes[at + 2] ?? 0;
      const value = at + 3;
      const name = NAMES[tag];
      if (name !== GOOD) events.fault(name === BAD ? 'format' : 'name', at);
      if (seen[tag] === walks) events.fault('duplicate', at);
      seen[tag] = walks;
      const size = SIZES[type] ?? 0;
      let next = value + size;
      if (size === 0) {
        if (type === Z || type === H) next = text(bytes, type, at, end);
        else if (type === B) next = array(piece, at, end);
        else return broken('type', at);
        if (next < 0) return false;
      } else if (next > end) return broken('cut', at);
      else if (type === A && ((bytes[value] ?? 0) < 0x21 || (bytes[value] ?? 0) > 0x7e)) events.fault('value', at);
      at = next;
    }
    return true;
  }

  function broken(fault: TagFault, at: number): false {
    events.fault(fault, at);
    return false;
  }

  /** Where the field ends, behind its NUL; -1 where there is none. */
  function text(bytes: Uint8Array, type: number, at: number, end: number): number {
    const start = at + 3;
    let all = TEXT | DIGIT;
    let any = 0;
    let last = start;
    for (; last < end; last++) {
      const byte = bytes[last] ?? 0;
      if (byte === 0) break;
      const is = CHARACTERS[byte] ?? 0;
      all &= is;
      any |= is;
    }
    if (last === end) {
      events.fault('open', at);
      return -1;
    }
    if (type === H) {
      if ((all & DIGIT) === 0 || ((last - start) & 1) === 1) events.fault('value', at);
      else if ((any & LOWER) !== 0) events.fault('hex', at);
      return last + 1;
    }
    if ((all & TEXT) === 0) events.fault('value', at);
    const tag = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    if (tag === RG || tag === PG) events.group(tag, start, last);
    return last + 1;
  }

  function array({ bytes, view }: Piece, at: number, end: number): number {
    if (at + 8 > end) {
      events.fault('cut', at);
      return -1;
    }
    const type = bytes[at + 3] ?? 0;
    const size = type === A ? 0 : (SIZES[type] ?? 0);
    const count = view.getInt32(at + 4, true);
    if (size === 0) {
      events.fault('type', at);
      return -1;
    }
    if (count < 0 || count * size > end - at - 8) {
      events.fault('cut', at);
      return -1;
    }
    if (type === I && view.getUint16(at, true) === CG) {
      self.cigar = at + 8;
      self.operations = count;
    }
    return at + 8 + count * size;
  }
}

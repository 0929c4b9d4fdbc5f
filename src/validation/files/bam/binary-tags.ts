/** The optional fields of an alignment of BAM: SAMv1 section 4.2.4, by the rules of those of SAM. */

import type { Piece } from './piece.ts';
import { isDigit } from '../text/characters.ts';

const [A, C, I, S] = [0x41, 0x43, 0x49, 0x53];
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

const COLON = 0x3a;

/** Bytes of a value, by its type; 0 of no type, or of none of fixed size. */
export const VALUE_SIZES = new Uint8Array(256);
for (const code of [A, c, C]) VALUE_SIZES[code] = 1;
for (const code of [s, S]) VALUE_SIZES[code] = 2;
for (const code of [i, I, f]) VALUE_SIZES[code] = 4;

/** Characters of texts; NUL is none. */
const TEXTS = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte >= 0x20 && byte <= 0x7e));

const isGraphic = (byte: number): boolean => byte >= 0x21 && byte <= 0x7e;
const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
/** A letter and a letter or digit; others that SAM text can hold; others. */
const [GOOD, ODD, BAD] = [0, 1, 2];
const NAMES = Uint8Array.from({ length: 65_536 }, (_, tag) => {
  const [first, second] = [tag & 0xff, tag >> 8];
  if (!isGraphic(first) || !isGraphic(second) || first === COLON || second === COLON) return BAD;
  return isLetter(first) && (isLetter(second) || isDigit(second)) ? GOOD : ODD;
});

/** In place of where a field ends: nothing behind it can be read. */
const BROKEN = -1;

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
    // What is looked up in every field is taken into the function: as measured, a third of its time.
    const [names, sizes, texts, last, now] = [NAMES, VALUE_SIZES, TEXTS, seen, walks];
    const [isCharacter, isText, isHex, isArray] = [0x41, 0x5a, 0x48, 0x42];
    let at = start;
    while (at < end) {
      if (end - at < 4) return broken('cut', at) !== BROKEN;
      // Tag, type and the first byte of the value.
      const word = view.getInt32(at, true);
      const tag = word & 0xffff;
      const type = (word >> 16) & 0xff;
      if (names[tag] !== 0) oddName(tag, at);
      if (last[tag] === now) events.fault('duplicate', at);
      last[tag] = now;
      const size = sizes[type] ?? 0;
      if (size > 0) {
        if (type === isCharacter && !isGraphic(word >>> 24)) events.fault('value', at);
        if (at + 3 + size > end) return broken('cut', at) !== BROKEN;
        at += 3 + size;
      } else if (type === isText) {
        const value = at + 3;
        let next = value;
        while (next < end && texts[bytes[next] ?? 0] !== 0) next++;
        at = next < end && bytes[next] === 0 ? next + 1 : oddText(bytes, at, next, end);
        if (at < 0) return false;
        if (tag === RG || tag === PG) events.group(tag, value, at - 1);
      } else {
        at =
          type === isHex ? hexadecimal(bytes, at, end) : type === isArray ? array(piece, at, end) : broken('type', at);
        if (at < 0) return false;
      }
    }
    return true;
  }

  function broken(fault: TagFault, at: number): typeof BROKEN {
    events.fault(fault, at);
    return BROKEN;
  }

  function oddName(tag: number, at: number): void {
    events.fault(NAMES[tag] === BAD ? 'format' : 'name', at);
  }

  /** At `from` is no character of a text. Where the field ends, behind its NUL. */
  function oddText(bytes: Uint8Array, at: number, from: number, end: number): number {
    let last = from;
    while (last < end && bytes[last] !== 0) last++;
    if (last === end) return broken('open', at);
    events.fault('value', at);
    return last + 1;
  }

  /** Where the field ends, behind its NUL. */
  function hexadecimal(bytes: Uint8Array, at: number, end: number): number {
    const start = at + 3;
    let [isGood, hasLower] = [true, false];
    let last = start;
    for (; last < end && bytes[last] !== 0; last++) {
      const byte = bytes[last] ?? 0;
      const isLower = byte >= 0x61 && byte <= 0x66;
      isGood &&= isLower || isDigit(byte) || (byte >= 0x41 && byte <= 0x46);
      hasLower ||= isLower;
    }
    if (last === end) return broken('open', at);
    if (!isGood || (last - start) % 2 === 1) events.fault('value', at);
    else if (hasLower) events.fault('hex', at);
    return last + 1;
  }

  /** Where the field ends. */
  function array({ bytes, view }: Piece, at: number, end: number): number {
    if (at + 8 > end) return broken('cut', at);
    const type = bytes[at + 3] ?? 0;
    const size = type === A ? 0 : (VALUE_SIZES[type] ?? 0);
    if (size === 0) return broken('type', at);
    const count = view.getInt32(at + 4, true);
    const elements = at + 8;
    if (count < 0 || count * size > end - elements) return broken('cut', at);
    if (type === I && view.getUint16(at, true) === CG) {
      self.cigar = elements;
      self.operations = count;
    }
    return elements + count * size;
  }
}

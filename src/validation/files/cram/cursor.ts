/** Lets a parser that is written from top to bottom be fed in pieces: it asks for bytes, and waits until they have come. */

import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';

/** Bytes in one piece, or so many passed over. */
export type Need = { readonly take: number } | { readonly pass: number };

/** A part of a parser that gives a `T`. */
export type Step<T> = Generator<Need, T, Buffer>;

export interface Cursor {
  /** Of the next byte. */
  readonly offset: number;
  /** Of all bytes since it was last set to 0. */
  crc: number;
  /** The next bytes in one piece; callers bound `count`. */
  take(count: number): Step<Buffer>;
  /** Passes over bytes, which are not held; they count for the CRC. */
  pass(count: number): Step<void>;
}

export interface Feed {
  push(bytes: Uint8Array): void;
  /** The parser has ended by itself; what comes is not read. */
  readonly isOver: boolean;
  /** Bytes that came for what the parser waits for. */
  readonly waiting: number;
}

const NOTHING = Buffer.alloc(0);

export function createFeed(parse: (cursor: Cursor) => Step<void>): Feed & { readonly cursor: Cursor } {
  let offset = 0;
  const cursor = {
    crc: 0,
    get offset() {
      return offset;
    },
    *take(count: number): Step<Buffer> {
      if (count === 0) return NOTHING;
      const bytes = yield { take: count };
      cursor.crc = crcOf(bytes, cursor.crc);
      return bytes;
    },
    *pass(count: number): Step<void> {
      if (count > 0) yield { pass: count };
    },
  };
  const parser = parse(cursor);
  let held = NOTHING;
  let have = 0;
  let passed = 0;
  let need: Need | undefined;
  const go = (bytes: Buffer): void => {
    have = 0;
    passed = 0;
    const result = parser.next(bytes);
    need = result.done === true ? undefined : result.value;
    // What is taken grows as it comes: a size alone costs no memory.
    held = NOTHING;
  };
  go(NOTHING);

  return {
    cursor,
    get isOver() {
      return need === undefined;
    },
    get waiting() {
      return have + passed;
    },
    push(bytes) {
      let at = 0;
      while (need !== undefined && at < bytes.length) {
        if ('pass' in need) {
          const part = bytes.subarray(at, at + need.pass - passed);
          cursor.crc = crcOf(part, cursor.crc);
          at += part.length;
          offset += part.length;
          passed += part.length;
          if (passed === need.pass) go(NOTHING);
          continue;
        }
        if (have === 0 && bytes.length - at >= need.take) {
          const whole = Buffer.from(bytes.subarray(at, at + need.take));
          at += whole.length;
          offset += whole.length;
          go(whole);
          continue;
        }
        const part = bytes.subarray(at, at + need.take - have);
        if (have + part.length > held.length) {
          const larger = Buffer.alloc(Math.min(need.take, Math.max(64, 2 * (have + part.length))));
          larger.set(held.subarray(0, have));
          held = larger;
        }
        held.set(part, have);
        at += part.length;
        offset += part.length;
        have += part.length;
        if (have === need.take) go(held.subarray(0, have));
      }
    },
  };
}

/** Up to so many bytes a table is faster than the call. */
const FEW_BYTES = 24;

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ ((value & 1) === 0 ? 0 : 0xedb88320);
  return value;
});

function crcOf(bytes: Uint8Array, before: number): number {
  if (bytes.length > FEW_BYTES) return crc32(bytes, before);
  let value = ~before;
  for (const byte of bytes) value = (value >>> 8) ^ (TABLE[(value ^ byte) & 0xff] ?? 0);
  return ~value >>> 0;
}

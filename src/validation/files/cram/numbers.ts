/** Numbers of CRAM: ITF8 and LTF8, whose first byte says by its leading ones how many follow (CRAMv3 section 2.3). */

import { Buffer } from 'node:buffer';
import type { Cursor, Step } from './cursor.ts';

const following = (first: number): number => Math.clz32(~(first << 24));

/** A signed number of 32 bits. */
export function itf8Of(bytes: Buffer): number {
  const first = bytes[0] ?? 0;
  const more = Math.min(4, following(first));
  if (more === 4) {
    const [, a = 0, b = 0, c = 0, d = 0] = bytes;
    return ((first & 0x0f) << 28) | (a << 20) | (b << 12) | (c << 4) | (d & 0x0f);
  }
  let value = first & (0xff >> (more + 1));
  for (let i = 1; i <= more; i++) value = (value << 8) | (bytes[i] ?? 0);
  return value;
}

export const itf8Bytes = (first: number): number => 1 + Math.min(4, following(first));
export const ltf8Bytes = (first: number): number => 1 + Math.min(8, following(first));

/** Beyond 2^53 it is not exact; -1 stands for what would be negative. */
export function ltf8Of(bytes: Buffer): number {
  const first = bytes[0] ?? 0;
  const more = Math.min(8, following(first));
  let value = more >= 7 ? 0 : first & (0xff >> (more + 1));
  for (let i = 1; i <= more; i++) value = value * 256 + (bytes[i] ?? 0);
  return value >= 2 ** 63 ? -1 : value;
}

export function* readItf8(cursor: Cursor): Step<number> {
  return itf8Of(yield* readFollowed(cursor, itf8Bytes));
}
export function* readLtf8(cursor: Cursor): Step<number> {
  return ltf8Of(yield* readFollowed(cursor, ltf8Bytes));
}

function* readFollowed(cursor: Cursor, size: (first: number) => number): Step<Buffer> {
  const first = yield* cursor.take(1);
  const rest = yield* cursor.take(size(first[0] ?? 0) - 1);
  return rest.length === 0 ? first : Buffer.concat([first, rest]);
}

/** Numbers of a piece that is held: undefined behind its end. */
export function createNumbers(bytes: Buffer) {
  let at = 0;
  const read = (size: (first: number) => number, value: (bytes: Buffer) => number): number | undefined => {
    const end = at + size(bytes[at] ?? 0);
    if (end > bytes.length) return undefined;
    const number = value(bytes.subarray(at, end));
    at = end;
    return number;
  };
  return {
    itf8: (): number | undefined => read(itf8Bytes, itf8Of),
    ltf8: (): number | undefined => read(ltf8Bytes, ltf8Of),
    get left(): number {
      return bytes.length - at;
    },
  };
}

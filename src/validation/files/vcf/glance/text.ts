/**
 * Bytes that are looked at four at a time. Whoever gives them keeps SPARE_BYTES behind the last line feed, so that nobody who reads
 * no further than a line feed reads past the end.
 */

/** Little endian, in `view`. */
export interface Text {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

export const textOf = (bytes: Uint8Array): Text => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

export const [TAB, LF, BLANK, COMMA, DOT, SEMICOLON, EQUALS, COLON] = [
  0x09, 0x0a, 0x20, 0x2c, 0x2e, 0x3b, 0x3d, 0x3a,
] as const;

export const isColumnEnd = (byte: number): boolean => byte === TAB || byte === LF;

/** Bytes that are expected, as words of four; the last is filled up with zeros, and `mask` is 0 there. */
export interface Literal {
  readonly length: number;
  readonly words: Int32Array;
  readonly mask: number;
}

/** `bytes`, and `after` them. */
export function literalOf(bytes: Uint8Array, ...after: readonly number[]): Literal {
  const length = bytes.length + after.length;
  const padded = new Uint8Array(4 * Math.ceil(length / 4));
  padded.set(bytes);
  padded.set(after, bytes.length);
  const view = new DataView(padded.buffer);
  const words = Int32Array.from({ length: padded.length / 4 }, (_, i) => view.getInt32(4 * i, true));
  return { length, words, mask: -1 >>> (8 * (padded.length - length)) };
}

/** Whether `view` has the literal, which is not empty and holds no line feed but as its last byte, at `start`. */
export function hasLiteral({ words, mask }: Literal, view: DataView, start: number): boolean {
  const last = words.length - 1;
  // Most have one word.
  if (last === 0) return (view.getInt32(start, true) & mask) === words[0];
  let at = start;
  for (let i = 0; i < last; i++, at += 4) if (view.getInt32(at, true) !== words[i]) return false;
  return (view.getInt32(at, true) & mask) === words[last];
}

/** Where the digits that begin at `start` end. Four at a time, without a branch on how many there are. */
export function digitsEnd(view: DataView, start: number): number {
  for (let at = start; ; at += 4) {
    // Digits have become 0 to 9; adding 0x76 sets the high bit of all others.
    const word = view.getInt32(at, true) ^ 0x30303030;
    const others = (((word & 0x7f7f7f7f) + 0x76767676) | word) & 0x80808080;
    if (others !== 0) return at + ((31 - Math.clz32(others & -others)) >> 3);
  }
}

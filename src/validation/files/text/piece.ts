/** Memory that is read two bytes at a time. */

/** The same memory as bytes and as pairs of bytes; these begin at even addresses, `shift` (0 or 1) before the first byte. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly pairs: Uint16Array;
  readonly shift: number;
}

export function inPairs(bytes: Uint8Array): Piece {
  const shift = bytes.byteOffset & 1;
  return { bytes, shift, pairs: new Uint16Array(bytes.buffer, bytes.byteOffset - shift, (bytes.length + shift) >> 1) };
}

/** Bytes in hand and the same memory for numbers, which in BAM are little-endian and lie anywhere. */

export interface Piece {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

export const pieceOf = (bytes: Uint8Array): Piece => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
});

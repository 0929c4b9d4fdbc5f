/** Pieces of a wanted length out of a stream whose chunks come in any length; holds no more than one piece and one chunk. */

import { Buffer } from 'node:buffer';

export type ByteStream = AsyncIterable<Uint8Array>;

export interface BytesReader {
  /** The next `length` bytes, fewer only at the end. */
  take(length: number): Promise<Uint8Array>;
}

export function createBytesReader(source: ByteStream): BytesReader {
  const chunks = source[Symbol.asyncIterator]();
  let left: Uint8Array = new Uint8Array();
  return {
    async take(length) {
      const parts: Uint8Array[] = [];
      let missing = length;
      while (missing > 0) {
        if (left.length === 0) {
          const next = await chunks.next();
          if (next.done === true) break;
          left = next.value;
        }
        const part = left.subarray(0, missing);
        left = left.subarray(part.length);
        missing -= part.length;
        parts.push(part);
      }
      const [only] = parts;
      return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
    },
  };
}

/** Content that is not packed: pieces of the file as they are. */

import type { Unpacked, Unpacking } from './container.ts';

const PIECE_BYTES = 1 << 20;

/** Rejects with what the source rejects with. */
export async function readPlain({ source, onContent }: Unpacking): Promise<Unpacked> {
  const piece = new Uint8Array(PIECE_BYTES);
  for (let offset = 0; ;) {
    const count = await source.read(offset, piece);
    if (count > 0 && !onContent(piece.subarray(0, count))) return 'stopped';
    if (count < piece.length) return 'whole';
    offset += count;
  }
}

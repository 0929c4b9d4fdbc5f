/** Inflates a file and does nothing with it, at the best setting measured: what judging a packed file cannot be faster than. */

import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

const PIECE_BYTES = 1 << 18;

const handle = await open(process.argv[2] ?? '', 'r');
const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
let bytes = 0;
gunzip.on('data', (piece: Uint8Array) => {
  bytes += piece.length;
});
handle.createReadStream({ highWaterMark: PIECE_BYTES }).pipe(gunzip);
await new Promise((resolve, reject) => gunzip.on('end', resolve).on('error', reject));
process.stdout.write(`${bytes}\n`);

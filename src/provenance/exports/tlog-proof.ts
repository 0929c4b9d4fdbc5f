/** Proofs from an exported ledger, or any tiled log: a handful of files are read, whatever its size, and none is believed. */

import { toBase64 } from '../hash.ts';
import type { ProvedRecord } from '../ledger/prove-record.ts';
import { parseForeignCheckpoint } from '../note/any-checkpoint.ts';
import { decodeCheckpoint, MAX_CHECKPOINT_BYTES, type SignedCheckpoint } from '../note/checkpoint.ts';
import { parseNote } from '../note/open-note.ts';
import { encodeProof } from '../note/proof-file.ts';
import { openTiles } from '../tree/tile-reader.ts';
import type { TiledLog, TileFault } from '../tree/tile-source.ts';

/** Against the log's `checkpoint`, whose signatures are not judged: who checks the proof does that. Rejects only where `read` does. */
export async function proveFromTlog(read: TiledLog['read'], index: number): Promise<ProvedRecord | TileFault> {
  const note = await read('checkpoint', MAX_CHECKPOINT_BYTES);
  if (note === undefined) return fault('checkpoint', 'missing');
  const parsed = parseCheckpoint(note);
  if (typeof parsed === 'string') return fault('checkpoint', parsed);
  const { origin, size, root } = parsed.checkpoint;
  if (index >= size) return { kind: 'not-covered', size };

  const opened = await openTiles({ size, root, read });
  if (opened.kind === 'fault') return opened;
  const inclusion = await opened.tiles.inclusion(index);
  if (inclusion.kind === 'fault') return inclusion;
  const entry = await opened.tiles.entry(index);
  if (entry.kind === 'fault') return entry;
  return {
    kind: 'proved',
    proof: encodeProof({ index, hashes: inclusion.hashes, checkpoint: note }),
    record: entry.bytes,
    origin,
    index,
    size,
    root: toBase64(root),
    signers: parsed.lines.map(({ name }) => name),
  };
}

/** One of ours, or of any other log; or what is wrong with it. */
function parseCheckpoint(bytes: Uint8Array): SignedCheckpoint | string {
  const own = decodeCheckpoint(bytes);
  if (own.kind === 'checkpoint') return own;
  const note = parseNote(bytes);
  if ('kind' in note) return note.message;
  const checkpoint = parseForeignCheckpoint(note.text);
  return typeof checkpoint === 'string' ? checkpoint : { checkpoint, lines: note.lines };
}

const fault = (path: string, message: string): TileFault => ({ kind: 'fault', path, message });

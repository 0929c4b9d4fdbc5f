/**
 * A ledger as a tiled transparency log (C2SP tlog-tiles): `checkpoint`, `tile/`, `tile/entries/`. Plain files that any tool for
 * such logs reads, serves and verifies; entry n is record n, byte for byte.
 */

import { brokenAt } from '../ledger-error.ts';
import { equalBytes, toBase64 } from '../hash.ts';
import { readLastCheckpoint } from '../ledger/last-checkpoint.ts';
import { storedRecords } from '../ledger/stored-records.ts';
import type { LedgerStorage } from '../log/storage.ts';
import { createTileWriter, type TileFile } from '../tree/tile-writer.ts';

export type TlogExport =
  | {
      readonly kind: 'exported';
      readonly origin: string;
      readonly size: number;
      /** base64. */
      readonly root: string;
      /** Key names of the checkpoint's signatures, none of them verified. */
      readonly signers: readonly string[];
      /** How many were written. */
      readonly files: number;
    }
  /** Nobody signed the last checkpoint: no reader of such logs takes one without a signature. Nothing was written. */
  | { readonly kind: 'unsigned'; readonly origin: string; readonly size: number };

/** Writes a file of the export; `path` is relative, with `/`. Each path once. */
export type WriteExport = (path: string, bytes: Uint8Array) => Promise<void>;

/**
 * The ledger up to its last checkpoint, in constant memory. The checkpoint comes last, and only if the records give its root: an
 * export without it is not whole. Throws a `LedgerError` `BROKEN`, and what the storage or `write` rejects with.
 */
export async function exportTlog(storage: LedgerStorage, write: WriteExport): Promise<TlogExport> {
  const { checkpoint, lines, note } = await readLastCheckpoint(storage);
  const { origin, size, root } = checkpoint;
  if (lines.length === 0) return { kind: 'unsigned', origin, size };
  const tiles = createTileWriter();
  let files = 0;
  const writeAll = async (made: readonly TileFile[]): Promise<void> => {
    for (const { path, bytes } of made) await write(path, bytes);
    files += made.length;
  };
  for await (const records of storedRecords(storage, size)) {
    for (const record of records) {
      const full = tiles.append(record);
      if (full.length > 0) await writeAll(full);
    }
  }
  await writeAll(tiles.end());
  if (!equalBytes(tiles.root(), root)) {
    const message = `the first ${size} records do not give the root of the last checkpoint`;
    throw brokenAt('checkpoint', 'CHECKPOINT-ROOT', message);
  }
  await write('checkpoint', note);
  const signers = lines.map(({ name }) => name);
  return { kind: 'exported', origin, size, root: toBase64(root), signers, files: files + 1 };
}

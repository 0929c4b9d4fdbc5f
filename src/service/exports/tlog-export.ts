/** The folder of a tiled log: what any tool for transparency logs reads, serves over HTTP and verifies. */

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { directoryStorage, exportTlog, type TlogExport } from '../../provenance/index.ts';
import { ServiceError, rejected } from '../errors.ts';
import { createNodeFs } from '../node-fs.ts';

/**
 * Writes the ledger in `directory`, up to its last checkpoint, to `out`: empty or not there. The file `checkpoint` comes last.
 * @throws ServiceError `REJECTED` where `out` holds anything, or where nobody signed the ledger; `IO`. LedgerError `BROKEN`.
 */
export async function writeTlog(directory: string, out: string): Promise<Extract<TlogExport, { kind: 'exported' }>> {
  await assertEmpty(out);
  const storage = directoryStorage(createNodeFs(), path.resolve(directory));
  const folders = new Set<string>();
  const result = await exportTlog(storage, async (name, bytes) => {
    const file = path.join(out, name);
    try {
      const folder = path.dirname(file);
      if (!folders.has(folder)) await mkdir(folder, { recursive: true });
      folders.add(folder);
      await writeFile(file, bytes, { flag: 'wx' });
    } catch (cause) {
      throw new ServiceError('IO', `cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    }
  });
  if (result.kind === 'exported') return result;
  throw rejected(
    'LEDGER-UNSIGNED',
    `nobody signed the ledger of ${result.origin}: no reader of tiled logs takes a checkpoint without a signature`,
    'Have the ledger signed when it is written, or hand out single proofs (seqplan prove) with its root.',
  );
}

async function assertEmpty(out: string): Promise<void> {
  const names = await readdir(out).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw rejected('OUT-FOLDER', `${out} is no folder to write to`, 'Choose another folder with --out.', error);
  });
  if (names.length === 0) return;
  throw rejected('OUT-FOLDER', `${out} is not empty`, 'Choose another folder with --out; exports are never mixed.');
}

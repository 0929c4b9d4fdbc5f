/** Keeps a ledger's last checkpoint in a file elsewhere, which the ledger must continue from then on. */

import { open, stat } from 'node:fs/promises';
import { equalBytes, encodeCheckpoint, readSignedCheckpoints, type Verification } from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';
import { ledgerStorage, readAnchors, verify } from './verification.ts';

export type Anchored =
  /** `isNew`: false where the file ended with that very checkpoint. */
  | { readonly kind: 'anchored'; readonly size: number; readonly isNew: boolean }
  | (Verification & { readonly kind: 'broken' });

/**
 * The ledger is verified first, against what the file already holds; a broken one is not anchored. Appended and durable when it
 * resolves.
 * @throws ServiceError `REJECTED`, `IO`
 */
export async function anchorLedger(directory: string, file: string): Promise<Anchored> {
  const hasAnchors = await stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );
  const verification = await verify(directory, { tail: true, ...(hasAnchors && { checkpoints: [file] }) });
  if (verification.kind === 'broken') return verification;
  const { list } = await readSignedCheckpoints(await ledgerStorage(directory));
  const last = list.findLast(({ checkpoint }) => checkpoint.size === verification.records);
  if (last === undefined) throw new ServiceError('IO', `the checkpoint of ${verification.records} records is gone`);
  const note = encodeCheckpoint(last);
  const before = hasAnchors ? (await readAnchors(file)).at(-1) : undefined;
  if (before !== undefined && equalBytes(before, note))
    return { kind: 'anchored', size: verification.records, isNew: false };
  try {
    const handle = await open(file, 'a');
    try {
      await handle.appendFile(note);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new ServiceError('IO', `cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  return { kind: 'anchored', size: verification.records, isNew: true };
}

/**
 * The verdict on a ledger: whether every byte of it is as it was written, and if not, from which record on.
 *
 * It holds against damage and against anyone who changes some of the files. Who can rewrite all of them, checkpoint
 * included, makes another whole ledger: only a root kept elsewhere (`expectedRoot`) tells the two apart.
 */

import { fromHex, toBase64, toHex, type Hash } from './hash.ts';
import { decodeCheckpoint, MAX_CHECKPOINT_BYTES, type Checkpoint } from './checkpoint.ts';
import { brokenAt, LedgerError, type LedgerBreak } from './ledger-error.ts';
import { createMerkleTree, emptyRoot } from './merkle.ts';
import { doesNotFollow, walkRecords } from './read-ledger.ts';
import { NO_PREVIOUS } from './record.ts';
import { CHECKPOINT_FILE, type LedgerStorage } from './storage.ts';

export type Verification =
  | { readonly kind: 'verified'; readonly records: number; readonly root: string; readonly origin: string }
  | ({ readonly kind: 'broken' } & LedgerBreak);

export interface VerifyOptions {
  /** Root of the ledger from outside of it, base64 as in the checkpoint. */
  readonly expectedRoot?: string;
}

/** Reads all of it. Rejects only where the storage itself fails; a broken ledger is a value. */
export async function verifyLedger(storage: LedgerStorage, options: VerifyOptions = {}): Promise<Verification> {
  try {
    const records = await walkChain(storage);
    const checkpoint = await readCheckpoint(storage);
    compare(records, checkpoint);
    const root = toBase64(checkpoint.root);
    if (options.expectedRoot !== undefined && options.expectedRoot !== root) {
      throw brokenAt('checkpoint', 'EXPECTED-ROOT', `root is ${root}; ${options.expectedRoot} was expected`);
    }
    return { kind: 'verified', records: records.size, root, origin: checkpoint.origin };
  } catch (error) {
    if (error instanceof LedgerError && error.where !== undefined) return { kind: 'broken', ...error.where };
    throw error;
  }
}

interface Chain {
  readonly size: number;
  /** Over the hashes by which records name the one before them, and the hash of the last record. */
  readonly root: Hash;
  /** The first record whose `prev` is not the hash of the one before it. */
  readonly gap: number | undefined;
}

async function walkChain(storage: LedgerStorage): Promise<Chain> {
  const tree = createMerkleTree();
  let last: Hash | undefined;
  let gap: number | undefined;
  try {
    for await (const { record, leafHash } of walkRecords(storage)) {
      const { seq, prev } = record;
      if (last === undefined) {
        if (prev !== NO_PREVIOUS) throw brokenAt(seq, 'RECORD-PREV', doesNotFollow(seq));
      } else {
        const isLinked = prev === toHex(last);
        tree.append(isLinked ? last : fromHex(prev));
        if (!isLinked) gap ??= seq;
      }
      last = leafHash;
    }
  } catch (error) {
    // A gap comes before whatever else is wrong further on.
    if (gap === undefined || !(error instanceof LedgerError)) throw error;
    throw brokenAt(gap, 'RECORD-PREV', doesNotFollow(gap));
  }
  if (last === undefined) return { size: 0, root: emptyRoot(), gap };
  tree.append(last);
  return { size: tree.size(), root: tree.root(), gap };
}

async function readCheckpoint(storage: LedgerStorage): Promise<Checkpoint> {
  const bytes = await storage.size(CHECKPOINT_FILE);
  if (bytes === undefined)
    throw brokenAt('checkpoint', 'CHECKPOINT-MISSING', 'the ledger was never closed, or it is gone');
  if (bytes > MAX_CHECKPOINT_BYTES) {
    throw brokenAt('checkpoint', 'CHECKPOINT-FORMAT', `${bytes} bytes; the limit is ${MAX_CHECKPOINT_BYTES}`);
  }
  const decoded = decodeCheckpoint(await storage.read(CHECKPOINT_FILE));
  if (decoded.kind === 'fault') throw brokenAt('checkpoint', 'CHECKPOINT-FORMAT', decoded.message);
  return decoded.checkpoint;
}

function compare({ size, root, gap }: Chain, checkpoint: Checkpoint): void {
  const hasRoot = toHex(root) === toHex(checkpoint.root);
  if (gap !== undefined) {
    // The checkpoint and the record after the gap vouch for the same other bytes before it: those were changed.
    if (hasRoot && size === checkpoint.size) {
      throw brokenAt(gap - 1, 'RECORD-CHANGED', `record ${gap} and the checkpoint hold the hash of other bytes`);
    }
    throw brokenAt(gap, 'RECORD-PREV', doesNotFollow(gap));
  }
  if (size < checkpoint.size) {
    throw brokenAt(size, 'RECORD-MISSING', `${size} records; the checkpoint counts ${checkpoint.size}`);
  }
  if (size > checkpoint.size) {
    throw brokenAt(checkpoint.size, 'RECORD-EXTRA', `${size} records; the checkpoint counts ${checkpoint.size}`);
  }
  if (!hasRoot) {
    throw brokenAt('checkpoint', 'CHECKPOINT-ROOT', 'the last record, or the checkpoint, is not as it was written');
  }
}

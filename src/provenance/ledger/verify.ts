/**
 * The verdict on a ledger: whether every byte of it is as it was written, and if not, from which record on.
 *
 * It holds against damage and against anyone who changes some of the files. Who can rewrite all of them, checkpoint
 * included, makes another whole ledger: only a root kept elsewhere (`expectedRoot`) tells the two apart.
 */

import { fromHex, toBase64, toHex, type Hash } from '../hash.ts';
import { decodeCheckpoint, MAX_CHECKPOINT_BYTES, type Checkpoint } from '../note/checkpoint.ts';
import { brokenAt, LedgerError, type LedgerBreak } from '../ledger-error.ts';
import { createMerkleTree } from '../tree/merkle.ts';
import { doesNotFollow, walkRecords, type WalkedRecord } from './read-ledger.ts';
import { NO_PREVIOUS } from '../record/record.ts';
import { CHECKPOINT_FILE, CHECKPOINT_FOLDER, isCountName, type LedgerStorage } from '../log/storage.ts';

export type Verification =
  | { readonly kind: 'verified'; readonly records: number; readonly root: string; readonly origin: string }
  | ({ readonly kind: 'broken' } & LedgerBreak);

export interface VerifyOptions {
  /** Root of the ledger from outside of it, base64 as in the checkpoint. */
  readonly expectedRoot?: string;
}

/** Reads all of it. Rejects only where the storage itself fails; a broken ledger is a value. */
export async function verifyLedger(
  storage: LedgerStorage,
  { expectedRoot }: VerifyOptions = {},
): Promise<Verification> {
  const chain = createChain();
  try {
    for await (const record of walkRecords(storage)) chain.add(record);
    const checkpoint = await readCheckpoint(storage);
    compare(chain, checkpoint);
    const root = toBase64(checkpoint.root);
    if (expectedRoot !== undefined && expectedRoot !== root) {
      throw brokenAt('checkpoint', 'EXPECTED-ROOT', `root is ${root}; ${expectedRoot} was expected`);
    }
    return { kind: 'verified', records: checkpoint.size, root, origin: checkpoint.origin };
  } catch (error) {
    if (!(error instanceof LedgerError) || error.where === undefined) throw error;
    return { kind: 'broken', ...firstOf(chain, error.where) };
  }
}

/** A gap comes before whatever else is wrong further on. */
function firstOf(chain: Chain, found: LedgerBreak): LedgerBreak {
  const gap = chain.gap();
  if (gap === undefined || found.code === 'RECORD-CHANGED') return found;
  return { record: gap, code: 'RECORD-PREV', message: doesNotFollow(gap) };
}

interface Chain {
  add(one: WalkedRecord): void;
  /** After the last record. The root is over the hashes by which records name the one before them, and the last one's. */
  end(): { readonly size: number; readonly root: Hash };
  /** The first record whose `prev` is not the hash of the one before it. */
  gap(): number | undefined;
}

function createChain(): Chain {
  const tree = createMerkleTree();
  let last: Hash | undefined;
  let gap: number | undefined;
  return {
    add({ record: { seq, prev }, leafHash }) {
      if (last === undefined) {
        if (prev !== NO_PREVIOUS) throw brokenAt(seq, 'RECORD-PREV', doesNotFollow(seq));
      } else {
        const isLinked = prev === toHex(last);
        tree.append(isLinked ? last : fromHex(prev));
        if (!isLinked) gap ??= seq;
      }
      last = leafHash;
    },
    end() {
      if (last !== undefined) tree.append(last);
      return { size: tree.size(), root: tree.root() };
    },
    gap: () => gap,
  };
}

async function readCheckpoint(storage: LedgerStorage): Promise<Checkpoint> {
  const last = (await storage.list(CHECKPOINT_FOLDER)).filter(isCountName).at(-1);
  const file = last === undefined ? CHECKPOINT_FILE : `${CHECKPOINT_FOLDER}/${last}`;
  const bytes = await storage.size(file);
  if (bytes === undefined)
    throw brokenAt('checkpoint', 'CHECKPOINT-MISSING', 'the ledger was never closed, or it is gone');
  if (bytes > MAX_CHECKPOINT_BYTES) {
    throw brokenAt('checkpoint', 'CHECKPOINT-FORMAT', `${bytes} bytes; the limit is ${MAX_CHECKPOINT_BYTES}`);
  }
  const decoded = decodeCheckpoint(await storage.read(file));
  if (decoded.kind === 'fault') throw brokenAt('checkpoint', 'CHECKPOINT-FORMAT', decoded.message);
  return decoded.checkpoint;
}

function compare(chain: Chain, checkpoint: Checkpoint): void {
  const { size, root } = chain.end();
  const gap = chain.gap();
  const hasRoot = toHex(root) === toHex(checkpoint.root);
  if (gap !== undefined) {
    if (!hasRoot || size !== checkpoint.size) throw brokenAt(gap, 'RECORD-PREV', doesNotFollow(gap));
    // The checkpoint and the record after the gap vouch for the same other bytes before it: those were changed.
    const message = `record ${gap} and the checkpoint hold the hash of other bytes`;
    throw brokenAt(gap - 1, 'RECORD-CHANGED', message);
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

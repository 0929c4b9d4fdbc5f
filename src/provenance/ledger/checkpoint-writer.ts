/**
 * Checkpoints beside the records: each is taken while records are queued, and written once the last of them is durable.
 *
 * One is written at a time, in the order in which they were taken, which is that of their sizes; records go on meanwhile.
 */

import { assert, at } from '../../base/index.ts';
import { equalBytes, type Hash } from '../hash.ts';
import { isNoSpace, LedgerError, messageOf, storageFailure } from '../ledger-error.ts';
import { CHECKPOINT_FOLDER, countName, SNAPSHOT_FILE, type LedgerStorage } from '../log/storage.ts';
import { encodeSnapshot, type Snapshot } from '../log/snapshot.ts';
import { signCheckpoint } from '../note/checkpoint.ts';
import type { NoteSigner } from '../note/signed-note.ts';
import { rootOfSubtrees } from '../tree/merkle.ts';

/** The ledger after some record: everything that a checkpoint and a snapshot of it need. */
export interface Moment {
  readonly size: number;
  readonly subtrees: readonly Hash[];
  readonly signers: readonly NoteSigner[];
  /** Of these records, for the writer that comes after; absent where there is no record. */
  readonly snapshot?: Snapshot;
}

export interface CheckpointWriter {
  /**
   * Writes the checkpoint of this moment when `durable`, which is about its records, resolves. Resolves when it is durable itself, or
   * was before. Rejects as `durable` does, or with a `LedgerError`: `SIGN-FAILED`, `NO-SPACE`, `WRITE-FAILED`.
   */
  write(moment: Moment, durable: Promise<void>): Promise<void>;
  /** Then the snapshot of a moment, unless it is there. Rejects with `WRITE-FAILED`; on a full disk there is none. */
  writeSnapshot(moment: Moment): Promise<void>;
  /** Resolves when nothing is being written. */
  idle(): Promise<void>;
}

export interface CheckpointWriterOptions {
  readonly storage: LedgerStorage;
  readonly origin: string;
  /** The last checkpoint that is there. */
  readonly last?: { readonly size: number; readonly subtrees: readonly Hash[] };
  /** Records of the snapshot that is there. */
  readonly snapshotSize: number;
}

/** A snapshot is written with the first checkpoint that is so many records past the last one's. */
const SNAPSHOT_RECORDS = 10_000;

export function createCheckpointWriter({ storage, origin, ...there }: CheckpointWriterOptions): CheckpointWriter {
  let { last, snapshotSize } = there;

  const writeSnapshot = async ({ size, snapshot }: Moment): Promise<void> => {
    if (snapshot === undefined || snapshotSize === size) return;
    try {
      await storage.writeAtomic(SNAPSHOT_FILE, encodeSnapshot(snapshot));
      snapshotSize = size;
    } catch (cause) {
      // On a full disk the next writer takes longer to begin, and nothing else.
      if (!isNoSpace(cause)) throw storageFailure(cause);
    }
  };

  const write = async (moment: Moment): Promise<void> => {
    const { size, subtrees, signers } = moment;
    if (last !== undefined) assertContinues(last, moment);
    // A checkpoint stays: others may have signed it too.
    if (last?.size === size) return;
    const bytes = await signed({ origin, size, root: rootOfSubtrees(subtrees) }, signers);
    try {
      await storage.writeAtomic(`${CHECKPOINT_FOLDER}/${countName(size)}`, bytes);
    } catch (cause) {
      throw storageFailure(cause);
    }
    last = moment;
    if (size - snapshotSize >= SNAPSHOT_RECORDS) await writeSnapshot(moment);
  };

  // One after another, whoever asks.
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };
  return {
    write: (moment, durable) => inTurn(() => durable.then(() => write(moment))),
    writeSnapshot: (moment) => inTurn(() => writeSnapshot(moment)),
    idle: () => turn,
  };
}

/** Signatures must never be given to two trees of which neither continues the other. */
function assertContinues(
  before: Pick<Moment, 'size' | 'subtrees'>,
  { size, subtrees }: Pick<Moment, 'size' | 'subtrees'>,
): void {
  assert(size >= before.size, `checkpoint of ${size} records after one of ${before.size}`);
  // The largest subtrees that both sizes have must be the same ones.
  let [begin, rest, restBefore] = [0, size, before.size];
  for (let k = 0; restBefore > 0; k++) {
    const [length, lengthBefore] = [largestPower(rest), largestPower(restBefore)];
    if (length !== lengthBefore) return;
    const isSame = equalBytes(at(subtrees, k), at(before.subtrees, k));
    assert(isSame, `records ${begin} to ${begin + length - 1} have another root than in the checkpoint before`);
    [begin, rest, restBefore] = [begin + length, rest - length, restBefore - length];
  }
}

const largestPower = (count: number): number => 2 ** Math.floor(Math.log2(count));

async function signed(
  checkpoint: Parameters<typeof signCheckpoint>[0],
  signers: readonly NoteSigner[],
): Promise<Uint8Array> {
  try {
    return await signCheckpoint(checkpoint, signers);
  } catch (cause) {
    throw new LedgerError('SIGN-FAILED', messageOf(cause), { cause });
  }
}

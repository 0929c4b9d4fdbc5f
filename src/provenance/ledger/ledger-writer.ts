/**
 * The one writer of a ledger: each entry becomes a record that names the hash of the one before, and a leaf of the tree.
 *
 * Appending only computes and queues; `flush` makes durable, one write for all who wait. The caller acts on a fact after the flush
 * that follows it. Checkpoints are of records that are durable, and hold nobody up.
 */

import { assert, seconds, type Clock, type FileLock } from '../../base/index.ts';
import type { Timed } from '../../model/index.ts';
import { toBase64, toHex } from '../hash.ts';
import { LedgerError, messageOf } from '../ledger-error.ts';
import { encodeFrame } from '../log/frame.ts';
import { createGroupCommit } from '../log/group-commit.ts';
import type { SegmentWriter } from '../log/segment-writer.ts';
import { rotationMessage } from '../note/signed-messages.ts';
import { parseVkey, type NoteSigner } from '../note/signed-note.ts';
import type { Entry } from '../record/notice.ts';
import { createRecordCodec, NO_PREVIOUS } from '../record/record.ts';
import { createMerkleTree, rootOfSubtrees } from '../tree/merkle.ts';
import type { CheckpointWriter, Moment } from './checkpoint-writer.ts';
import type { Head } from './head.ts';
import { createTimestamp } from './timestamp.ts';

/** The ledger at some size; the root in base64, as in the checkpoint. */
export interface LedgerSize {
  readonly size: number;
  readonly root: string;
}

/** Also the engine's fact sink. */
export interface LedgerWriter {
  /**
   * Queues one entry and returns its record's number. `actor`: who did it; absent: the writer's own. Throws `WRITE-FAILED` after a
   * failure of the storage; asserts that the record has at most 65,535 bytes.
   */
  append(entry: Timed<Entry>, actor?: string): number;
  /**
   * Resolves when everything appended before the call is durable. Rejects with a `LedgerError`:
   * - `NO-SPACE`: nothing is acknowledged and nothing lost; what is queued is written by the next flush that finds space.
   * - `WRITE-FAILED`, and from then on always: after a failed sync nobody knows what the disk holds.
   */
  flush(): Promise<void>;
  /** Flushes, and writes the checkpoint of what was appended before the call. Rejects as `flush` does, or with `SIGN-FAILED`. */
  checkpoint(): Promise<LedgerSize>;
  /**
   * Hands signing over to another key: a notice with the old key's proof, the checkpoint that ends with it signed by both keys, all
   * later ones by the new key. For ledgers with a signer. Rejects as `checkpoint` does; where the proof itself could not be signed,
   * nothing has changed.
   */
  rotateKey(signer: NoteSigner, reason: string): Promise<LedgerSize>;
  /**
   * Flushes, writes the checkpoint, lets go of the ledger. Nothing is appended afterwards. After `NO-SPACE` or `SIGN-FAILED` it may be
   * called again.
   */
  close(): Promise<LedgerSize>;
}

/** When checkpoints are due, asked at each flush: whichever comes first, if there are new records. */
export interface CheckpointInterval {
  readonly everyRecords: number;
  readonly everyMs: number;
}

export interface LedgerWriterOptions {
  readonly clock: Clock;
  readonly origin: string;
  readonly actor: string;
  readonly signer?: NoteSigner;
  readonly checkpoints?: CheckpointInterval;
  readonly head: Head;
  /** Records of the last checkpoint. */
  readonly checkpointed: number;
  readonly segments: SegmentWriter;
  readonly checkpointWriter: CheckpointWriter;
  readonly lock: FileLock;
}

export function createLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  const { clock, origin, actor: ownActor, checkpoints: interval, head, segments, checkpointWriter, lock } = options;
  const tree = createMerkleTree(head);
  const codec = createRecordCodec();
  const timestamp = createTimestamp(clock);
  let { signer } = options;
  let rotation: { readonly size: number; readonly from: NoteSigner } | undefined;
  let { vkey } = head;
  let last = head.last;
  let previous = last === undefined ? NO_PREVIOUS : toHex(last.leaf);
  let failure: LedgerError | undefined;
  let released: Promise<void> | undefined;
  let state: 'open' | 'closing' | 'closed' = 'open';
  // Of the last checkpoint that was begun.
  let [checkpointed, checkpointedMs] = [options.checkpointed, clock.nowMs()];
  let isCheckpointUnderWay = false;
  let writing: Promise<void> = Promise.resolve();

  /** Not before the last write is over: whoever takes the lock next is alone with the files. */
  const letGo = async (): Promise<void> => {
    await writing.catch(() => {});
    await checkpointWriter.idle();
    await segments.close().catch(() => {});
    await lock.release().catch(() => {});
  };

  /** Runs `work`; where the storage fails it is the last. Other `LedgerError`s are passed on, and bugs are not caught. */
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (failure !== undefined) throw failure;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'WRITE-FAILED') throw error;
      failure ??= error;
      released ??= letGo();
      throw failure;
    }
  };

  const now = (): Moment => {
    const [size, subtrees] = [tree.size(), tree.subtrees()];
    return { size, subtrees, signers: signersAt(size), ...(last && { snapshot: { size, subtrees, vkey, ...last } }) };
  };

  /** Ends with a rotation: still by the key before it, and by the new one too. */
  const signersAt = (size: number): readonly NoteSigner[] => {
    if (signer === undefined) return [];
    return rotation?.size === size ? [rotation.from, signer] : [signer];
  };

  /** The moment of which a checkpoint is due once this write is durable. */
  const due = (): Moment | undefined => {
    if (interval === undefined || isCheckpointUnderWay || tree.size() === checkpointed) return undefined;
    // Either way: a clock that was set back must not put checkpoints off.
    const isLong = Math.abs(clock.nowMs() - checkpointedMs) >= interval.everyMs;
    return isLong || tree.size() - checkpointed >= interval.everyRecords ? now() : undefined;
  };

  /** Takes its place among the checkpoints at once: they are in order of size. */
  const writeCheckpoint = (moment: Moment, durable: Promise<void>): Promise<void> => {
    [checkpointed, checkpointedMs] = [moment.size, clock.nowMs()];
    // Whoever made these records durable hears of a failure; here it may be noticed late, or not at all.
    durable.catch(() => {});
    return guarded(() => checkpointWriter.write(moment, durable));
  };

  /** Nobody waits for it. Where it cannot be written for now, the next one will vouch for its records too. */
  const inBackground = (checkpoint: Promise<void>): void => {
    isCheckpointUnderWay = true;
    void checkpoint
      .catch((error: unknown) => {
        if (!(error instanceof LedgerError)) throw error;
      })
      .finally(() => {
        isCheckpointUnderWay = false;
      });
  };

  const commit = createGroupCommit({
    hasQueued: () => segments.hasQueued(),
    write: () =>
      guarded(() => {
        const moment = due();
        writing = segments.write();
        if (moment !== undefined) inBackground(writeCheckpoint(moment, writing));
        return writing;
      }),
  });

  // With nothing queued there is no write to find the failure out.
  const flush = (): Promise<void> => (failure === undefined ? commit.flush() : Promise.reject(failure));

  const checkpointNow = async (): Promise<{ readonly moment: Moment; readonly size: LedgerSize }> => {
    const moment = now();
    await writeCheckpoint(moment, flush());
    return { moment, size: { size: moment.size, root: toBase64(rootOfSubtrees(moment.subtrees)) } };
  };

  const append = (timed: Timed<Entry>, actor: string = ownActor): number => {
    if (failure !== undefined) throw failure;
    assert(state === 'open', 'the ledger is closed');
    const { at, ...fact } = timed;
    const seq = tree.size();
    const text = codec.encode({ seq, prev: previous, at, recordedAt: timestamp(), actor, fact });
    const { frame, leafHash: leaf } = encodeFrame(text);
    const place = segments.add(seq, frame);
    tree.append(leaf);
    previous = toHex(leaf);
    last = { leaf, at, ...place };
    return seq;
  };

  return {
    append,
    flush,
    async checkpoint() {
      return (await checkpointNow()).size;
    },
    async rotateKey(next, reason) {
      assert(signer !== undefined, 'a ledger without a signer has no key to rotate');
      assert(parseVkey(next.vkey) !== undefined, `${next.vkey} is no vkey`);
      const from = signer;
      const proof = toBase64(await signedBy(from, rotationMessage({ origin, from: from.vkey, to: next.vkey })));
      assert(signer === from, 'one rotation at a time');
      append({ type: 'key-rotated', at: last?.at ?? seconds(0), from: from.vkey, to: next.vkey, reason, proof });
      [signer, vkey, rotation] = [next, next.vkey, { size: tree.size(), from }];
      return (await checkpointNow()).size;
    },
    async close() {
      assert(state === 'open', 'the ledger is closed');
      state = 'closing';
      try {
        const { moment, size } = await checkpointNow();
        await guarded(() => checkpointWriter.writeSnapshot(moment));
        await letGo();
        state = 'closed';
        return size;
      } catch (error) {
        state = 'open';
        await released;
        throw error;
      }
    },
  };
}

async function signedBy(signer: NoteSigner, message: Uint8Array): Promise<Uint8Array> {
  try {
    return await signer.sign(message);
  } catch (cause) {
    throw new LedgerError('SIGN-FAILED', messageOf(cause), { cause });
  }
}

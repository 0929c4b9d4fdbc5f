/** Takes a ledger up, new or not: its lock, its recovery, and the notices that say so, before anybody writes to it. */

import { assert, seconds, type Clock } from '../../base/index.ts';
import { LedgerError, messageOf, storageFailure } from '../ledger-error.ts';
import { createSegmentWriter, SEGMENT_BYTES, type SegmentWriter } from '../log/segment-writer.ts';
import { hasCode, LOCK_FILE, type LedgerStorage } from '../log/storage.ts';
import { originFault } from '../note/checkpoint.ts';
import { parseVkey, type NoteSigner } from '../note/signed-note.ts';
import type { Notice } from '../record/notice.ts';
import { PROGRAM_ACTOR } from '../record/record.ts';
import { createCheckpointWriter } from './checkpoint-writer.ts';
import { createLedgerWriter, type CheckpointInterval, type LedgerWriter } from './ledger-writer.ts';
import { recover, type Cut, type Recovered } from './recover.ts';

export interface OpenLedgerOptions {
  readonly storage: LedgerStorage;
  /** Gives `recordedAt`. A simulation passes epoch + virtual time, so that its ledger has the same bytes every time. */
  readonly clock: Clock;
  /** Name of the ledger, see `Checkpoint`; that of the ledger there, where there is one. */
  readonly origin: string;
  /** Signs checkpoints: the key in force of the ledger there, where there is one. Absent: nobody signs. */
  readonly signer?: NoteSigner;
  /** Who does what is appended without an actor; default `seqplan`. */
  readonly actor?: string;
  /** Of seqplan, for the notice. */
  readonly version: string;
  /** Where a segment ends; default 4 MiB. Readers do not depend on it. */
  readonly segmentBytes?: number;
  /** Absent: a checkpoint at the end only. */
  readonly checkpoints?: CheckpointInterval;
  /** Why a ledger that is there is taken up again, for the notice; default `opened again`. */
  readonly reason?: string;
  /** Refuse, with `NOT-EMPTY`, to go on with a ledger that is there. */
  readonly mustBeNew?: boolean;
}

export interface OpenedLedger {
  readonly writer: LedgerWriter;
  readonly recovery: {
    /** Records that were there. */
    readonly records: number;
    /** What was behind them and is kept aside; the last, where an earlier opening that failed had found one too. */
    readonly cut?: Cut;
  };
}

/**
 * Resolves when the notice of the opening is durable. Rejects with a `LedgerError`, without the lock then: `LOCKED`, `BROKEN`,
 * `NOT-EMPTY`, `OLD-VERSION`, `OTHER-LEDGER`, `OTHER-KEY`, `NO-SPACE`, `WRITE-FAILED`.
 */
export async function openLedger(options: OpenLedgerOptions): Promise<OpenedLedger> {
  const { storage, clock, origin, signer, version } = options;
  assert(originFault(origin) === undefined, `${originFault(origin)}: ${origin}`);
  assert(signer === undefined || parseVkey(signer.vkey) !== undefined, `${signer?.vkey} is no vkey`);
  const lock = await takeLock(storage);
  let segments: SegmentWriter | undefined;
  try {
    const found = await recover(storage);
    assertIsOurs(found, options);
    const { head, checkpoint, snapshotSize, cuts } = found;
    const { last } = head;
    const vkey = signer?.vkey ?? '';
    segments = createSegmentWriter({
      storage,
      segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
      ...(last && { last: { file: last.segment, bytes: last.end } }),
    });
    const writer = createLedgerWriter({
      clock,
      origin,
      actor: options.actor ?? PROGRAM_ACTOR,
      ...(signer && { signer }),
      ...(options.checkpoints && { checkpoints: options.checkpoints }),
      head: { ...head, vkey },
      checkpointed: checkpoint?.size ?? 0,
      segments,
      checkpointWriter: createCheckpointWriter({
        storage,
        origin,
        ...(checkpoint && { last: checkpoint }),
        snapshotSize,
      }),
      lock,
    });
    const opening: Notice =
      head.size === 0
        ? { type: 'ledger-opened', origin, version, ...(signer && { vkey }) }
        : { type: 'ledger-resumed', records: head.size, version, reason: options.reason ?? 'opened again' };
    const notices: readonly Notice[] = [opening, ...cuts.map((cut) => ({ type: 'tail-cut', ...cut }) as const)];
    for (const notice of notices) writer.append({ ...notice, at: last?.at ?? seconds(0) });
    await writer.flush();
    const cut = cuts.at(-1);
    return { writer, recovery: { records: head.size, ...(cut && { cut }) } };
  } catch (error) {
    await segments?.close().catch(() => {});
    await lock.release();
    throw isSystemError(error) ? storageFailure(error) : error;
  }
}

async function takeLock(storage: LedgerStorage) {
  try {
    return await storage.lock(LOCK_FILE);
  } catch (cause) {
    if (!hasCode(cause, 'ELOCKED')) throw storageFailure(cause);
    throw new LedgerError('LOCKED', `another writer has the ledger: ${messageOf(cause)}`, { cause });
  }
}

function assertIsOurs({ head, origin }: Recovered, { mustBeNew, signer, ...given }: OpenLedgerOptions): void {
  if (mustBeNew === true && (head.size > 0 || origin !== undefined)) {
    throw new LedgerError('NOT-EMPTY', 'there is a ledger already\nGive each run a place of its own.');
  }
  if (head.size === 0 && origin === undefined) return;
  if (origin !== given.origin) {
    const name = origin ?? 'without a name';
    throw new LedgerError('OTHER-LEDGER', `the ledger there is ${name}; ${given.origin} was asked for`);
  }
  const vkey = signer?.vkey ?? '';
  if (head.size === 0 || vkey === head.vkey) return;
  const named = (key: string): string => (key === '' ? 'none' : key);
  throw new LedgerError('OTHER-KEY', `the ledger's key in force is ${named(head.vkey)}; ${named(vkey)} was given`);
}

const isSystemError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && !(error instanceof LedgerError);

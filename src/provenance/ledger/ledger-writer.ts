/**
 * Writes a new ledger: each fact becomes a record that names the hash of the one before, and a leaf of the tree.
 *
 * Appending only computes and queues; `flush` makes durable. The caller acts on a fact after the flush that follows it.
 */

import { assert, type Clock } from '../../base/index.ts';
import type { Fact, Timed } from '../../model/index.ts';
import { encodeCheckpoint, originFault } from '../note/checkpoint.ts';
import { encodeFrame } from '../log/frame.ts';
import { toBase64, toHex } from '../hash.ts';
import { LedgerError } from '../ledger-error.ts';
import { createMerkleTree } from '../tree/merkle.ts';
import { createRecordCodec, NO_PREVIOUS, PROGRAM_ACTOR } from '../record/record.ts';
import { createSegmentWriter, SEGMENT_BYTES } from '../log/segment-writer.ts';
import { CHECKPOINT_FILE, SEGMENT_FOLDER, type LedgerStorage } from '../log/storage.ts';

export interface LedgerWriterOptions {
  /** Empty. */
  readonly storage: LedgerStorage;
  /** Gives `recordedAt`. A simulation passes epoch + virtual time, so that its ledger has the same bytes every time. */
  readonly clock: Clock;
  /** Name of the ledger, see `Checkpoint`. */
  readonly origin: string;
  /** Where a segment ends; default 4 MiB. Readers do not depend on it. */
  readonly segmentBytes?: number;
}

/** Also the engine's fact sink. */
export interface LedgerWriter {
  /** Queues one fact. Throws `WRITE-FAILED` after a failed flush; asserts that the record has at most 65,535 bytes. */
  append(fact: Timed<Fact>): void;
  /**
   * Resolves when everything appended before the call is durable. Rejects with a `LedgerError` `NOT-EMPTY` or
   * `WRITE-FAILED`, and from then on always: after a failed sync nobody knows what the disk holds.
   */
  flush(): Promise<void>;
  /** Flushes, then writes the checkpoint. Root in base64, as in the checkpoint. Once, and last. */
  close(): Promise<{ readonly size: number; readonly root: string }>;
}

export function createLedgerWriter({ storage, clock, origin, segmentBytes }: LedgerWriterOptions): LedgerWriter {
  assert(originFault(origin) === undefined, `${originFault(origin)}: ${origin}`);
  const segments = createSegmentWriter(storage, segmentBytes ?? SEGMENT_BYTES);
  const tree = createMerkleTree();
  const codec = createRecordCodec();
  const timestamp = createTimestamp(clock);
  let previous = NO_PREVIOUS;
  let failure: LedgerError | undefined;
  let isClosed = false;

  const guarded = async (work: () => Promise<void>): Promise<void> => {
    if (failure !== undefined) throw failure;
    try {
      await work();
    } catch (cause) {
      failure = cause instanceof LedgerError ? cause : new LedgerError('WRITE-FAILED', messageOf(cause), { cause });
      await segments.close().catch(() => {});
      throw failure;
    }
  };

  // Writes happen one after another, whoever asks for them.
  let tail: Promise<void> = Promise.resolve();
  let isChecked = false;
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const turn = tail.then(() => guarded(work));
    tail = turn.catch(() => {});
    return turn;
  };
  const write = async (): Promise<void> => {
    if (!isChecked) await assertEmpty(storage);
    isChecked = true;
    await segments.write();
  };

  return {
    append(timed) {
      if (failure !== undefined) throw failure;
      assert(!isClosed, 'the ledger is closed');
      const { at, ...fact } = timed;
      const seq = tree.size();
      const text = codec.encode({ seq, prev: previous, at, recordedAt: timestamp(), actor: PROGRAM_ACTOR, fact });
      const { frame, leafHash } = encodeFrame(text);
      segments.add(seq, frame);
      tree.append(leafHash);
      previous = toHex(leafHash);
    },
    // With nothing queued there may still be a write under way that holds what the caller appended.
    flush: () => (segments.hasQueued() ? enqueue(write) : enqueue(async () => {})),
    async close() {
      assert(!isClosed, 'the ledger is closed');
      isClosed = true;
      const [size, root] = [tree.size(), tree.root()];
      await enqueue(async () => {
        await write();
        await segments.close();
        await storage.writeAtomic(CHECKPOINT_FILE, encodeCheckpoint({ checkpoint: { origin, size, root }, lines: [] }));
      });
      return { size, root: toBase64(root) };
    },
  };
}

/** ISO 8601, UTC, milliseconds. `toISOString` takes as long as a hash, so the day is spelled once and the rest by hand. */
function createTimestamp(clock: Clock): () => string {
  let day = Number.NaN;
  let date = '';
  return () => {
    const ms = Math.floor(clock.nowMs());
    const today = Math.floor(ms / DAY_MS);
    if (today !== day) {
      day = today;
      date = new Date(today * DAY_MS).toISOString().slice(0, -'00:00:00.000Z'.length);
      assert(/^\d{4}-\d\d-\d\dT$/.test(date), `clock at ${date}; years have four digits`);
    }
    const ofDay = ms - today * DAY_MS;
    const [hour, minute] = [Math.floor(ofDay / 3_600_000), Math.floor(ofDay / 60_000) % 60];
    return `${date}${digits(hour, 2)}:${digits(minute, 2)}:${digits(Math.floor(ofDay / 1000) % 60, 2)}.${digits(ofDay % 1000, 3)}Z`;
  };
}

const DAY_MS = 86_400_000;
const digits = (value: number, width: number): string => String(value).padStart(width, '0');

async function assertEmpty(storage: LedgerStorage): Promise<void> {
  const names = await storage.list(SEGMENT_FOLDER);
  if (names.length === 0 && (await storage.size(CHECKPOINT_FILE)) === undefined) return;
  throw new LedgerError('NOT-EMPTY', 'there is a ledger already\nGive each run a place of its own.');
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/**
 * Reads a ledger back, strictly: anything that a writer would not have written ends the reading at that record.
 *
 * The records are held against each other, not against the checkpoint; that is `verifyLedger`.
 */

import type { Seconds } from '../../base/index.ts';
import type { Fact, Timed } from '../../model/index.ts';
import { readFrame } from '../log/frame.ts';
import { toHex, type Hash } from '../hash.ts';
import { brokenAt } from '../ledger-error.ts';
import { leafHash } from '../tree/merkle.ts';
import { createRecordCodec, NO_PREVIOUS, type LedgerRecord } from '../record/record.ts';
import { isNotice, type Entry } from '../record/notice.ts';
import {
  isSegmentFile,
  isTemporary,
  listedSize,
  SEGMENT_FOLDER,
  segmentFile,
  type LedgerStorage,
} from '../log/storage.ts';

/** Longer segments are not read into memory; writers stay far below. */
export const MAX_SEGMENT_BYTES = 64 * 1024 * 1024;

export interface ReadRecord {
  readonly seq: number;
  readonly at: Seconds;
  /** ISO 8601, UTC, milliseconds. */
  readonly recordedAt: string;
  /** Absent in records of version 1. */
  readonly actor?: string;
  /** Without `at`. */
  readonly fact: Entry;
  readonly leafHash: Hash;
}

export interface WalkedRecord {
  readonly record: LedgerRecord;
  readonly leafHash: Hash;
}

/** Records in order. Throws a `LedgerError` `BROKEN` at the first that is not as it was written. */
export async function* readLedger(storage: LedgerStorage): AsyncGenerator<ReadRecord, void, void> {
  let previous = NO_PREVIOUS;
  for await (const { record, leafHash: leaf } of walkRecords(storage)) {
    const { seq, prev, ...rest } = record;
    if (prev !== previous) throw brokenAt(seq, 'RECORD-PREV', doesNotFollow(seq));
    previous = toHex(leaf);
    yield { seq, ...rest, leafHash: leaf };
  }
}

/** The facts of the run with their instants, as they were appended, without the notices between. Throws as `readLedger`. */
export async function* readFacts(storage: LedgerStorage): AsyncGenerator<Timed<Fact>, void, void> {
  for await (const { at, fact } of readLedger(storage)) if (!isNotice(fact)) yield { ...fact, at };
}

export const doesNotFollow = (seq: number): string =>
  seq === 0 ? 'the first record names one before it' : `prev is not the hash of record ${seq - 1}`;

/** Every check but the link of a record to the one before. */
export async function* walkRecords(storage: LedgerStorage): AsyncGenerator<WalkedRecord, void, void> {
  const names = await storage.list(SEGMENT_FOLDER);
  const codec = createRecordCodec();
  let next = 0;
  for (const name of names.filter(isSegmentFile)) {
    if (name !== segmentFile(next)) {
      throw brokenAt(next, 'SEGMENT-NAME', `segment ${name}; the next to come is ${segmentFile(next)}`);
    }
    const segment = await readSegment(storage, name, next);
    for (let offset = 0; offset < segment.length;) {
      const frame = readFrame(segment, offset);
      if (frame.kind === 'fault') throw brokenAt(next, frame.code, `${frame.message} of segment ${name}`);
      const decoded = codec.decode(frame.bytes);
      if (decoded.kind === 'fault') throw brokenAt(next, 'RECORD-FORMAT', decoded.message);
      const { record } = decoded;
      if (record.seq !== next)
        throw brokenAt(next, 'RECORD-SEQ', `record ${record.seq} stands in the place of ${next}`);
      yield { record, leafHash: leafHash(frame.bytes) };
      offset = frame.end;
      next++;
    }
  }
  const foreign = names.find((name) => !isSegmentFile(name) && !isTemporary(name));
  if (foreign !== undefined) throw brokenAt(next, 'FOREIGN-FILE', `${SEGMENT_FOLDER}/${foreign} is no segment`);
}

async function readSegment(storage: LedgerStorage, name: string, next: number): Promise<Uint8Array> {
  const file = `${SEGMENT_FOLDER}/${name}`;
  const bytes = await listedSize(storage, file);
  if (bytes >= 1 && bytes <= MAX_SEGMENT_BYTES) return storage.read(file);
  throw brokenAt(next, 'SEGMENT-SIZE', `segment ${name} has ${bytes} bytes; it needs 1 to ${MAX_SEGMENT_BYTES}`);
}

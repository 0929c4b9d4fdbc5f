/** What a writer must know of the records that are there to write the next one. */

import type { Seconds } from '../../base/index.ts';
import { equalBytes, type Hash } from '../hash.ts';
import { readFrame } from '../log/frame.ts';
import type { FramePlace } from '../log/segment-writer.ts';
import type { Snapshot } from '../log/snapshot.ts';
import { SEGMENT_FOLDER, type LedgerStorage } from '../log/storage.ts';
import { leafHash } from '../tree/merkle.ts';
import { createRecordCodec, type LedgerRecord } from '../record/record.ts';

export interface Head {
  readonly size: number;
  /** Roots of the complete subtrees, the largest first. */
  readonly subtrees: readonly Hash[];
  /** The last record; undefined where there is none. */
  readonly last?: LastRecord;
  /** Of `ledger-opened`; undefined where there is no record. */
  readonly origin?: string;
  /** The key that checkpoints of more records are signed with; '' where none is. */
  readonly vkey: string;
}

export interface LastRecord extends FramePlace {
  readonly leaf: Hash;
  readonly at: Seconds;
}

/** Before the first record. */
export const NO_HEAD: Head = { size: 0, subtrees: [], vkey: '' };

/** What a snapshot says, held against the record that it points to; undefined where that is not there as it was. */
export async function headOfSnapshot(
  storage: LedgerStorage,
  snapshot: Snapshot,
  origin: string,
): Promise<Head | undefined> {
  const { size, subtrees, segment, begin, end, leaf, vkey } = snapshot;
  const record = await readRecordAt(storage, snapshot);
  if (record?.seq !== size - 1) return undefined;
  return { size, subtrees, origin, vkey, last: { leaf, at: record.at, segment, begin, end } };
}

async function readRecordAt(storage: LedgerStorage, where: Snapshot): Promise<LedgerRecord | undefined> {
  const file = `${SEGMENT_FOLDER}/${where.segment}`;
  if (((await storage.size(file)) ?? 0) < where.end) return undefined;
  const length = where.end - where.begin;
  const frame = readFrame(await storage.readAt(file, where.begin, length), 0);
  if (frame.kind === 'fault' || frame.end !== length) return undefined;
  if (!equalBytes(leafHash(frame.bytes), where.leaf)) return undefined;
  const decoded = createRecordCodec().decode(frame.bytes);
  return decoded.kind === 'record' ? decoded.record : undefined;
}

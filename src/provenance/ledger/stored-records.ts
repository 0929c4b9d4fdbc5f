/**
 * The records of a ledger as bytes: nothing is parsed and no link is followed, since whoever asks holds the bytes against a root.
 */

import { brokenAt } from '../ledger-error.ts';
import { readFrame } from '../log/frame.ts';
import { isSegmentFile, listedSize, SEGMENT_FOLDER, segmentFile, type LedgerStorage } from '../log/storage.ts';
import { MAX_SEGMENT_BYTES } from './read-ledger.ts';

/**
 * The first `count` records in order, a segment's together, views into it. Throws a `LedgerError` `BROKEN` where there are fewer.
 */
export async function* storedRecords(
  storage: LedgerStorage,
  count: number,
): AsyncGenerator<readonly Uint8Array[], void, void> {
  let next = 0;
  for (const name of await segmentsOf(storage)) {
    if (next >= count) return;
    if (name !== segmentFile(next)) {
      throw brokenAt(next, 'SEGMENT-NAME', `segment ${name}; the next to come is ${segmentFile(next)}`);
    }
    const records = await readRecords(storage, { name, first: next, most: count - next });
    yield records;
    next += records.length;
  }
  if (next < count) throw brokenAt(next, 'RECORD-MISSING', `${next} records; the checkpoint counts ${count}`);
}

/** The bytes in the place of record `seq`; only its segment is read. Throws a `LedgerError` `BROKEN` where there is none. */
export async function storedRecord(storage: LedgerStorage, seq: number): Promise<Uint8Array> {
  const name = (await segmentsOf(storage)).findLast((one) => one <= segmentFile(seq));
  if (name === undefined) throw brokenAt(0, 'RECORD-MISSING', 'there is no segment');
  const first = Number.parseInt(name, 10);
  const records = await readRecords(storage, { name, first, most: seq - first + 1 });
  const record = records[seq - first];
  if (record === undefined) {
    throw brokenAt(first + records.length, 'RECORD-MISSING', `segment ${name} ends before record ${seq}`);
  }
  return record;
}

const segmentsOf = async (storage: LedgerStorage): Promise<readonly string[]> =>
  (await storage.list(SEGMENT_FOLDER)).filter(isSegmentFile);

interface Segment {
  readonly name: string;
  /** Number of its first record. */
  readonly first: number;
  /** Records wanted; what is behind them is not looked at. */
  readonly most: number;
}

async function readRecords(storage: LedgerStorage, { name, first, most }: Segment): Promise<readonly Uint8Array[]> {
  const file = `${SEGMENT_FOLDER}/${name}`;
  const bytes = await listedSize(storage, file);
  if (bytes < 1 || bytes > MAX_SEGMENT_BYTES) {
    throw brokenAt(first, 'SEGMENT-SIZE', `segment ${name} has ${bytes} bytes; it needs 1 to ${MAX_SEGMENT_BYTES}`);
  }
  const segment = await storage.read(file);
  const records: Uint8Array[] = [];
  for (let offset = 0; offset < segment.length && records.length < most;) {
    const frame = readFrame(segment, offset);
    if (frame.kind === 'fault') {
      throw brokenAt(first + records.length, frame.code, `${frame.message} of segment ${name}`);
    }
    records.push(frame.bytes);
    offset = frame.end;
  }
  return records;
}

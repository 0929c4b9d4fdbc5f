/**
 * The records of a ledger as bytes: nothing is parsed and no link is followed, since whoever asks holds the bytes against a root.
 */

import { brokenAt } from '../ledger-error.ts';
import { readFrame } from '../log/frame.ts';
import { isSegmentFile, SEGMENT_FOLDER, segmentFile, type LedgerStorage } from '../log/storage.ts';

/** Longer segments are not read into memory; writers stay far below. */
const MAX_SEGMENT_BYTES = 64 * 1024 * 1024;

/** The first `count` records in order, views into their segments. Throws a `LedgerError` `BROKEN` where there are fewer. */
export async function* storedRecords(storage: LedgerStorage, count: number): AsyncGenerator<Uint8Array, void, void> {
  let next = 0;
  for (const name of await segmentsOf(storage)) {
    if (next >= count) return;
    if (name !== segmentFile(next)) {
      throw brokenAt(next, 'SEGMENT-NAME', `segment ${name}; the next to come is ${segmentFile(next)}`);
    }
    for await (const record of recordsOf(storage, name, next)) {
      if (next >= count) return;
      yield record;
      next++;
    }
  }
  if (next < count) throw brokenAt(next, 'RECORD-MISSING', `${next} records; the checkpoint counts ${count}`);
}

/** The bytes in the place of record `seq`; only its segment is read. Throws a `LedgerError` `BROKEN` where there is none. */
export async function storedRecord(storage: LedgerStorage, seq: number): Promise<Uint8Array> {
  const name = (await segmentsOf(storage)).findLast((one) => one <= segmentFile(seq));
  if (name === undefined) throw brokenAt(0, 'RECORD-MISSING', 'there is no segment');
  let next = Number.parseInt(name, 10);
  for await (const record of recordsOf(storage, name, next)) if (next++ === seq) return record;
  throw brokenAt(next, 'RECORD-MISSING', `segment ${name} ends before record ${seq}`);
}

const segmentsOf = async (storage: LedgerStorage): Promise<readonly string[]> =>
  (await storage.list(SEGMENT_FOLDER)).filter(isSegmentFile);

/** `first`: number of the first record in the segment. */
async function* recordsOf(storage: LedgerStorage, name: string, first: number): AsyncGenerator<Uint8Array, void, void> {
  const file = `${SEGMENT_FOLDER}/${name}`;
  const bytes = (await storage.size(file)) ?? 0;
  if (bytes < 1 || bytes > MAX_SEGMENT_BYTES) {
    throw brokenAt(first, 'SEGMENT-SIZE', `segment ${name} has ${bytes} bytes; it needs 1 to ${MAX_SEGMENT_BYTES}`);
  }
  const segment = await storage.read(file);
  let next = first;
  for (let offset = 0; offset < segment.length;) {
    const frame = readFrame(segment, offset);
    if (frame.kind === 'fault') throw brokenAt(next, frame.code, `${frame.message} of segment ${name}`);
    yield frame.bytes;
    offset = frame.end;
    next++;
  }
}

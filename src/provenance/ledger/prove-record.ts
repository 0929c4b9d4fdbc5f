/** Makes the proof that a record is in the ledger, against its last checkpoint, and holds it against that before it hands it out. */

import { brokenAt, LedgerError } from '../ledger-error.ts';
import { toBase64, type Hash } from '../hash.ts';
import { INDEX_FOLDER, isSegmentFile, SEGMENT_FOLDER, type LedgerStorage } from '../log/storage.ts';
import { encodeProof } from '../note/proof-file.ts';
import { verifyInclusion } from '../tree/merkle-proof.ts';
import { leafHash } from '../tree/merkle.ts';
import { createRootCollector, inclusionRanges } from '../tree/proof-ranges.ts';
import { openIndex } from './open-index.ts';
import { readLastCheckpoint, type LastCheckpoint } from './last-checkpoint.ts';
import { storedRecord, storedRecords } from './stored-records.ts';

export type ProvedRecord =
  | {
      readonly kind: 'proved';
      /** The `.tlog-proof`. */
      readonly proof: Uint8Array;
      /** The record's exact bytes, which the proof is about. */
      readonly record: Uint8Array;
      readonly origin: string;
      readonly index: number;
      readonly size: number;
      /** base64. */
      readonly root: string;
      /** Key names of the checkpoint's signatures, none of them verified; empty: nobody vouches for the root. */
      readonly signers: readonly string[];
    }
  /** No checkpoint is over that record: there is no such record, or not yet. */
  | { readonly kind: 'not-covered'; readonly size: number };

/**
 * By the ledger's index where one is kept, and where that gives no proof that holds, in one pass over the records. Throws a `LedgerError` `BROKEN` where
 * these do not give the checkpoint's root.
 */
export async function proveRecord(storage: LedgerStorage, index: number): Promise<ProvedRecord> {
  const last = await readLastCheckpoint(storage);
  const { size } = last.checkpoint;
  if (index >= size) return { kind: 'not-covered', size };
  const indexed = await findByIndex(storage, index, size);
  if (indexed !== undefined && holds(last, indexed)) return proved(last, indexed);
  const found = await findByScan(storage, index, size);
  if (holds(last, found)) return proved(last, found);
  const message = `the records do not give the root of the checkpoint of ${size} records`;
  throw brokenAt('checkpoint', 'CHECKPOINT-ROOT', message);
}

/**
 * undefined where no index is kept (making one of 1,000,000 records takes four times as long as the scan), or where it fits no whole
 * records: what is wrong with them, the scan says.
 */
async function findByIndex(storage: LedgerStorage, index: number, size: number): Promise<Found | undefined> {
  const kept = new Set(await storage.list(INDEX_FOLDER));
  const segments = (await storage.list(SEGMENT_FOLDER)).filter(isSegmentFile);
  if (!segments.every((name) => kept.has(name.replace('.seg', '')))) return undefined;
  try {
    const nodes = await openIndex(storage);
    if (nodes.size < size) return undefined;
    const { bytes } = await nodes.record(index);
    const hashes: Hash[] = [];
    for (const { begin, end } of inclusionRanges(index, size)) hashes.push(await nodes.rootOf(begin, end));
    return { index, record: bytes, hashes };
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'BROKEN') return undefined;
    throw error;
  }
}

async function findByScan(storage: LedgerStorage, index: number, size: number): Promise<Found> {
  const record = await storedRecord(storage, index);
  const collector = createRootCollector(inclusionRanges(index, size));
  for await (const records of storedRecords(storage, size)) {
    for (const one of records) collector.add(leafHash(one));
  }
  return { index, record, hashes: collector.roots() };
}

interface Found {
  readonly index: number;
  readonly record: Uint8Array;
  readonly hashes: readonly Hash[];
}

const holds = ({ checkpoint: { size, root } }: LastCheckpoint, { index, record, hashes }: Found): boolean =>
  verifyInclusion({ leafHash: leafHash(record), index, size, root, proof: hashes });

function proved({ checkpoint, lines, note }: LastCheckpoint, { index, record, hashes }: Found): ProvedRecord {
  const { origin, size, root } = checkpoint;
  return {
    kind: 'proved',
    proof: encodeProof({ index, hashes, checkpoint: note }),
    record,
    origin,
    index,
    size,
    root: toBase64(root),
    signers: lines.map(({ name }) => name),
  };
}

/** Makes the proof that a record is in the ledger, against its last checkpoint, and holds it against that before it hands it out. */

import { brokenAt } from '../ledger-error.ts';
import { toBase64, type Hash } from '../hash.ts';
import type { LedgerStorage } from '../log/storage.ts';
import { encodeProof } from '../note/proof-file.ts';
import { verifyInclusion } from '../tree/merkle-proof.ts';
import { leafHash } from '../tree/merkle.ts';
import { createRootCollector, inclusionRanges } from '../tree/proof-ranges.ts';
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

/** One pass over all leaf hashes. Throws a `LedgerError` `BROKEN` where the records do not give the checkpoint's root. */
export async function proveRecord(storage: LedgerStorage, index: number): Promise<ProvedRecord> {
  const last = await readLastCheckpoint(storage);
  const { size } = last.checkpoint;
  if (index >= size) return { kind: 'not-covered', size };
  const record = await storedRecord(storage, index);
  return proved(last, { index, record, hashes: await pathOf(storage, index, size) });
}

/** Of the leaf in the tree over the first `size` records. */
async function pathOf(storage: LedgerStorage, index: number, size: number): Promise<readonly Hash[]> {
  const collector = createRootCollector(inclusionRanges(index, size));
  for await (const records of storedRecords(storage, size)) {
    for (const record of records) collector.add(leafHash(record));
  }
  return collector.roots();
}

interface Found {
  readonly index: number;
  readonly record: Uint8Array;
  readonly hashes: readonly Hash[];
}

function proved({ checkpoint, lines, note }: LastCheckpoint, { index, record, hashes }: Found): ProvedRecord {
  const { origin, size, root } = checkpoint;
  if (!verifyInclusion({ leafHash: leafHash(record), index, size, root, proof: hashes })) {
    const message = `the records do not give the root of the checkpoint of ${size} records`;
    throw brokenAt('checkpoint', 'CHECKPOINT-ROOT', message);
  }
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

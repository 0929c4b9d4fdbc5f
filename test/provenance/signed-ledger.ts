/** A small ledger as files of version 2, with a checkpoint that is signed: what proofs and exports are made of. */

import {
  decodeCheckpoint,
  memoryStorage,
  signCheckpoint,
  type MemoryStorage,
  type NoteSigner,
} from '../../src/provenance/index.ts';
import { sampleFacts, writeSample } from './sample-ledger.ts';

export interface SignedLedgerOptions {
  readonly records: number;
  /** None: the checkpoint carries no signature. */
  readonly signers: readonly NoteSigner[];
  readonly segmentBytes?: number;
}

export async function signedLedger({ records, signers, segmentBytes }: SignedLedgerOptions): Promise<MemoryStorage> {
  const written = memoryStorage();
  await writeSample({ storage: written, facts: sampleFacts(records), ...(segmentBytes && { segmentBytes }) });
  const files = new Map(written.files());
  const decoded = decodeCheckpoint(files.get('checkpoint') ?? new Uint8Array());
  if (decoded.kind === 'fault') throw new Error(decoded.message);
  files.delete('checkpoint');
  const { checkpoint } = decoded;
  files.set(`checkpoints/${String(checkpoint.size).padStart(10, '0')}`, await signCheckpoint(checkpoint, signers));
  return memoryStorage(files);
}

/** The records' bytes, by a reading of frames of its own. */
export function recordsOf(storage: MemoryStorage): readonly Uint8Array[] {
  const records: Uint8Array[] = [];
  for (const [name, segment] of storage.files()) {
    if (!name.startsWith('segments/')) continue;
    const view = new DataView(segment.buffer, segment.byteOffset);
    for (let at = 0; at < segment.length; at += 8 + view.getUint32(at)) {
      records.push(segment.subarray(at + 8, at + 8 + view.getUint32(at)));
    }
  }
  return records;
}

/** Small ledgers to read, damage and compare: facts of several kinds, an instant per record, segments of a few records. */

import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { id, type Fact, type Timed } from '../../src/model/index.ts';
import { canonicalJson, seconds } from '../../src/base/index.ts';
import { encodeCheckpoint, memoryStorage, type LedgerStorage } from '../../src/provenance/index.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';

export const ORIGIN = 'lab.example/run-7';

export const EPOCH_MS = Date.UTC(2026, 10, 30);

/** Kinds in turn: nested values, text beyond ASCII, fractions, negative instants. */
export function sampleFact(index: number): Timed<Fact> {
  const at = seconds(index * 60 - 60);
  switch (index % 4) {
    case 0:
      return {
        type: 'machine-down',
        at,
        machine: id('seq/A'),
        reason: 'Küvette “leer” \n\t',
        expectedUp: seconds(9000),
      };
    case 1:
      return { type: 'telemetry-read', at, machine: id('seq/A'), signal: 'laser', value: index / 7 };
    case 2:
      return {
        type: 'task-planned',
        at,
        request: 1,
        task: {
          id: id(`t${index}`),
          members: [{ lot: id('o1'), stage: id('extract') }],
          placement: {
            kind: 'run',
            machine: id('seq/A'),
            recipe: id('short'),
            lanes: [[], [{ lot: id('o1'), reads: 4e8 }]],
          },
          setup: 2700 as never,
          start: seconds(1e6),
          end: seconds(2e6),
          isFrozen: false,
        },
      };
    default:
      return { type: 'machine-up', at, machine: id('seq/A') };
  }
}

export const sampleFacts = (count: number): readonly Timed<Fact>[] =>
  Array.from({ length: count }, (_, i) => sampleFact(i));

export interface SampleOptions {
  readonly storage: LedgerStorage;
  readonly facts: readonly Timed<Fact>[];
  readonly segmentBytes?: number;
}

/**
 * Closed, of facts alone and without a notice at its head, spelled out by hand: what readers are tried with owes nothing to the
 * writer. Records are written down when they happen. The checkpoint is where version 1 had it, which readers of version 2 take.
 */
export async function writeSample({ storage, facts, segmentBytes = 4_194_304 }: SampleOptions) {
  const leaves: Uint8Array[] = [];
  let [segment, bytes] = ['', Infinity];
  for (const [seq, { at, ...fact }] of facts.entries()) {
    const last = leaves.at(-1);
    const prev = last === undefined ? '0'.repeat(64) : Buffer.from(last).toString('hex');
    const recordedAt = new Date(EPOCH_MS + at * 1000).toISOString();
    const record = Buffer.from(canonicalJson({ actor: 'seqplan', v: 2, seq, prev, at, recordedAt, fact }));
    leaves.push(naiveLeaf(record));
    const header = Buffer.alloc(8);
    header.writeUInt32BE(record.length, 0);
    header.writeUInt32BE(crc32(record), 4);
    if (bytes + 8 + record.length > segmentBytes) {
      [segment, bytes] = [`segments/${String(seq).padStart(10, '0')}.seg`, 0];
    }
    bytes += 8 + record.length;
    const file = await storage.openAppend(segment);
    await file.append(Buffer.concat([header, record]));
    await file.sync();
    await file.close();
  }
  const root = naiveRoot(leaves);
  const checkpoint = { origin: ORIGIN, size: facts.length, root };
  await storage.writeAtomic('checkpoint', encodeCheckpoint({ checkpoint, lines: [] }));
  return { size: facts.length, root: Buffer.from(root).toString('base64') };
}

/** The files of a closed ledger in memory; segments of about 3 records. */
export async function sampleFiles(count: number, segmentBytes = 900): Promise<ReadonlyMap<string, Uint8Array>> {
  const storage = memoryStorage();
  await writeSample({ storage, facts: sampleFacts(count), segmentBytes });
  return storage.files();
}

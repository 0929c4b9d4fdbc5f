/** Small ledgers to read, damage and compare: facts of several kinds, an instant per record, segments of a few records. */

import { id, type Fact, type Timed } from '../../src/model/index.ts';
import { seconds, type Clock } from '../../src/base/index.ts';
import { createLedgerWriter, memoryStorage, type LedgerStorage } from '../../src/provenance/index.ts';

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

/** Writes and closes; records are written down when they happen. */
export async function writeSample({ storage, facts, segmentBytes }: SampleOptions) {
  let nowMs = EPOCH_MS;
  const clock: Clock = { nowMs: () => nowMs };
  const size = segmentBytes === undefined ? {} : { segmentBytes };
  const writer = createLedgerWriter({ storage, clock, origin: ORIGIN, ...size });
  for (const fact of facts) {
    nowMs = EPOCH_MS + fact.at * 1000;
    writer.append(fact);
  }
  return writer.close();
}

/** The files of a closed ledger in memory; segments of about 3 records. */
export async function sampleFiles(count: number, segmentBytes = 900): Promise<ReadonlyMap<string, Uint8Array>> {
  const storage = memoryStorage();
  await writeSample({ storage, facts: sampleFacts(count), segmentBytes });
  return storage.files();
}

/**
 * The ledger on a real disk, with every sync: how fast records become durable, how soon a caller hears of it, what opening,
 * verifying and proving take at a million records, and what share of a run's processor time recording is.
 *
 * Records are 300 to 800 bytes long, as a run writes them; checkpoints are signed at every 1,000 records.
 */

import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { directoryStorage, type LedgerStorage } from '../src/provenance/index.ts';
import { createNodeFs } from '../src/service/node-fs.ts';
import type { BenchCase, BenchResult } from './case.ts';
import { durableRecords, openLoop } from './ledger-load.ts';
import { largeLedger } from './ledger-large.ts';
import type { Measured } from './ledger-row.ts';
import { recordingShare } from './ledger-share.ts';
import { tell } from './sample.ts';

export const ledgerCase: BenchCase = {
  name: 'ledger',
  about:
    'The ledger on disk with fdatasync: durable records, latency of the acknowledgement, opening, verifying and proving at size.',
  run: ({ smoke }) => run(smoke ? SMOKE : FULL),
};

interface Size {
  /** Of each load: records, callers that wait at once, records a second that are sent without waiting, for how long. */
  readonly records: number;
  readonly callers: number;
  readonly rate: number;
  readonly seconds: number;
  readonly large: number;
  readonly pipelines: number;
}

const FULL: Size = { records: 200_000, callers: 512, rate: 10_000, seconds: 20, large: 1_000_000, pipelines: 50 };
const SMOKE: Size = { records: 600, callers: 16, rate: 500, seconds: 0.2, large: 1500, pipelines: 4 };

async function run(size: Size): Promise<BenchResult> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seqplan-bench-ledger-'));
  const place = (name: string): LedgerStorage => directoryStorage(createNodeFs(), path.join(folder, name));
  try {
    const measured: Measured[] = [];
    for (const part of [
      () => durableRecords(place('durable'), size),
      () => openLoop(place('open-loop'), size),
      () => largeLedger(place('large'), size.large),
      () => recordingShare(size.pipelines),
    ]) {
      const lines = await part();
      measured.push(...lines);
      for (const { row } of lines) if (size === FULL) tell(...Object.values(row));
    }
    return {
      workload: { ...size, segmentBytes: 4_194_304, checkpointEvery: 1000, seed: 1 },
      resultHash: createHash('sha256')
        .update(measured.map(({ result }) => result).join('\n'))
        .digest('hex'),
      rows: measured.map(({ row }) => row),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

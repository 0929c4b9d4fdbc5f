/** A ledger of a million records: written, opened with and without its snapshot, verified, indexed, proved from. */

import { performance } from 'node:perf_hooks';
import {
  checkProof,
  openIndex,
  openLedger,
  proveRecord,
  recover,
  verifyLedger,
  type LedgerStorage,
} from '../src/provenance/index.ts';
import { rowOf, type Measured } from './ledger-row.ts';
import { factOf } from './ledger-records.ts';
import { tickingClock } from './ledger-load.ts';
import { cpuMs } from './processor-time.ts';

const PROOFS = 20;

export async function largeLedger(storage: LedgerStorage, records: number): Promise<readonly Measured[]> {
  const written = await timed(() => write(storage, records));
  const { size, root } = written.value;
  const quick = await timed(() => recover(storage));
  await storage.remove('snapshot');
  const slow = await timed(() => recover(storage));
  if (quick.value.head.size !== size || slow.value.head.size !== size) throw new Error('recovery lost records');
  const verified = await timed(() => verifyLedger(storage));
  if (verified.value.kind !== 'verified') throw new Error(`broken: ${verified.value.code}`);
  const scanned = await timed(() => proveAll(storage, { size, root, proofs: 1 }));
  const built = await timed(() => openIndex(storage));
  const opened = await timed(() => openIndex(storage));
  const proof = await timed(() => proveAll(storage, { size, root, proofs: PROOFS }));
  const found = await timed(() => opened.value.recordsOf({ kind: 'machine', name: 'novaseq/3' }));
  const many = `${size} records`;
  const rows = [
    rowOf('writing', seconds(written), '', `${many}, a flush every 1,000, signed checkpoints`),
    rowOf('opening with its snapshot', milliseconds(quick), '', many),
    rowOf('opening without', seconds(slow), '', `${many}, all of them read`),
    rowOf('verifying all of it', seconds(verified), '<= 8 s at 1,000,000', many),
    rowOf('making the index', seconds(built), '', `${many}, once`),
    rowOf('opening the index', milliseconds(opened), '', many),
    rowOf(
      'a proof file, by the index',
      `${(proof.wallMs / PROOFS).toFixed(1)} ms`,
      '',
      `opened anew for each of ${PROOFS}`,
    ),
    rowOf('a proof file, without', seconds(scanned), '', `${many}, all of them read`),
    rowOf('its size', `${proof.value.bytes} bytes`, '<= 2 kB at 1,000,000', 'the longest, with an unsigned checkpoint'),
    rowOf('records that name a machine', milliseconds(found), '', `${found.value.length} of ${size}`),
  ];
  return rows.map((row) => ({ row, result: root }));
}

async function write(
  storage: LedgerStorage,
  records: number,
): Promise<{ readonly size: number; readonly root: string }> {
  // Without a key: the root is part of the result, and record 0 names the key.
  const checkpoints = { everyRecords: 1000, everyMs: 1e12 };
  const { writer } = await openLedger({ storage, clock: tickingClock(), origin: 'bench', version: '0', checkpoints });
  for (let k = 1; k < records; k++) {
    writer.append(factOf(k));
    if (k % 1000 === 0) await writer.flush();
  }
  return writer.close();
}

/** Proof files of records from all over the ledger, each checked against the root. */
async function proveAll(storage: LedgerStorage, { size, root, proofs }: Proving): Promise<{ readonly bytes: number }> {
  let bytes = 0;
  for (let k = 0; k < proofs; k++) {
    const proved = await proveRecord(storage, Math.floor((k * size) / proofs));
    if (proved.kind !== 'proved') throw new Error(`${proved.kind}, of ${proved.size} records`);
    const verdict = checkProof(proved.proof, proved.record, {
      keys: [],
      witnesses: [],
      root: Buffer.from(root, 'base64'),
    });
    if (verdict.kind === 'refused') throw new Error(verdict.message);
    bytes = Math.max(bytes, proved.proof.length);
  }
  return { bytes };
}

interface Proving {
  readonly size: number;
  readonly root: string;
  readonly proofs: number;
}

interface Timing<T> {
  readonly value: T;
  readonly wallMs: number;
  readonly usedMs: number;
}

async function timed<T>(work: () => Promise<T>): Promise<Timing<T>> {
  const [from, cpuFrom] = [performance.now(), cpuMs()];
  const value = await work();
  return { value, wallMs: performance.now() - from, usedMs: cpuMs() - cpuFrom };
}

const seconds = ({ wallMs, usedMs }: Timing<unknown>): string =>
  `${(wallMs / 1000).toFixed(2)} s (processor ${(usedMs / 1000).toFixed(2)} s)`;
const milliseconds = ({ wallMs }: Timing<unknown>): string => `${wallMs.toFixed(1)} ms`;
